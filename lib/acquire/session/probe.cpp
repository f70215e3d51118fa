#include "acquire/session/probe.hpp"

#include "acquire/session/hasty_conversation.hpp"
#include "acquire/session/host_clock.hpp"
#include "acquire/session/probe_lines.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Seconds whole_probe{10};
constexpr Seconds needed_to_ask{1};         // about; what is begun is ended
constexpr Milliseconds boot_patience{1500}; // opening a port resets many a board
constexpr Milliseconds silence_patience{500};
constexpr Milliseconds started_within{300};
constexpr Milliseconds heard_for{800}; // from the first byte on; slow devices send 4 packets
constexpr Milliseconds other_speed_for{500};
constexpr Milliseconds confirmed_for{2000}; // to measure the rate in
constexpr Milliseconds still_sending{200};
constexpr Milliseconds look_every{200};
constexpr Milliseconds read_patience{50};
constexpr std::size_t most_heard = 1U << 22; // of a file, or of what knows no speed

std::string words_in(const std::vector<Step>& steps) {
    std::string words;
    for (const Step& step : steps) {
        words += step.send;
    }
    return words;
}

class Prober {
public:
    explicit Prober(const ProbeSettings& settings) : settings_{settings}, began_{monotonic_now()} {}

    ProbeResult run();

private:
    enum class Until { known, time_is_over };

    struct Heard {
        std::vector<HeardPiece> pieces;
        std::vector<DriverScore> ranking{};
        bool to_the_end = false; ///< and not only, say, what a board says when it boots
    };

    [[nodiscard]] bool goes_on() const {
        return !result_.device && !result_.was_lost && settings_.keep_on();
    }

    [[nodiscard]] bool has_time(Seconds span) const {
        return monotonic_now() - began_ + span <= whole_probe;
    }

    void open(const LineSettings& line);
    Heard listen(Milliseconds silence, Milliseconds after_first, std::vector<HeardPiece> before,
                 Until until = Until::known);
    void listen_at(const LineSettings& line, Milliseconds silence);
    void listen_at_other_speeds();
    void ask_all();
    void ask(const Candidate& candidate, const Scripts& scripts);
    Answered say(const Candidate& candidate, const std::vector<Step>& steps, Strictness strictness,
                 Heard& heard, Identity& identity);
    void stop(const Candidate& candidate);
    void stop_others(const Candidate& asked, const Heard& heard);
    void found(const Heard& heard, const Identity& identity);
    void note(const std::string& asked, const Heard& heard, const Identity& identity);
    [[nodiscard]] std::optional<LineSettings> known_line() const;

    const ProbeSettings& settings_;
    Seconds began_;
    ProbeResult result_{};
    LineSettings line_;
    LineErrors errors_before_;
    std::unique_ptr<Transport> transport_;
    std::set<std::string> unanswered_; ///< words that were said already
    bool is_booting_ = false;          ///< the port was never open before
    bool is_asking_ = false;
    bool is_talking_ = false; ///< unasked
};

ProbeResult Prober::run() {
    result_.port = settings_.port;
    result_.has_speed = settings_.has_speed.value_or(has_speed(settings_.port));
    auto lines = lines_of_drivers();
    if (settings_.line_is_known) {
        lines = {settings_.wire.line};
    } else if (!result_.has_speed) {
        lines.resize(1);
    }
    is_booting_ = settings_.wire.reset_on_open;
    for (const LineSettings& line : lines) {
        if (goes_on()) {
            listen_at(line, is_booting_ ? boot_patience : silence_patience);
            is_booting_ = false;
        }
    }
    if (is_talking_ && result_.has_speed && !settings_.line_is_known) {
        listen_at_other_speeds();
    }
    if (!is_talking_ && !settings_.listen_only) {
        ask_all();
    }
    return std::move(result_);
}

void Prober::open(const LineSettings& line) {
    if (transport_ && (line == line_ || !result_.has_speed)) {
        return;
    }
    transport_.reset(); // it is locked while it is open
    WireSettings wire = settings_.wire;
    wire.line = line;
    transport_ = open_transport(settings_.port, wire);
    line_ = line;
    errors_before_ = {};
    if (transport_->is_live()) {
        transport_->discard_input();
    }
}

/// For so long since the first byte, or in vain.
Prober::Heard Prober::listen(Milliseconds silence, Milliseconds after_first,
                             std::vector<HeardPiece> before, Until until) {
    Heard heard{std::move(before)};
    const Seconds began = monotonic_now();
    Seconds end = began + Seconds(heard.pieces.empty() ? silence : after_first);
    Seconds next_look = began + look_every;
    std::size_t taken = 0;
    while (settings_.keep_on() && monotonic_now() < end && heard.ranking.empty() &&
           taken < most_heard) {
        std::string bytes;
        const ReadResult read = transport_->read(bytes, read_patience);
        taken += bytes.size();
        if (!bytes.empty()) {
            end = heard.pieces.empty() ? Seconds{monotonic_now() + after_first} : end;
            heard.pieces.push_back({monotonic_now(), std::move(bytes)});
        }
        if (read.end != ReadEnd::more) {
            result_.was_lost = true;
            break;
        }
        if (until == Until::known && monotonic_now() >= next_look && !heard.pieces.empty()) {
            heard.ranking = rank_drivers(joined(heard.pieces), known_line());
            next_look = monotonic_now() + look_every;
        }
    }
    if (heard.ranking.empty()) {
        heard.ranking = rank_drivers(joined(heard.pieces), known_line());
    }
    heard.to_the_end =
        !heard.pieces.empty() && monotonic_now() - heard.pieces.back().arrival < still_sending;
    return heard;
}

void Prober::listen_at(const LineSettings& line, Milliseconds silence) {
    settings_.progress(result_.has_speed ? "listening at " + words_of(line) : "listening");
    open(line);
    const Heard heard = listen(silence, heard_for, {});
    note("", heard, {});
    if (!heard.ranking.empty()) {
        found(heard, {});
    }
}

void Prober::listen_at_other_speeds() {
    for (const LineSettings& line : other_lines()) {
        if (goes_on() && has_time(other_speed_for)) {
            listen_at(line, other_speed_for);
        }
    }
}

void Prober::ask_all() {
    is_asking_ = true;
    std::vector<LineSettings> lines = lines_of_drivers();
    if (settings_.line_is_known || !result_.has_speed) {
        lines = {line_};
    }
    for (const LineSettings& line : lines) {
        for (const Candidate& candidate : candidates()) {
            const bool is_here = lines.size() == 1 || candidate.description.line == line;
            if (!is_here || candidate.driver.driver->scripts == nullptr || !goes_on() ||
                !has_time(needed_to_ask)) {
                continue;
            }
            open(line);
            if (transport_->takes_commands()) {
                ask(candidate, candidate.driver.driver->scripts(candidate.driver.options));
            }
        }
    }
}

/// Asks, starts, listens, and stops it.
void Prober::ask(const Candidate& candidate, const Scripts& scripts) {
    const bool asks_first = !scripts.identify.empty();
    const std::string words = words_in(asks_first ? scripts.identify : scripts.start);
    if (words.empty() || unanswered_.count(words) > 0) {
        return;
    }
    settings_.progress("asking for " + candidate.text);
    Heard heard;
    Identity identity;
    Answered answered = say(candidate, scripts.identify, Strictness::reply, heard, identity);
    const bool is_started = answered == Answered::yes;
    if (is_started) {
        answered = say(candidate, scripts.start,
                       asks_first ? Strictness::any_byte : Strictness::reply, heard, identity);
    } else {
        unanswered_.insert(words);
    }
    if (answered == Answered::yes || !heard.pieces.empty()) {
        heard = listen(started_within, answered == Answered::yes ? heard_for : started_within,
                       std::move(heard.pieces));
    }
    note(candidate.text, heard, identity);
    if (!heard.ranking.empty() && goes_on()) {
        found(heard, identity);
    }
    if (is_started) {
        stop(candidate);
    }
    stop_others(candidate, heard);
}

/// The words of one device may have started another.
void Prober::stop_others(const Candidate& asked, const Heard& heard) {
    if (!heard.ranking.empty()) {
        const Candidate& device = *heard.ranking.front().candidate;
        if (device.driver.driver != asked.driver.driver) {
            stop(device);
        }
    } else if (heard.to_the_end) {
        std::for_each(candidates().begin(), candidates().end(),
                      [&](const Candidate& any) { stop(any); });
    }
}

Answered Prober::say(const Candidate& candidate, const std::vector<Step>& steps,
                     Strictness strictness, Heard& heard, Identity& identity) {
    const Answered answered = converse_hastily(*transport_, candidate.driver, steps, identity,
                                               strictness, heard.pieces, settings_.keep_on);
    result_.was_lost = result_.was_lost || (answered == Answered::ended && settings_.keep_on());
    return answered;
}

/// Also when nobody wants to go on.
void Prober::stop(const Candidate& candidate) {
    const Driver& driver = *candidate.driver.driver;
    if (driver.scripts == nullptr || result_.was_lost) {
        return;
    }
    Identity nobody;
    const Scripts scripts = driver.scripts(candidate.driver.options);
    converse(
        *transport_, candidate.driver, scripts.stop, nobody, [](std::string) {},
        [] { return true; });
}

/// Goes on listening to measure, by which it is also known better.
void Prober::found(const Heard& heard, const Identity& identity) {
    settings_.progress("measuring " + heard.ranking.front().candidate->text);
    const Milliseconds span = transport_->is_live() ? confirmed_for : Milliseconds{0};
    const Heard longer = listen(span, span, {}, Until::time_is_over);
    const Heard& best = longer.ranking.empty() ? heard : longer;
    FoundDevice device = found_device(best.ranking, best.pieces, transport_->is_live());
    if (result_.has_speed || settings_.line_is_known) {
        device.line = line_;
    }
    device.identity = identity;
    device.was_asked =
        is_asking_ && best.ranking.front().candidate->driver.driver->scripts != nullptr;
    result_.device = std::move(device);
}

void Prober::note(const std::string& asked, const Heard& heard, const Identity& identity) {
    const LineErrors now = transport_->line_errors();
    const LineErrors& then = errors_before_;
    ProbeTry one{line_, asked, 0, {}, identity};
    one.bytes = static_cast<std::int64_t>(joined(heard.pieces).size());
    one.errors = {now.framing - then.framing, now.overrun - then.overrun, now.parity - then.parity};
    errors_before_ = now;
    is_talking_ = is_talking_ || (!is_asking_ && (one.errors.framing > 0 || heard.to_the_end));
    result_.tries.push_back(std::move(one));
}

/// How the line was set, where that is known to say anything.
std::optional<LineSettings> Prober::known_line() const {
    return result_.has_speed ? std::optional{line_} : std::nullopt;
}

} // namespace

ProbeResult probe(const ProbeSettings& settings) {
    return Prober{settings}.run();
}

} // namespace ecg::acquire
