#include "analyze/stream.hpp"

#include "analyze/combine.hpp"
#include "analyze/delineate/wave_order.hpp"
#include "analyze/line_metrics.hpp"
#include "analyze/memory.hpp"
#include "common/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr Seconds line_length{5};
constexpr std::int64_t lines_a_minute = 12;
constexpr Seconds margin_length{3}; // beside a minute: filters settle, the beats beyond it are seen
constexpr Seconds same_beat{0.15};  // two minutes that share a border may both have a beat on it
constexpr Seconds border{0.02}; // a beat this near to the border of two pieces is looked at twice
constexpr Seconds longest_hole{60}; // longer ones end the piece: nobody needs hours of nulls

} // namespace

/// Signal waits in `ahead` until its minute and the margin behind it are there.
struct StreamAnalyzer::State {
    AnalyzeSettings settings;
    Recording waiting;          ///< margin before the next minute, the minute, what follows
    std::int64_t next_line = 0; ///< first sample of the next line to give out
    std::int64_t sequence = 0;
    std::int64_t samples = 0;
    std::int64_t gaps = 0;
    RecordingMemory memory;
    Combiner combiner;
    std::shared_ptr<Analysis> summary = std::make_shared<Analysis>();
    Gap last_gap{-1, 0, ""};
    bool begun = false;
    bool hole_before = false;      ///< signal was left out since the last beat
    std::optional<Beat> last_beat; ///< of the lines given out …
    BeatWaves last_waves;          ///< … and its waves

    [[nodiscard]] std::int64_t line_samples() const {
        return std::max<std::int64_t>(1, waiting.rate.samples_in(line_length));
    }

    [[nodiscard]] std::int64_t end() const { return waiting.first_sample + waiting.sample_count(); }

    [[nodiscard]] std::int64_t margin() const { return waiting.rate.samples_in(margin_length); }

    void check(const Recording& piece) const;

    /// Samples that the next minute and its margin still lack.
    [[nodiscard]] std::int64_t lacking() const {
        return std::max<std::int64_t>(0, next_line + lines_a_minute * line_samples() + margin() -
                                             end());
    }

    void append(const Recording& piece, std::int64_t first, std::int64_t count);
    void fill_hole(std::int64_t count);
    void take_lines(std::int64_t until, std::vector<SessionLine>& out);
    void take_ready(std::vector<SessionLine>& out);
    void take_all(std::vector<SessionLine>& out);
    void take_piece(const Recording& piece, std::vector<SessionLine>& out);
    [[nodiscard]] Analysis analyse_minute(std::int64_t until);
    void drop_known_beats(Analysis& minute) const;
    void describe(SessionLine& line, const Analysis& minute, std::size_t first, Seconds to);
    [[nodiscard]] SessionLine cut_line(std::int64_t from, std::int64_t to);
    [[nodiscard]] Recording slice(std::int64_t from, std::int64_t to) const;
    void drop_before(std::int64_t first);
};

void StreamAnalyzer::State::check(const Recording& piece) const {
    const std::string name = piece.info.source.empty() ? piece.info.id : piece.info.source;
    if (!(piece.rate == waiting.rate)) {
        throw Error{ErrorKind::data, name + ": sampling rate changes within the recording"};
    }
    if (piece.first_sample < end()) {
        throw Error{ErrorKind::data,
                    name + ": samples overlap at index " + std::to_string(piece.first_sample)};
    }
    const bool same = std::equal(
        piece.leads.begin(), piece.leads.end(), waiting.leads.begin(), waiting.leads.end(),
        [](const LeadSignal& a, const LeadSignal& b) { return a.name == b.name; });
    if (!same) {
        throw Error{ErrorKind::data, name + ": leads change within the recording at index " +
                                         std::to_string(piece.first_sample)};
    }
}

void StreamAnalyzer::State::fill_hole(std::int64_t count) {
    for (LeadSignal& lead : waiting.leads) {
        lead.samples.insert(lead.samples.end(), static_cast<std::size_t>(count),
                            std::numeric_limits<double>::quiet_NaN());
    }
}

/// So many samples of the piece, from its first-th on, and what it tells of them.
void StreamAnalyzer::State::append(const Recording& piece, std::int64_t first, std::int64_t count) {
    for (std::size_t l = 0; l < piece.leads.size(); ++l) {
        auto& kept = waiting.leads[l].samples;
        const auto from = piece.leads[l].samples.begin() + first;
        kept.insert(kept.end(), from, from + count);
    }
    samples += count;
    for (const Gap& gap : piece.gaps) {
        if (gap.first > last_gap.first) { // a gap that touches two pieces comes with both
            waiting.gaps.push_back(gap);
            last_gap = gap;
            ++gaps;
        }
    }
    for (const std::string& lead : piece.electrodes_off) {
        auto& off = waiting.electrodes_off;
        if (std::find(off.begin(), off.end(), lead) == off.end()) {
            off.push_back(lead);
        }
    }
}

Recording StreamAnalyzer::State::slice(std::int64_t from, std::int64_t to) const {
    Recording part;
    part.info = waiting.info;
    part.rate = waiting.rate;
    part.first_sample = from;
    part.electrodes_off = waiting.electrodes_off;
    for (const LeadSignal& lead : waiting.leads) {
        const auto first = lead.samples.begin() + (from - waiting.first_sample);
        part.leads.push_back({lead.name, lead.lead, {first, first + (to - from)}});
    }
    for (const Gap& gap : waiting.gaps) {
        if (gap.first < to && gap.first + gap.count > from) {
            part.gaps.push_back(gap);
        }
    }
    return part;
}

SessionLine StreamAnalyzer::State::cut_line(std::int64_t from, std::int64_t to) {
    SessionLine line;
    line.sequence = sequence++;
    line.recording = slice(from, to);
    return line;
}

/// Beats on the border that the minute before had already.
void StreamAnalyzer::State::drop_known_beats(Analysis& minute) const {
    std::ptrdiff_t known = 0;
    for (const Beat& beat : minute.beats) {
        known += last_beat && beat.time - last_beat->time < same_beat ? 1 : 0;
    }
    minute.beats.erase(minute.beats.begin(), minute.beats.begin() + known);
    minute.waves.erase(minute.waves.begin(), minute.waves.begin() + known);
    minute.beat_measurements.erase(minute.beat_measurements.begin(),
                                   minute.beat_measurements.begin() + known);
}

/// Describes a line by the minute's beats from index first on that lie before `to`.
void StreamAnalyzer::State::describe(SessionLine& line, const Analysis& minute, std::size_t first,
                                     Seconds to) {
    LineBeats own{first, first, last_beat};
    while (own.last < minute.beats.size() && minute.beats[own.last].time < to) {
        ++own.last;
    }
    describe_line(line, minute, own);
    if (own.last > own.first) {
        last_beat = minute.beats[own.last - 1];
        last_waves = minute.waves[own.last - 1];
    }
}

/// Analyses the signal from the next line up to `until`, with the margins around it that are there.
Analysis StreamAnalyzer::State::analyse_minute(std::int64_t until) {
    const std::int64_t from = std::max(waiting.first_sample, next_line - margin());
    const std::int64_t to = std::min(end(), until + margin());
    const auto time = [&](std::int64_t sample) {
        return waiting.rate.time_of(static_cast<double>(sample));
    };
    const Span span{time(next_line) - border, time(until) + border};
    if (from == waiting.first_sample && to == end()) {
        return analyze_span(waiting, settings, span, memory); // no copy
    }
    return analyze_span(slice(from, to), settings, span, memory);
}

/// Analyses the signal up to `until` and cuts it into lines.
void StreamAnalyzer::State::take_lines(std::int64_t until, std::vector<SessionLine>& out) {
    const auto time = [&](std::int64_t sample) {
        return waiting.rate.time_of(static_cast<double>(sample));
    };
    Analysis minute = analyse_minute(until);
    minute.samples = until - next_line;
    if (hole_before && !minute.beats.empty()) { // no interval leads across it
        minute.beats.front().after_gap = true;
        hole_before = false;
    }
    drop_known_beats(minute);
    if (last_beat && !minute.waves.empty()) {
        follow(minute.waves.front(), last_waves, waiting.rate.time_of(1));
    }
    combiner.add(minute);
    std::size_t beat = 0;
    for (std::int64_t first = next_line; first < until; first += line_samples()) {
        const std::int64_t last = std::min(until, first + line_samples());
        SessionLine line = cut_line(first, last);
        // The minute's last line has the beats that stand on its border, too.
        describe(line, minute, beat, time(last) + (last == until ? border : Seconds{0}));
        beat += line.analysis->beats.size();
        out.push_back(std::move(line));
    }
    next_line = until;
    drop_before(until - margin());
}

void StreamAnalyzer::State::drop_before(std::int64_t first) {
    const std::int64_t count = std::min(first - waiting.first_sample, waiting.sample_count());
    if (count <= 0) {
        return;
    }
    for (LeadSignal& lead : waiting.leads) {
        lead.samples.erase(lead.samples.begin(), lead.samples.begin() + count);
    }
    waiting.first_sample += count;
    std::erase_if(waiting.gaps,
                  [&](const Gap& gap) { return gap.first + gap.count <= waiting.first_sample; });
    waiting.electrodes_off.clear();
}

void StreamAnalyzer::State::take_ready(std::vector<SessionLine>& out) {
    while (lacking() == 0) {
        take_lines(next_line + lines_a_minute * line_samples(), out);
    }
}

/// A minute at a time, so that what waits is as a rule just what is analysed next.
void StreamAnalyzer::State::take_piece(const Recording& piece, std::vector<SessionLine>& out) {
    std::int64_t first = 0;
    do {
        const std::int64_t count = std::min(lacking(), piece.sample_count() - first);
        append(piece, first, count);
        first += count;
        take_ready(out);
    } while (first < piece.sample_count());
}

void StreamAnalyzer::State::take_all(std::vector<SessionLine>& out) {
    take_ready(out);
    if (end() > next_line) {
        take_lines(end(), out);
    }
}

StreamAnalyzer::StreamAnalyzer(const AnalyzeSettings& settings)
    : state_{std::make_unique<State>()} {
    state_->settings = settings;
}

StreamAnalyzer::~StreamAnalyzer() = default;
StreamAnalyzer::StreamAnalyzer(StreamAnalyzer&&) noexcept = default;
StreamAnalyzer& StreamAnalyzer::operator=(StreamAnalyzer&&) noexcept = default;

std::vector<SessionLine> StreamAnalyzer::add(const Recording& piece) {
    State& s = *state_;
    std::vector<SessionLine> out;
    if (!s.begun) {
        s.begun = true;
        s.waiting = piece;
        for (LeadSignal& lead : s.waiting.leads) {
            lead.samples.clear();
        }
        s.waiting.gaps.clear();
        s.next_line = piece.first_sample;
    }
    s.check(piece);
    const std::int64_t hole = piece.first_sample - s.end();
    if (hole > s.waiting.rate.samples_in(longest_hole)) {
        s.take_all(out);
        s.drop_before(s.end());
        s.waiting.first_sample = piece.first_sample;
        s.next_line = piece.first_sample;
        s.hole_before = true;
    } else if (hole > 0) {
        s.fill_hole(hole);
    }
    s.take_piece(piece, out);
    return out;
}

std::vector<SessionLine> StreamAnalyzer::finish(const std::optional<SessionEnd>& end) {
    State& s = *state_;
    std::vector<SessionLine> out;
    s.take_all(out);
    s.summary = std::make_shared<Analysis>(std::move(s.combiner).result());
    s.summary->info = s.waiting.info;
    if (out.empty()) { // the last lines are out already, or there was no signal
        out.push_back(s.cut_line(s.end(), s.end()));
    }
    out.back().summary = s.summary;
    out.back().end = end.value_or(SessionEnd{"finished", s.samples, s.gaps});
    return out;
}

const Analysis& StreamAnalyzer::summary() const {
    return *state_->summary;
}

} // namespace ecg::analyze
