#include "serve/lines/session_lines.hpp"

#include "common/json_reader.hpp"
#include "serve/lines/session_line_rows.hpp"

#include <utility>

namespace ecg::serve {
namespace {

std::optional<std::int64_t> sequence_in(const std::string& line) {
    thread_local JsonReader reader;
    return line.empty() ? std::nullopt : reader.parse(line, "line").integer_at("seq");
}

/// Whether the metrics come first. Of one time they come behind the samples, unless their lines
/// were the other way round.
bool metrics_first(const MetricsRecord& metrics, const WaveformRecord& waveform) {
    if (metrics.time != waveform.time) {
        return metrics.time < waveform.time;
    }
    const auto theirs = sequence_in(line_of(metrics));
    const auto others = theirs ? sequence_in(member_text(waveform.extra, "line")) : std::nullopt;
    return theirs && others && *theirs < *others;
}

double first_rate(RowStream<WaveformRecord>& waveforms) {
    const WaveformRecord* first = waveforms.peek();
    return first != nullptr ? first->sampling_rate : 0;
}

} // namespace

SessionLines::SessionLines(const SessionRecord& session, UserRecord owner,
                           RowStream<MetricsRecord>::Read metrics,
                           RowStream<WaveformRecord>::Read waveforms)
    : metrics_{session.id, std::move(metrics)}, waveforms_{session.id, std::move(waveforms)},
      maker_{session, std::move(owner), first_rate(waveforms_)} {}

std::optional<std::string> SessionLines::next() {
    std::string line;
    while (line.empty() && !ended_) {
        line = next_or_empty();
    }
    return line.empty() ? std::nullopt : std::optional{std::move(line)};
}

/// "" for a row that says nothing new, and for an end that is not to be told.
std::string SessionLines::next_or_empty() {
    const WaveformRecord* waveform = waveforms_.peek();
    const MetricsRecord* measured = metrics_.peek();
    if (waveform == nullptr && measured == nullptr) {
        ended_ = true;
        return maker_.last_line();
    }
    if (waveform == nullptr || (measured != nullptr && metrics_first(*measured, *waveform))) {
        metrics_.take();
        return maker_.line_with(*measured);
    }
    waveforms_.take();
    return maker_.line_with(*waveform);
}

} // namespace ecg::serve
