#include "serve/http/answer.hpp"

#include "common/text.hpp"
#include "serve/http/error_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace ecg::serve {
namespace {

constexpr std::size_t usual_head = 768; // bytes
constexpr std::string_view one_year = "max-age=31536000";

struct Default {
    std::string_view name;
    std::string_view value;
};

// What holds unless a handler says otherwise: medical data is kept by nobody on its way, taken for
// nothing but its type, and shown within no other page.
constexpr std::array defaults{
    Default{"Cache-Control", "no-store"},
    Default{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    Default{"Referrer-Policy", "no-referrer"},
    Default{"X-Content-Type-Options", "nosniff"},
};

// The server's own to set.
bool is_ours(std::string_view name) {
    constexpr std::array<std::string_view, 6> ours{
        "connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"};
    return std::any_of(ours.begin(), ours.end(),
                       [&](std::string_view one) { return equal_but_for_case(one, name); });
}

bool wishes_close(const Response& response) {
    const auto connection = find_header(response.headers, "Connection");
    return connection && equal_but_for_case(*connection, "close");
}

bool is_text(std::string_view type) {
    constexpr std::array<std::string_view, 6> words{"text/", "json",       "xml",
                                                    "yaml",  "javascript", "svg"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return type.find(word) != std::string_view::npos;
    });
}

bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

bool could_be_packed(const Response& response, const ServerSettings& settings) {
    if (!settings.compress || response.status == 206 || !may_have_body(response.status) ||
        find_header(response.headers, "Content-Encoding")) {
        return false;
    }
    const bool long_enough = response.stream || response.body.size() >= settings.compress_from;
    const auto type = find_header(response.headers, "Content-Type");
    return long_enough && type && is_text(to_lower(*type));
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
    const auto is_allowed = [](char c) {
        return c == '\t' || static_cast<unsigned char>(c) >= ' ';
    };
    head.append(name).append(": ");
    std::copy_if(value.begin(), value.end(), std::back_inserter(head), is_allowed);
    head.append("\r\n");
}

// "Sun, 06 Nov 1994 08:49:37 GMT", made once a second.
std::string_view date_now() {
    thread_local std::time_t made = 0;
    thread_local std::array<char, 32> text{};
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm civil{};
        gmtime_r(&now, &civil);
        // %d %Y %T are the same in every locale, %a and %b are not.
        std::strftime(text.data(), text.size(), "aaa, %d bbb %Y %T GMT", &civil);
        std::copy_n(days[static_cast<std::size_t>(civil.tm_wday)], 3, text.begin());
        std::copy_n(months[static_cast<std::size_t>(civil.tm_mon)], 3, text.begin() + 8);
        made = now;
    }
    return text.data();
}

void append_status_line(std::string& head, int status) {
    head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
    head.append(reason_phrase(status)).append("\r\n");
}

void append_handlers_headers(std::string& head, const Response& response, const Wire& wire) {
    for (const Header& header : response.headers) {
        if (is_ours(header.name)) {
            continue;
        }
        // Packed bytes are not the very bytes that a strong entity tag names.
        const bool weaker = wire.coding != transfer::Coding::identity &&
                            equal_but_for_case(header.name, "etag") &&
                            !header.value.starts_with("W/");
        append_header(head, header.name, weaker ? "W/" + header.value : header.value);
    }
}

void append_defaults(std::string& head, const Response& response) {
    for (const Default& header : defaults) {
        if (!find_header(response.headers, header.name)) {
            append_header(head, header.name, header.value);
        }
    }
}

void append_framing(std::string& head, const Response& response, const Wire& wire) {
    if (wire.chunked) {
        append_header(head, "Transfer-Encoding", "chunked");
    } else if (wire.length && may_have_body(response.status)) {
        append_header(head, "Content-Length", std::to_string(*wire.length));
    } else if (!response.stream && may_have_body(response.status)) {
        append_header(head, "Content-Length", std::to_string(response.body.size()));
    }
}

} // namespace

Wire prepare_answer(Response& response, const Delivery& delivery, const ServerSettings& settings) {
    Wire wire;
    wire.has_body = may_have_body(response.status) && !delivery.is_head;
    const bool packable = could_be_packed(response, settings);
    if (packable) {
        wire.coding = delivery.accepted;
    }
    if (response.stream && wire.coding == transfer::Coding::identity) {
        wire.length = response.length;
    }
    const bool unmeasured = response.stream && !wire.length;
    wire.chunked = unmeasured && delivery.minor > 0 && may_have_body(response.status);
    const bool ends_by_close = unmeasured && !wire.chunked && wire.has_body;
    wire.keeps = delivery.keeps && !ends_by_close && !wishes_close(response);
    if (wire.coding != transfer::Coding::identity && !response.stream) {
        response.body = pack(wire.coding, response.body);
    }
    wire.head.reserve(512);
    wire.head.reserve(usual_head);
    append_status_line(wire.head, response.status);
    append_header(wire.head, "Date", date_now());
    append_handlers_headers(wire.head, response, wire);
    append_defaults(wire.head, response);
    append_framing(wire.head, response, wire);
    if (wire.coding != transfer::Coding::identity) {
        append_header(wire.head, "Content-Encoding", name_of(wire.coding));
    }
    if (packable) {
        append_header(wire.head, "Vary", "Accept-Encoding");
    }
    append_header(wire.head, "X-Request-Id", delivery.request_id);
    if (delivery.secure) {
        append_header(wire.head, "Strict-Transport-Security", one_year);
    }
    if (!wire.keeps) {
        append_header(wire.head, "Connection", "close");
    } else if (delivery.minor == 0) {
        append_header(wire.head, "Connection", "keep-alive");
    }
    wire.head.append("\r\n");
    return wire;
}

std::string chunk_head(std::size_t size) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), size, 16).ptr;
    return std::string{digits.begin(), end} + "\r\n";
}

bool is_event_stream(const Response& response) {
    const auto type = find_header(response.headers, "Content-Type");
    return response.stream && type && to_lower(*type).starts_with("text/event-stream");
}

} // namespace ecg::serve
