// A recording as it runs: from the link to the outputs, with everything that may happen on the way.
#pragma once

#include "acquire/session/link.hpp"
#include "acquire/session/session_maker.hpp"
#include "alert_sink.hpp"
#include "line_outputs.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace ecg {

struct RecorderSettings {
    std::optional<Seconds> duration;
    std::optional<double> most_loss; ///< share of the samples
    std::set<acquire::AlertKind> fatal_alerts;
    std::optional<Seconds> stats_every;
    std::string status_file; ///< "" = none
    bool verbose = false;
    /// Pieces of the recording for who looks on; may be empty. False when they want it to end.
    std::function<bool(const std::vector<Recording>&, const acquire::SessionStats&)> view;
};

/// How a recording ended.
enum class RecordingEnd { complete, input_ended, stopped, reader_gone, device_lost, alert, loss };

class Recorder {
public:
    Recorder(RecorderSettings settings, acquire::SessionMaker& session, acquire::Link& link,
             LineOutputs& outputs, AlertSink& alerts);

    /// Until the duration is over, the input ends, a stop is requested, or it cannot go on; then
    /// the last line is written.
    RecordingEnd run();

    /// Why, in words, where it did not go on: the link's, or the alert's.
    [[nodiscard]] const std::string& reason() const { return reason_; }

private:
    void take(const acquire::LinkEvent& event);
    void deliver();
    void send(const acquire::Alert& alert);
    void take_wishes();
    void report(Seconds now);
    [[nodiscard]] bool is_overdue(Seconds now) const;
    void write_status(Seconds now) const;
    bool is_over(Seconds now);
    void finish();
    [[nodiscard]] std::string words_of_stats() const;
    [[nodiscard]] double lost_share() const;

    RecorderSettings settings_;
    acquire::SessionMaker& session_;
    acquire::Link& link_;
    LineOutputs& outputs_;
    AlertSink& alerts_;
    Seconds began_;
    std::optional<Seconds> connected_; ///< when it first was
    Seconds next_stats_, next_status_;
    Seconds next_start_{}; ///< of a device that fell silent
    std::optional<RecordingEnd> end_;
    std::string reason_;
    bool wrong_told_ = false;
};

} // namespace ecg
