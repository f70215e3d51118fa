#include "serve/endpoints/object_stream.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10;

class ObjectStream final : public BodyStream, public std::enable_shared_from_this<ObjectStream> {
public:
    ObjectStream(const Services& services, std::string object, const ByteRange& range)
        : objects_{services.objects}, readers_{services.readers}, object_{std::move(object)},
          at_{range.first}, left_{range.count} {}

    void next(Take take) override {
        if (left_ == 0) {
            take(std::nullopt);
            return;
        }
        auto shared = std::make_shared<Take>(std::move(take));
        auto self = shared_from_this();
        if (!readers_.add([self, shared] { (*shared)(self->read()); })) {
            is_cut_short_ = true;
            (*shared)(std::nullopt);
        }
    }

    [[nodiscard]] bool is_cut_short() const override { return is_cut_short_; }

private:
    std::optional<std::string> read() {
        std::optional<std::string> piece;
        try {
            piece = objects_.read(object_, at_, std::min<std::uint64_t>(left_, piece_bytes));
        } catch (const Error&) {
            piece.reset();
        }
        if (!piece || piece->empty()) {
            is_cut_short_ = true;
            return std::nullopt;
        }
        at_ += piece->size();
        left_ -= piece->size();
        return piece;
    }

    transfer::ObjectStore& objects_;
    Workers& readers_;
    std::string object_;
    std::uint64_t at_;
    std::uint64_t left_;
    std::atomic<bool> is_cut_short_ = false;
};

} // namespace

std::shared_ptr<BodyStream> object_stream(const Services& services, std::string object,
                                          const ByteRange& range) {
    return std::make_shared<ObjectStream>(services, std::move(object), range);
}

} // namespace ecg::serve
