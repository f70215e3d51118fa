#include "transfer/http_message.hpp"

#include "common/text.hpp"
#include "transfer/server_clock.hpp"

#include <algorithm>

namespace ecg::transfer {
namespace {

constexpr std::chrono::seconds longest_wait = std::chrono::hours{24};

/// Digits and no sign, however many.
std::optional<std::chrono::seconds> parse_delay(std::string_view text) {
    const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    if (!is_number) {
        return std::nullopt;
    }
    const auto seconds = parse_integer(text).value_or(longest_wait.count());
    return std::chrono::seconds{std::min<std::int64_t>(seconds, longest_wait.count())};
}

} // namespace

std::optional<std::string_view> HttpAnswer::header(std::string_view name) const {
    const std::string wanted = to_lower(name);
    for (const HttpField& field : headers) {
        if (to_lower(field.name) == wanted) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer) {
    const std::string_view text = trim(answer.header("Retry-After").value_or(""));
    if (const auto delay = parse_delay(text)) {
        return delay;
    }
    const auto until = parse_http_date(text);
    const auto now = parse_http_date(answer.header("Date").value_or(""));
    if (!until || !now) {
        return std::nullopt;
    }
    const std::chrono::milliseconds wait{until->milliseconds - now->milliseconds};
    return std::clamp(std::chrono::duration_cast<std::chrono::seconds>(wait),
                      std::chrono::seconds{0}, longest_wait);
}

} // namespace ecg::transfer
