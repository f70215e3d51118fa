// Any bytes as HTTP requests: read or refused, and the same however they are cut into pieces.
#include "serve/http/request_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

using namespace ecg::serve;

constexpr std::size_t most = 4'096; // of a body

struct Outcome {
    int status = 0; ///< of its refusal; 0 for a request that is whole or not at its end
    bool is_whole = false;
    std::size_t used = 0;
    Method method = Method::unknown;
    std::string path;
    std::string query;
    std::string body;

    bool operator==(const Outcome&) const = default;
};

/// One request off the front, given as a connection does: in pieces, with what was left in front.
Outcome read_one(std::string_view bytes, std::size_t piece) {
    const HeadLimits head;
    const BodyLimit limit = [](const Request&) { return most; };
    RequestReader reader{head, limit};
    Outcome outcome;
    std::size_t come = 0;
    while (!reader.is_whole() && !reader.refusal()) {
        const std::size_t used = reader.take(bytes.substr(outcome.used, come - outcome.used));
        outcome.used += used;
        if (used == 0 || outcome.used == come) {
            if (come == bytes.size() && used == 0) {
                break;
            }
            come = std::min(come + piece, bytes.size());
        }
    }
    outcome.is_whole = reader.is_whole();
    if (reader.is_whole() && !reader.refusal()) {
        reader.finish();
    }
    if (reader.refusal()) {
        outcome.status = reader.refusal()->status;
        outcome.used = 0; // where a refusal is seen depends on the pieces
        outcome.is_whole = false;
        return outcome;
    }
    const Request& request = reader.request();
    outcome.method = request.method;
    outcome.path = request.path;
    outcome.query = request.query;
    outcome.body = request.body;
    return outcome;
}

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    for (std::size_t at = 0; at < size;) {
        const Outcome whole = read_one(text.substr(at), size);
        const Outcome pieces = read_one(text.substr(at), 7);
        check(whole == pieces);
        check(whole.body.size() <= most);
        check(!whole.is_whole || whole.path.starts_with('/') || whole.path == "*");
        if (!whole.is_whole) {
            break;
        }
        at += whole.used;
    }
    return 0;
}
