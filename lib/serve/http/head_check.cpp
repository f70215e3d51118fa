#include "serve/http/head_check.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>

namespace ecg::serve {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t longest_length = 15; // digits: a petabyte less a byte is no overflow

constexpr BadRequest malformed(std::string_view message) {
    return {400, "bad_request", message};
}

constexpr BadRequest head_too_large{431, "header_too_large", "the header is larger than allowed"};
constexpr BadRequest uri_too_long{414, "uri_too_long",
                                  "the request's target is longer than allowed"};

bool is_token_character(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_visible(char c) {
    return c > ' ' && c < '\x7f';
}

// A reg-name, an address or an address in brackets, and a port; nothing that a URL would end with.
bool is_host(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_visible(c) &&
               std::string_view{"/?#@\\,\"<>^`{|}"}.find(c) == std::string_view::npos;
    });
}

std::optional<BadRequest> refuse_method(std::string_view method) {
    constexpr std::array<std::string_view, 7> served{"GET",   "HEAD",   "POST",   "PUT",
                                                     "PATCH", "DELETE", "OPTIONS"};
    if (!is_token(method)) {
        return malformed("the method is none");
    }
    if (std::find(served.begin(), served.end(), method) != served.end()) {
        return std::nullopt;
    }
    if (method == "TRACE" || method == "CONNECT") {
        return BadRequest{405, "method_not_allowed", "the method is served nowhere"};
    }
    return BadRequest{501, "method_unknown", "the method is not known"};
}

std::optional<BadRequest> refuse_target(std::string_view target, std::string_view method,
                                        const HeadLimits& limits) {
    if (target.size() > limits.target) {
        return uri_too_long;
    }
    if (!std::all_of(target.begin(), target.end(), is_visible) ||
        target.find('#') != std::string_view::npos) {
        return malformed("the target has characters that must be escaped");
    }
    const bool absolute = target.starts_with("http://") || target.starts_with("https://");
    if (!target.starts_with('/') && !absolute && !(target == "*" && method == "OPTIONS")) {
        return malformed("the target is no path");
    }
    return std::nullopt;
}

std::optional<BadRequest> refuse_version(std::string_view version) {
    if (version == "HTTP/1.1" || version == "HTTP/1.0") {
        return std::nullopt;
    }
    const bool named = version.size() == 8 && version.starts_with("HTTP/") &&
                       is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    if (named) {
        return BadRequest{505, "version_not_supported", "HTTP/1.1 and HTTP/1.0 are spoken here"};
    }
    return malformed("the request line has no version");
}

std::optional<BadRequest> refuse_request_line(std::string_view line, const HeadLimits& limits) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() != 3) {
        return malformed("the request line is not three words");
    }
    // The version first: a request of another version may mean anything.
    if (auto refusal = refuse_version(words[2])) {
        return refusal;
    }
    if (auto refusal = refuse_target(words[1], words[0], limits)) {
        return words[0] == "CONNECT" && refusal->status == 400 ? refuse_method(words[0]) : refusal;
    }
    return refuse_method(words[0]);
}

// What the fields say about the message itself.
class FieldCheck {
public:
    explicit FieldCheck(int minor) { framing_.minor = minor; }

    std::optional<BadRequest> take(std::string_view line) {
        if (line.starts_with(' ') || line.starts_with('\t')) {
            return malformed("a header is folded");
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
            return malformed("a header has no name, or a blank before its colon");
        }
        const std::string_view value = trim(line.substr(colon + 1));
        if (!is_field_value(value)) {
            return malformed("a header has control characters");
        }
        return take_value(line.substr(0, colon), value);
    }

    std::variant<Framing, BadRequest> finish() const {
        if (hosts_ == 0 && framing_.minor > 0) {
            return malformed("there is no Host");
        }
        if (framing_.chunked && framing_.length) {
            return malformed("there are both Content-Length and Transfer-Encoding");
        }
        if (framing_.chunked && framing_.minor == 0) {
            return malformed("HTTP/1.0 has no Transfer-Encoding");
        }
        return framing_;
    }

private:
    std::optional<BadRequest> take_value(std::string_view name, std::string_view value) {
        if (equal_but_for_case(name, "host")) {
            return take_host(value);
        }
        if (equal_but_for_case(name, "content-length")) {
            return take_length(value);
        }
        if (equal_but_for_case(name, "transfer-encoding")) {
            return take_transfer_encoding(value);
        }
        if (equal_but_for_case(name, "expect")) {
            return take_expectation(value);
        }
        return std::nullopt;
    }

    std::optional<BadRequest> take_host(std::string_view value) {
        if (++hosts_ > 1) {
            return malformed("there are two Hosts");
        }
        return is_host(value) ? std::nullopt : std::optional{malformed("the Host is none")};
    }

    std::optional<BadRequest> take_length(std::string_view value) {
        if (framing_.length) {
            return malformed("there are two Content-Lengths");
        }
        if (value.empty() || value.size() > longest_length ||
            !std::all_of(value.begin(), value.end(), is_digit)) {
            return malformed("the Content-Length is no count");
        }
        framing_.length = static_cast<std::uint64_t>(*parse_integer(value));
        return std::nullopt;
    }

    std::optional<BadRequest> take_transfer_encoding(std::string_view value) {
        if (framing_.chunked || to_lower(value) != "chunked") {
            return malformed("the Transfer-Encoding is not just chunked");
        }
        framing_.chunked = true;
        return std::nullopt;
    }

    std::optional<BadRequest> take_expectation(std::string_view value) {
        if (to_lower(value) != "100-continue") {
            return BadRequest{417, "expectation_failed", "only 100-continue can be expected"};
        }
        framing_.expects_continue = framing_.minor > 0;
        return std::nullopt;
    }

    Framing framing_;
    int hosts_ = 0;
};

} // namespace

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= ' ' && byte != 0x7f);
    });
}

HeadEnd find_head_end(std::string_view bytes, std::size_t from, const HeadLimits& limits) {
    // Nothing behind a limit is looked at: what is answered must not depend on how much came at
    // once.
    constexpr std::size_t method_and_version = 32;
    const std::string_view seen = bytes.substr(0, limits.bytes);
    const std::string_view first = seen.substr(0, limits.target + method_and_version + 1);
    if (first.size() > limits.target + method_and_version && first.find('\n') == first.npos) {
        return {.refusal = uri_too_long};
    }
    // A line ends with CR LF; a bare LF is refused as soon as it is seen, for its sender may wait.
    for (std::size_t at = seen.find('\n', from); at != seen.npos; at = seen.find('\n', at + 1)) {
        if (at == 0 || seen[at - 1] != '\r') {
            return {.refusal = malformed("a line ends without a carriage return")};
        }
        if (at >= 3 && seen.substr(at - 3, 2) == line_end) {
            return {at + 1, {}};
        }
    }
    return seen.size() < limits.bytes ? HeadEnd{} : HeadEnd{0, head_too_large};
}

std::variant<Framing, BadRequest> check_head(std::string_view head, const HeadLimits& limits) {
    std::size_t end = head.find(line_end);
    const std::string_view first = head.substr(0, end);
    if (auto refusal = refuse_request_line(first, limits)) {
        return *refusal;
    }
    FieldCheck fields{first.ends_with('0') ? 0 : 1};
    std::size_t count = 0;
    for (std::size_t begin = end + 2; begin + 2 < head.size(); begin = end + 2) {
        end = head.find(line_end, begin);
        if (++count > limits.fields) {
            return head_too_large;
        }
        if (auto refusal = fields.take(head.substr(begin, end - begin))) {
            return *refusal;
        }
    }
    return fields.finish();
}

} // namespace ecg::serve
