#include "recorder.hpp"

#include "acquire/session/host_clock.hpp"
#include "cli/messages.hpp"
#include "cli/signals.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_writer.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"

#include <utility>

namespace ecg {
namespace {

using acquire::Alert;
using acquire::AlertKind;
using acquire::LinkEvent;
using acquire::LinkEventKind;
using acquire::SessionStats;

constexpr Milliseconds tick{50};
constexpr Seconds status_every{1};
constexpr Seconds between_starts{3};           // of a device that is silent
constexpr Seconds patience_after_end{2};       // for samples that are still held, or never come
constexpr std::int64_t enough_to_judge = 1000; // samples, before a share of lost ones says anything

std::string_view reason_word(RecordingEnd end) {
    switch (end) {
    case RecordingEnd::complete:
    case RecordingEnd::input_ended:
        return "finished";
    case RecordingEnd::stopped:
    case RecordingEnd::reader_gone:
        return "stopped";
    case RecordingEnd::device_lost:
        return "device lost";
    case RecordingEnd::alert:
        return "alert";
    case RecordingEnd::loss:
        return "too many samples lost";
    }
    return "";
}

} // namespace

Recorder::Recorder(RecorderSettings settings, acquire::SessionMaker& session, acquire::Link& link,
                   LineOutputs& outputs, AlertSink& alerts)
    : settings_{std::move(settings)}, session_{session}, link_{link}, outputs_{outputs},
      alerts_{alerts}, began_{acquire::monotonic_now()},
      next_stats_{began_ + settings_.stats_every.value_or(Seconds{0})}, next_status_{began_} {
    if (settings_.view) {
        session_.take_pieces();
    }
}

RecordingEnd Recorder::run() {
    while (!end_) {
        if (const auto event = link_.next(tick)) {
            take(*event);
        }
        const Seconds now = acquire::monotonic_now();
        session_.tick(now, now_utc());
        deliver();
        if (session_.is_silent() && now >= next_start_) {
            next_start_ = now + between_starts;
            link_.start_again();
        }
        take_wishes();
        report(now);
        if (!end_ && is_over(now)) {
            break;
        }
    }
    finish();
    return *end_;
}

void Recorder::take(const LinkEvent& event) {
    Alert alert;
    alert.message = event.text;
    alert.time = session_.wall_of(event.when);
    alert.severity = acquire::Severity::error;
    switch (event.kind) {
    case LinkEventKind::connected:
        session_.connected(event.when);
        connected_ = connected_.value_or(event.when);
        wrong_told_ = false;
        if (settings_.verbose) {
            cli::tell(event.text + ": open");
        }
        break;
    case LinkEventKind::started:
        session_.started(event.when, event.text);
        break;
    case LinkEventKind::warning:
        cli::tell(event.text);
        break;
    case LinkEventKind::bytes:
        outputs_.write_raw(event.text);
        session_.bytes(event.text, event.when);
        break;
    case LinkEventKind::lost:
        session_.lost(event.when, event.text);
        break;
    case LinkEventKind::wrong_device:
        alert.kind = AlertKind::wrong_device;
        if (!std::exchange(wrong_told_, true)) {
            send(alert);
        }
        break;
    case LinkEventKind::write_failed:
        alert.kind = AlertKind::write_failed;
        alert.severity = acquire::Severity::warning;
        send(alert);
        break;
    case LinkEventKind::overrun:
        alert.kind = AlertKind::overrun;
        alert.message = std::to_string(event.count) +
                        " bytes of the device were dropped: nobody took them in time";
        send(alert);
        break;
    case LinkEventKind::given_up:
        end_ = RecordingEnd::device_lost;
        reason_ = event.text;
        break;
    case LinkEventKind::finished:
        end_ = RecordingEnd::input_ended;
        break;
    }
}

void Recorder::deliver() {
    const UtcTime now = now_utc();
    for (const SessionLine& line : session_.take_lines()) {
        outputs_.write(line, now);
    }
    outputs_.tick(now);
    for (const Alert& alert : session_.take_alerts()) {
        send(alert);
    }
    for (const Alert& alert : outputs_.take_alerts()) {
        send(alert);
    }
    if (const std::string answer = session_.take_answer(); !answer.empty()) {
        link_.send(answer);
    }
    for (const std::string& words : session_.take_words()) {
        if (settings_.verbose) {
            cli::tell(words);
        }
    }
    if (settings_.view && !settings_.view(session_.take_pieces(), session_.stats()) && !end_) {
        end_ = RecordingEnd::stopped;
    }
}

void Recorder::send(const Alert& alert) {
    alerts_.send(alert);
    if (settings_.fatal_alerts.contains(alert.kind) && !end_) {
        end_ = RecordingEnd::alert;
        reason_ = alert.message;
    }
}

void Recorder::take_wishes() {
    if (cli::take_hangup_wish()) {
        outputs_.rotate(now_utc());
    }
    if (cli::take_user_wish()) {
        cli::tell(words_of_stats());
    }
}

void Recorder::report(Seconds now) {
    if (settings_.stats_every && now >= next_stats_) {
        next_stats_ = now + *settings_.stats_every;
        cli::tell(words_of_stats());
    }
    if (!settings_.status_file.empty() && now >= next_status_) {
        next_status_ = now + status_every;
        write_status(now);
    }
}

double Recorder::lost_share() const {
    const SessionStats stats = session_.stats();
    const auto lost = static_cast<double>(stats.lost + stats.damaged);
    return lost / std::max(1.0, lost + static_cast<double>(stats.samples));
}

/// A duration begins with the device: while one is waited for it does not run.
bool Recorder::is_overdue(Seconds now) const {
    const auto begun = session_.first_frame() ? session_.first_frame() : connected_;
    return settings_.duration && begun && now - *begun > *settings_.duration + patience_after_end;
}

bool Recorder::is_over(Seconds now) {
    if (session_.is_complete()) {
        end_ = RecordingEnd::complete;
    } else if (stop_requested()) {
        end_ = RecordingEnd::stopped;
    } else if (outputs_.nobody_reads()) {
        end_ = RecordingEnd::reader_gone;
    } else if (is_overdue(now)) {
        end_ = RecordingEnd::complete;
    } else if (settings_.most_loss && session_.stats().samples > enough_to_judge &&
               lost_share() > *settings_.most_loss) {
        end_ = RecordingEnd::loss;
        reason_ = format_number(100 * lost_share(), 1) + " % of the samples are lost";
    }
    return end_.has_value();
}

void Recorder::finish() {
    link_.close();
    while (const auto event = link_.next(Milliseconds{0})) { // what was read before the end
        if (event->kind == LinkEventKind::bytes && !session_.is_complete()) {
            outputs_.write_raw(event->text);
            session_.bytes(event->text, event->when);
        }
    }
    session_.finish(std::string{reason_word(*end_)});
    deliver();
    outputs_.finish(now_utc());
    for (const Alert& alert : outputs_.take_alerts()) {
        send(alert);
    }
    if (!settings_.status_file.empty()) {
        write_status(acquire::monotonic_now());
    }
    if (settings_.verbose) {
        cli::tell(words_of_stats());
    }
}

std::string Recorder::words_of_stats() const {
    const SessionStats stats = session_.stats();
    std::string words = std::to_string(stats.samples) + " samples";
    if (const auto rate = stats.measured_rate ? stats.measured_rate : stats.rate) {
        words += " at " + format_number(rate->value, 3) + " Hz";
    }
    words += ", " + std::to_string(stats.lost) + " lost";
    words += stats.damaged > 0 ? ", " + std::to_string(stats.damaged) + " damaged" : "";
    words += stats.duplicates > 0 ? ", " + std::to_string(stats.duplicates) + " came twice" : "";
    words += stats.unplaced > 0 ? ", " + std::to_string(stats.unplaced) + " wait for a rate" : "";
    words += stats.electrodes_off.empty() ? "" : "; no contact: " + stats.electrodes_off;
    return words;
}

void Recorder::write_status(Seconds now) const {
    const SessionStats stats = session_.stats();
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.status/1").member("time", format_utc(now_utc()));
    json.member("running_s", Seconds{now - began_}.count(), 1);
    json.member("samples", stats.samples)
        .member("lost", stats.lost)
        .member("damaged", stats.damaged);
    json.member("duplicates", stats.duplicates).member("lines", stats.lines);
    json.member("bytes", stats.decoded.bytes).member("skipped_bytes", stats.decoded.skipped_bytes);
    json.member("bad_checksums", stats.decoded.bad_checksums);
    if (stats.rate) {
        json.member("rate_hz", stats.rate->value, 6);
    }
    if (stats.measured_rate) {
        json.member("rate_measured_hz", stats.measured_rate->value, 6);
    }
    json.text_unless_empty("no_contact", stats.electrodes_off);
    json.member("ended", end_.has_value()).end_object();
    text.push_back('\n');
    try {
        OutputFile file{settings_.status_file, Overwrite::allowed};
        file.write(text);
        file.commit();
    } catch (const Error&) {
        // the recording matters more; the file's age tells
    }
}

} // namespace ecg
