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

std::vector<std::string_view> segments_of(std::string_view path) {
    return split(path.substr(std::min<std::size_t>(1, path.size())), '/');
}

/// Whether the words are those of the pattern. Most paths differ in one: names need not be read.
bool has_words_of(const std::vector<std::string>& pattern,
                  const std::vector<std::string_view>& segments) {
    return std::equal(pattern.begin(), pattern.end(), segments.begin(),
                      [](const std::string& wanted, std::string_view segment) {
                          return wanted == segment || is_name(wanted);
                      });
}

/// The values of the names in braces when segments match; absent when they do not.
std::optional<std::map<std::string, std::string, std::less<>>>
match(const std::vector<std::string>& pattern, const std::vector<std::string_view>& segments) {
    if (!has_words_of(pattern, segments)) {
        return std::nullopt;
    }
    std::map<std::string, std::string, std::less<>> values;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_name(pattern[i])) {
            auto value = percent_decoded(segments[i]);
            if (!value || !is_identifier(*value)) {
                return std::nullopt;
            }
            values[pattern[i].substr(1, pattern[i].size() - 2)] = std::move(*value);
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
        const std::vector<std::string_view> segments = segments_of(endpoint.path);
        by_length_[segments.size()].push_back({{segments.begin(), segments.end()}, &endpoint});
    }
}

std::size_t Router::body_limit(Method method, std::string_view path, std::size_t otherwise) const {
    const std::vector<std::string_view> segments = segments_of(path);
    const auto entries = by_length_.find(segments.size());
    if (entries == by_length_.end()) {
        return otherwise;
    }
    const auto found =
        std::find_if(entries->second.begin(), entries->second.end(), [&](const Entry& entry) {
            return entry.endpoint->method == method && has_words_of(entry.segments, segments);
        });
    return found != entries->second.end() ? found->endpoint->body_limit : otherwise;
}

std::variant<Route, OtherMethods, NoRoute> Router::find(Method method,
                                                        std::string_view path) const {
    const std::vector<std::string_view> segments = segments_of(path);
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
