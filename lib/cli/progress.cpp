#include "cli/progress.hpp"

#include "cli/messages.hpp"
#include "common/text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::cli {
namespace {

constexpr std::chrono::milliseconds between_shows{200};
constexpr std::size_t widest_bar = 24, narrowest_bar = 5, around_bar = 3; // "[] "
constexpr std::size_t usual_columns = 80;

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

/// "850/s", "1.5/s", "12/min"
std::string rate_text(double per_second) {
    return per_second >= 9.95  ? format_number(per_second, 0) + "/s"
           : per_second >= 0.5 ? format_number(per_second, 1) + "/s"
                               : format_number(per_second * 60, 0) + "/min";
}

/// A line that is as wide as the terminal would make the next one.
std::size_t columns_of_terminal() {
    winsize size{};
    const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return (known ? size.ws_col : usual_columns) - 1;
}

/// With a blank behind it; "" where there is no room.
std::string bar_text(double share, std::size_t room) {
    if (room < narrowest_bar + around_bar) {
        return "";
    }
    const std::size_t width = std::min(room - around_bar, widest_bar);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
    std::string text{"["};
    return text.append(filled, '#').append(width - filled, ' ').append("] ");
}

} // namespace

Progress::Progress(std::string what, double total)
    : what_{std::move(what)}, total_{total}, start_{Clock::now()}, shown_{start_} {}

Progress::~Progress() {
    show_status("");
}

void Progress::show(double done) {
    const auto now = Clock::now();
    if (!person_watches() || now - shown_ < between_shows) {
        return;
    }
    shown_ = now;
    const double spent = std::chrono::duration<double>(now - start_).count();
    ProgressPace found;
    if (done > 0) {
        found.per_second = done / spent;
        found.left = total_ > done ? (total_ - done) / found.per_second : -1;
    }
    show_status(progress_text(done, total_, what_, found, columns_of_terminal()));
}

void Progress::show(double done, double total) {
    total_ = total;
    show(done);
}

std::string progress_text(double done, double total, const std::string& what,
                          const ProgressPace& pace, std::size_t columns) {
    std::string count = format_number(done, 0);
    if (total <= 0) {
        return count.append(" ").append(what).substr(0, columns);
    }
    count.append(" of ").append(format_number(total, 0)).append(" ").append(what);
    const std::string rate = pace.per_second > 0 ? ", " + rate_text(pace.per_second) : "";
    const std::string left = pace.left >= 0 ? ", " + time_text(pace.left) + " left" : "";
    std::string words = count + rate + left;
    if (words.size() > columns) {
        words = (count + left).substr(0, columns);
    }
    return bar_text(std::clamp(done / total, 0.0, 1.0), columns - words.size()) + words;
}

} // namespace ecg::cli
