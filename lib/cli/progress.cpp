#include "cli/progress.hpp"

#include "cli/messages.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::cli {
namespace {

constexpr std::chrono::milliseconds pace{200};
constexpr std::size_t bar_width = 24;

std::string time_text(double seconds) {
    const auto whole = static_cast<long>(std::ceil(seconds));
    if (whole < 60) {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600) {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

} // namespace

Progress::Progress(std::string what, double total)
    : what_{std::move(what)}, total_{total}, start_{Clock::now()}, shown_{start_} {}

Progress::~Progress() {
    show_status("");
}

void Progress::show(double done) {
    const auto now = Clock::now();
    if (!person_watches() || now - shown_ < pace) {
        return;
    }
    shown_ = now;
    const double spent = std::chrono::duration<double>(now - start_).count();
    const double left = done > 0 && total_ > done ? spent * (total_ - done) / done : -1;
    show_status(progress_text(done, total_, what_, left));
}

std::string progress_text(double done, double total, const std::string& what, double left) {
    if (total <= 0) {
        return format_number(done, 0) + " " + what;
    }
    const double share = std::clamp(done / total, 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(share * bar_width);
    std::string text{"["};
    text.append(filled, '#').append(bar_width - filled, ' ').append("] ");
    text.append(format_number(done, 0)).append(" of ").append(format_number(total, 0));
    text.append(" ").append(what);
    if (left >= 0) {
        text.append(", ").append(time_text(left)).append(" left");
    }
    return text;
}

} // namespace ecg::cli
