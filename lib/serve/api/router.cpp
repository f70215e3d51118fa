#include "serve/api/router.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_id = 128;

bool is_name(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

bool is_identifier(std::string_view text) {
    return !text.empty() && text.size() <= longest_id && text != "." && text != ".." &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      c == '_' || c == '.' || c == '-';
           });
}

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    for (const std::string_view part :
         split(path.substr(std::min<std::size_t>(1, path.size())), '/')) {
        segments.emplace_back(part);
    }
    return segments;
}

/// The values of the names in braces when segments match; absent when they do not.
std::optional<std::map<std::string, std::string, std::less<>>>
match(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    // most paths differ in a word: their names need not be read
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (!is_name(pattern[i]) && pattern[i] != segments[i]) {
            return std::nullopt;
        }
    }
    std::map<std::string, std::string, std::less<>> values;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_name(pattern[i])) {
            const auto value = percent_decoded(segments[i]);
            if (!value || !is_identifier(*value)) {
                return std::nullopt;
            }
            values[pattern[i].substr(1, pattern[i].size() - 2)] = *value;
        }
    }
    return values;
}

std::string allow_words(std::vector<Method> methods) {
    if (std::find(methods.begin(), methods.end(), Method::get) != methods.end()) {
        methods.push_back(Method::head);
    }
    methods.push_back(Method::options);
    std::sort(methods.begin(), methods.end());
    std::string words;
    for (const Method method : methods) {
        words.append(words.empty() ? "" : ", ").append(name_of(method));
    }
    return words;
}

} // namespace

Router::Router(const std::vector<Endpoint>& endpoints) {
    for (const Endpoint& endpoint : endpoints) {
        std::vector<std::string> segments = segments_of(endpoint.path);
        std::vector<Entry>& entries = by_length_[segments.size()];
        entries.push_back({std::move(segments), &endpoint});
    }
}

std::variant<Route, OtherMethods, NoRoute> Router::find(Method method,
                                                        std::string_view path) const {
    const std::vector<std::string> segments = segments_of(path);
    const auto entries =
        path.starts_with('/') ? by_length_.find(segments.size()) : by_length_.end();
    if (entries == by_length_.end()) {
        return NoRoute{};
    }
    const Method wanted = method == Method::head ? Method::get : method;
    std::vector<Method> others;
    for (const Entry& entry : entries->second) {
        if (auto values = match(entry.segments, segments)) {
            if (entry.endpoint->method == wanted) {
                return Route{entry.endpoint, std::move(*values)};
            }
            others.push_back(entry.endpoint->method);
        }
    }
    if (others.empty()) {
        return NoRoute{};
    }
    return OtherMethods{allow_words(std::move(others))};
}

} // namespace ecg::serve
