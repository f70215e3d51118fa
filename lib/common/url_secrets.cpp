#include "common/url_secrets.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>

namespace ecg {
namespace {

constexpr std::string_view hidden = "***", scheme_end = "://";
// What ends a URL within a text, a line of JSON among them.
constexpr std::string_view outside = " \t\r\n\"'<>";
constexpr std::array<std::string_view, 10> secret_words{
    "sig", "token", "key", "pass", "pwd", "secret", "auth", "credential", "code", "jwt"};

bool is_secret(std::string_view parameter) {
    const std::string name = to_lower(parameter);
    return std::any_of(secret_words.begin(), secret_words.end(),
                       [&](std::string_view word) { return name.find(word) != name.npos; });
}

/// From behind "://" to the end of the host and port.
std::string shown_authority(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return at == text.npos ? std::string{text} : std::string{hidden}.append(text.substr(at));
}

/// "?a=1&sig=…", or "#token=…"
std::string shown_query(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("&;?#", 1);
        const std::string_view part = text.substr(0, end);
        const std::size_t equals = part.find('=');
        const bool hides = equals != part.npos && is_secret(part.substr(1, equals - 1));
        shown.append(hides ? std::string{part.substr(0, equals + 1)}.append(hidden) : part);
        text.remove_prefix(part.size());
    }
    return shown;
}

/// A password may hold any of "/?#", so the last @ before a blank that is no path's counts: one
/// with a slash before it is taken to be such a password's while its host would else be a name and
/// a colon and no port.
std::size_t end_of_authority(std::string_view url) {
    const std::size_t plain = std::min(url.find_first_of("/?#"), url.size());
    const std::string_view before = url.substr(0, plain);
    const std::size_t colon = before.rfind(':');
    const bool is_port = colon == before.npos || before.find('@') != before.npos ||
                         before.find(']') != before.npos ||
                         before.find_first_not_of("0123456789", colon + 1) == before.npos;
    const std::size_t at = url.find('@', plain);
    return is_port || at == url.npos ? plain : std::min(url.find_first_of("/?#", at), url.size());
}

} // namespace

std::string url_without_secrets(std::string_view text) {
    std::string shown;
    for (std::size_t found = text.find(scheme_end); found != text.npos;
         found = text.find(scheme_end)) {
        shown.append(text.substr(0, found + scheme_end.size()));
        text.remove_prefix(found + scheme_end.size());
        const std::string_view url = text.substr(0, text.find_first_of(outside));
        const std::size_t host_end = end_of_authority(url);
        const std::size_t query = std::min(url.find_first_of("?#", host_end), url.size());
        shown.append(shown_authority(url.substr(0, host_end)));
        shown.append(url.substr(host_end, query - host_end)).append(shown_query(url.substr(query)));
        text.remove_prefix(url.size());
    }
    return shown.append(text);
}

} // namespace ecg
