#include "clock_doubts.hpp"

#include "queue_status.hpp"
#include "transfer/server_clock.hpp"

namespace ecg {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds tolerable{300'000};
constexpr UtcTime first_program{1'735'689'600'000}; // 2025-01-01: there was no ecg-sync before
constexpr const char* advice =
    ": set it, or let it be set from the network (timedatectl set-ntp true); until then what is "
    "recorded bears wrong times";

} // namespace

std::function<void(const transfer::HttpOutcome&)>
ServerClocks::listener(const std::string& target) {
    return [this, target](const transfer::HttpOutcome& heard) {
        const auto date = heard.answer.header("Date");
        if (!date || !transfer::parse_http_date(*date)) {
            return;
        }
        const UtcTime now = now_utc();
        transfer::ServerClock clock;
        clock.learn(*date, {now.milliseconds - heard.elapsed.count()}, now);
        const std::lock_guard lock{one_at_a_time_};
        ahead_[target] = clock.ahead();
    };
}

std::optional<milliseconds> ServerClocks::ahead(const std::string& target) const {
    const std::lock_guard lock{one_at_a_time_};
    const auto found = ahead_.find(target);
    return found == ahead_.end() ? std::nullopt : std::optional{found->second};
}

std::string ServerClocks::doubt() const {
    std::string words;
    milliseconds most{0};
    const std::lock_guard lock{one_at_a_time_};
    for (const auto& [target, ahead] : ahead_) {
        if (std::chrono::abs(ahead) > most) {
            most = std::chrono::abs(ahead);
            words = clock_doubt(target, ahead);
        }
    }
    return words.empty() ? clock_doubt(now_utc()) : words;
}

ServerClocks& server_clocks() {
    static ServerClocks only;
    return only;
}

std::string clock_doubt(const std::string& target, milliseconds ahead) {
    if (std::chrono::abs(ahead) <= tolerable) {
        return "";
    }
    std::string words = "the clock of this machine is ";
    words.append(span_text(std::chrono::abs(ahead)))
        .append(ahead.count() > 0 ? " behind" : " ahead of");
    return words.append(" that of ").append(target).append(advice);
}

std::string clock_doubt(UtcTime now) {
    if (now.milliseconds >= first_program.milliseconds) {
        return "";
    }
    std::string words = "the clock of this machine shows ";
    words.append(format_utc(now).substr(0, 10));
    return words.append(", before this program was made").append(advice);
}

} // namespace ecg
