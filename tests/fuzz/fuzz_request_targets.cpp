// Any path, query, Range and cursor, a line each: what is taken is of the form
// that it has to have.
#include "common/text.hpp"
#include "serve/api/byte_range.hpp"
#include "serve/api/listing.hpp"
#include "serve/api/query_check.hpp"
#include "serve/api/router.hpp"
#include "serve/endpoints/session_data.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ecg;
using namespace ecg::serve;

namespace {

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

std::vector<Endpoint> some_endpoints() {
    std::vector<Endpoint> all;
    for (const char* path : {"/healthz", "/api/v1/reports/upload", "/api/v1/reports/{report_id}",
                             "/api/v1/sessions/{session_id}/data", "/a/{b}/{c}"}) {
        all.push_back({.path = path, .name = path});
    }
    return all;
}

void take_path(std::string_view path) {
    static const std::vector<Endpoint> endpoints = some_endpoints();
    static const Router router{endpoints};
    const auto found = router.find(Method::get, path);
    if (const auto* route = std::get_if<Route>(&found)) {
        for (const auto& [name, value] : route->path) {
            require(!value.empty() && value.size() <= 128 && value != "." && value != ".." &&
                    value.find_first_of(std::string_view{"/\0%", 3}) == std::string::npos);
        }
    }
}

void take_query(std::string_view query) {
    static const std::vector<QueryParameter> parameters = [] {
        std::vector<QueryParameter> some = page_parameters();
        some.push_back({"from", moment_of()});
        some.push_back({"kind", choice_of({"metrics", "waveforms"})});
        return some;
    }();
    const CheckedQuery checked = check_query(query, parameters);
    if (!checked.problems.empty()) {
        return;
    }
    if (const auto limit = checked.values.find("limit"); limit != checked.values.end()) {
        const auto number = parse_integer(limit->second);
        require(number && *number >= 1 && *number <= static_cast<std::int64_t>(most_listed));
    }
    if (const auto kind = checked.values.find("kind"); kind != checked.values.end()) {
        require(kind->second == "metrics" || kind->second == "waveforms");
    }
}

void take_range(std::string_view header) {
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}}) {
        const auto range = range_of(header, size);
        if (const auto* part = std::get_if<ByteRange>(&range)) {
            require(part->count > 0 && part->first < size && part->count <= size - part->first);
        }
    }
}

void take_cursor(std::string_view text) {
    if (const auto cursor = read_cursor(text)) {
        const std::string written = write_cursor(cursor->metrics, cursor->waveforms);
        const auto again = read_cursor(written);
        require(again && write_cursor(again->metrics, again->waveforms) == written);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    std::vector<std::string_view> lines = split(text, '\n');
    lines.resize(4);
    take_path(lines[0]);
    take_query(lines[1]);
    take_range(lines[2]);
    take_cursor(lines[3]);
    return 0;
}
