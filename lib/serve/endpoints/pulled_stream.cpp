#include "serve/endpoints/pulled_stream.hpp"

#include "common/error.hpp"

#include <atomic>
#include <utility>

namespace ecg::serve {
namespace {

class PulledStream final : public BodyStream, public std::enable_shared_from_this<PulledStream> {
public:
    PulledStream(Workers& workers, NextPiece next) : workers_{workers}, next_{std::move(next)} {}

    void next(Take take) override {
        auto shared = std::make_shared<Take>(std::move(take));
        auto self = shared_from_this();
        if (!workers_.add([self, shared] { (*shared)(self->piece()); })) {
            is_cut_short_ = true;
            (*shared)(std::nullopt);
        }
    }

    [[nodiscard]] bool is_cut_short() const override { return is_cut_short_; }

private:
    std::optional<std::string> piece() {
        try {
            return next_();
        } catch (const Error&) {
            is_cut_short_ = true;
            return std::nullopt;
        }
    }

    Workers& workers_;
    NextPiece next_;
    std::atomic<bool> is_cut_short_ = false;
};

} // namespace

std::shared_ptr<BodyStream> pulled_stream(Workers& workers, NextPiece next) {
    return std::make_shared<PulledStream>(workers, std::move(next));
}

} // namespace ecg::serve
