// The strict reading of a request's head, RFC 9112: what a lenient parser lets pass has a name
// here.
#pragma once

#include "serve/http/error_answer.hpp"
#include "serve/http/settings.hpp"

#include <variant>

namespace ecg::serve {

/// How the message goes on behind its head.
struct Framing {
    int minor = 1;                       ///< HTTP/1.minor
    std::optional<std::uint64_t> length; ///< Content-Length
    bool chunked = false;
    bool expects_continue = false;

    [[nodiscard]] bool has_body() const { return chunked || length.value_or(0) > 0; }
};

/// Looks for the end of a head in what came so far: the count of its bytes, the blank line
/// included, or a refusal, or neither when more is needed. What lies before `from` was looked at
/// by an earlier call.
struct HeadEnd {
    std::size_t bytes = 0; ///< 0: not yet
    std::optional<BadRequest> refusal{};
};

HeadEnd find_head_end(std::string_view bytes, std::size_t from, const HeadLimits& limits);

/// Whether a header's value may have these characters: tabs, blanks and all that is no control
/// character.
bool is_field_value(std::string_view text);

/// head is whole, up to and with its blank line.
std::variant<Framing, BadRequest> check_head(std::string_view head, const HeadLimits& limits);

} // namespace ecg::serve
