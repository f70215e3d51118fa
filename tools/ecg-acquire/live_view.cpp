#include "live_view.hpp"

#include "acquire/session/host_clock.hpp"
#include "cli/messages.hpp"
#include "common/time.hpp"
#include "heart_rate.hpp"

#include <algorithm>
#include <utility>

namespace ecg {
namespace {

constexpr Seconds between_frames{1.0 / 15};
constexpr Seconds between_whole{5}; // so that what others wrote on the screen does not stay
constexpr Seconds between_rates{1};
constexpr Seconds late{0.5}; // without samples, from when on the sweep runs without them
constexpr std::size_t most_told = 10;
constexpr int most_steps = 8;

/// "12:03:04", UTC as everywhere in the files.
std::string time_of_day() {
    return format_utc(now_utc()).substr(11, 8) + " UTC";
}

} // namespace

LiveView::LiveView(std::function<std::string()> place)
    : place_{std::move(place)}, screen_{"--view"},
      abilities_{cli::terminal_abilities()}, began_{acquire::monotonic_now()}, next_frame_{began_},
      next_whole_{began_}, next_rate_{began_}, last_piece_{began_} {
    wishes_.unicode = abilities_.unicode;
    cli::tell_instead([this](std::string_view text) { note(text, acquire::Severity::info); });
}

LiveView::~LiveView() {
    cli::tell_instead({});
    screen_.close(); // before what was told is told again
    for (const std::string& line : told_) {
        cli::tell(line);
    }
}

void LiveView::note(std::string_view text, acquire::Severity severity) {
    const std::lock_guard lock{mutex_};
    notice_ = time_of_day() + "  " + std::string{text};
    severity_ = severity;
    told_.push_back(notice_);
    if (told_.size() > most_told) {
        told_.pop_front();
    }
}

bool LiveView::show(const std::vector<Recording>& pieces, const acquire::SessionStats& stats) {
    const Seconds now = acquire::monotonic_now();
    for (const Recording& piece : pieces) {
        window_.add(piece);
        last_piece_ = now;
    }
    if (now >= next_frame_) {
        next_frame_ = now + between_frames;
        take_keys();
        measure(now);
        if (screen_.is_ready()) {
            draw(now, stats);
        }
    }
    return !end_wanted_;
}

void LiveView::take_keys() {
    const std::string keys = screen_.read_keys();
    if (keys.starts_with('\x1b')) {
        return; // an arrow or the like: several bytes, none of them ours
    }
    for (const char key : keys) {
        take_key(key);
    }
}

void LiveView::take_key(char key) {
    const cli::ScreenSize size = screen_.size();
    const auto step = [](int& wish, int by) {
        wish = std::clamp(wish + by, -most_steps, most_steps);
    };
    switch (key) {
    case 'q':
        end_wanted_ = true;
        break;
    case ' ':
        freeze();
        break;
    case '+':
    case '=': // where + needs the shift key
        step(wishes_.gain, 1);
        break;
    case '-':
        step(wishes_.gain, -1);
        break;
    case '>':
    case '.':
        step(wishes_.speed, 1);
        break;
    case '<':
    case ',':
        step(wishes_.speed, -1);
        break;
    case 'l':
        wishes_.first_lead = acquire::next_leads(
            wishes_.first_lead, static_cast<int>(window_.lead_count()), size.rows, size.columns);
        break;
    default:
        break;
    }
}

void LiveView::freeze() {
    wishes_.frozen = !wishes_.frozen;
    frozen_.reset();
    if (wishes_.frozen) {
        frozen_ = window_;
        frozen_end_ = end_now(acquire::monotonic_now());
    }
}

/// Where the sweep stands: on the last sample, or where it would be if the device still sent.
std::int64_t LiveView::end_now(Seconds now) const {
    const Seconds silent = now - last_piece_;
    return window_.end() +
           (silent > late && !window_.is_empty() ? window_.rate().samples_in(silent) : 0);
}

void LiveView::measure(Seconds now) {
    if (now >= next_rate_) {
        next_rate_ = now + between_rates;
        heart_rate_ = window_.is_empty() ? std::nullopt : heart_rate_of(window_);
    }
}

acquire::ViewFacts LiveView::facts(Seconds now, const acquire::SessionStats& stats) {
    acquire::ViewFacts facts;
    facts.heart_rate = heart_rate_;
    facts.elapsed = now - began_;
    facts.rate = stats.measured_rate ? stats.measured_rate : stats.rate;
    facts.rate_is_measured = stats.measured_rate.has_value();
    facts.lost = stats.lost + stats.damaged;
    facts.unplaced = stats.rate ? 0 : stats.decoded.frames;
    facts.place = place_();
    facts.electrodes_off = stats.electrodes_off;
    facts.silent = now - last_piece_;
    const std::lock_guard lock{mutex_};
    facts.notice = notice_;
    facts.severity = severity_;
    return facts;
}

void LiveView::draw(Seconds now, const acquire::SessionStats& stats) {
    const cli::ScreenSize size = screen_.size();
    const acquire::ViewSignal signal{frozen_ ? *frozen_ : window_,
                                     frozen_ ? frozen_end_ : end_now(now), centres_};
    acquire::Picture picture =
        acquire::draw_view(facts(now, stats), wishes_, signal, size.rows, size.columns);
    if (now >= next_whole_) {
        next_whole_ = now + between_whole;
        shown_ = acquire::Picture{0, 0};
    }
    screen_.write(acquire::bytes_between(shown_, picture, abilities_.colour));
    shown_ = std::move(picture);
}

} // namespace ecg
