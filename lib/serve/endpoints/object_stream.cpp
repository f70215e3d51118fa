#include "serve/endpoints/object_stream.hpp"

#include "common/error.hpp"
#include "serve/endpoints/pulled_stream.hpp"

#include <algorithm>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10;

} // namespace

std::shared_ptr<BodyStream> object_stream(const Services& services, std::string object,
                                          const ByteRange& range) {
    transfer::ObjectStore& objects = services.objects;
    return pulled_stream(services.readers,
                         [&objects, object = std::move(object), at = range.first,
                          left = range.count]() mutable -> std::optional<std::string> {
                             if (left == 0) {
                                 return std::nullopt;
                             }
                             auto piece = objects.read(object, at,
                                                       std::min<std::uint64_t>(left, piece_bytes));
                             if (!piece || piece->empty()) {
                                 throw Error{ErrorKind::data, object + ": ends before its size"};
                             }
                             at += piece->size();
                             left -= piece->size();
                             return piece;
                         });
}

} // namespace ecg::serve
