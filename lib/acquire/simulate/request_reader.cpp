#include "acquire/simulate/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace ecg::acquire {
namespace {

/// Whether request and bytes agree as far as both go.
bool agree(const Request& request, std::string_view bytes) {
    const std::size_t count = std::min(request.bytes.size(), bytes.size());
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned mask =
            request.mask.empty() ? 0xFFU : static_cast<unsigned char>(request.mask[i]);
        const auto wanted = static_cast<unsigned char>(request.bytes[i]);
        if (((wanted ^ static_cast<unsigned char>(bytes[i])) & mask) != 0) {
            return false;
        }
    }
    return true;
}

} // namespace

RequestReader::RequestReader(Requests requests) : requests_{std::move(requests)} {
    std::stable_sort(requests_.begin(), requests_.end(), [](const Request& a, const Request& b) {
        return a.bytes.size() > b.bytes.size();
    });
}

std::vector<Request> RequestReader::feed(std::string_view bytes) {
    rest_ += bytes;
    return take(false);
}

std::vector<Request> RequestReader::settle() {
    return take(true);
}

std::vector<Request> RequestReader::take(bool settled) {
    std::vector<Request> found;
    std::size_t at = 0;
    while (at < rest_.size()) {
        const std::string_view here = std::string_view{rest_}.substr(at);
        const auto fits = [&](const Request& request) {
            return agree(request, here) && (!settled || request.bytes.size() <= here.size());
        };
        const auto request = std::find_if(requests_.begin(), requests_.end(), fits);
        if (request == requests_.end()) {
            ++at;
        } else if (request->bytes.size() > here.size()) {
            break; // more of it may come
        } else {
            found.push_back(*request);
            at += std::max<std::size_t>(request->bytes.size(), 1);
        }
    }
    rest_.erase(0, at);
    return found;
}

} // namespace ecg::acquire
