#include "serve/lines/session_line_maker.hpp"

#include "serve/api/extra_keys.hpp"
#include "serve/api/moments.hpp"
#include "serve/lines/session_line_rows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ecg::serve {
namespace {

/// Clients' clocks jitter: less than this between two waveforms is no hole.
constexpr double least_hole_s = 0.25;

double seconds_between(Moment from, Moment to) {
    return static_cast<double>(to.microseconds - from.microseconds) / 1e6;
}

Moment end_of(const WaveformRecord& row) {
    return {row.time.microseconds + std::llround(row.duration_seconds * 1e6)};
}

/// What a client sent beside that which has a place in the line.
void write_extra(JsonWriter& json, const JsonValue& extra) {
    ExtraKeys rest;
    rest.add_unknown(extra, {"leads_recorded", "first_sample", "gaps", "leads_off"});
    if (const std::string members = rest.json(); !members.empty()) {
        json.key("extra").raw(members);
    }
}

std::size_t count_of(const JsonValue& array) {
    std::size_t count = 0;
    array.each_element([&count](const JsonValue&) { ++count; });
    return count;
}

} // namespace

SessionLineMaker::SessionLineMaker(SessionRecord session, UserRecord owner, double sampling_rate)
    : session_{std::move(session)}, owner_{std::move(owner)}, sampling_rate_{sampling_rate} {
    if (sampling_rate_ == 0 && !session_.device_info.empty()) {
        const JsonValue info = reader_.parse(session_.device_info, session_.id);
        sampling_rate_ = info.number_at("sampling_rate").value_or(0);
    }
}

std::string SessionLineMaker::line_with(const WaveformRecord& row) {
    if (std::string line = line_of(row); !line.empty()) {
        follow(member_text(row.extra, "line"), &row);
        return line + '\n';
    }
    sampling_rate_ = row.sampling_rate;
    place(row);
    const std::vector<LeadSamples> leads = leads_of(row);
    std::string line;
    JsonWriter json{line};
    begin_line(json, row.time);
    json.key("ecg_snapshot").raw(snapshot_of(leads));
    write_gaps(json, row);
    json.end_object();
    const std::size_t count = leads.empty() ? 0 : leads.front().samples.size();
    next_sample_ = first_sample_ + static_cast<std::int64_t>(count);
    samples_end_ = end_of(row);
    told_metrics_.reset();
    return line + '\n';
}

std::string SessionLineMaker::line_with(const MetricsRecord& row) {
    if (std::string line = line_of(row); !line.empty()) {
        follow(line, nullptr);
        return line + '\n';
    }
    if (told_metrics_ && told_metrics_->time == row.time && told_metrics_->values == row.values &&
        told_metrics_->extra == row.extra) {
        told_metrics_.reset();
        return "";
    }
    first_sample_ = next_sample_;
    std::string line;
    JsonWriter json{line};
    begin_line(json, row.time);
    json.key("ecg_snapshot").begin_object().end_object();
    json.key("metrics").raw(row.values);
    if (!row.extra.empty()) {
        write_extra(json, reader_.parse(row.extra, session_.id));
    }
    json.end_object();
    return line + '\n';
}

std::string SessionLineMaker::last_line() {
    if (has_end_ || !session_.end_time) {
        return "";
    }
    first_sample_ = next_sample_;
    std::string line;
    JsonWriter json{line};
    begin_line(json, *session_.end_time);
    json.key("ecg_snapshot").begin_object().end_object();
    json.key("end").begin_object().member("reason", "finished");
    json.member("samples", next_sample_).member("gaps", gaps_).end_object();
    if (!session_.summary.empty()) {
        json.key("summary").raw(session_.summary);
    }
    json.end_object();
    return line + '\n';
}

void SessionLineMaker::follow(const std::string& line, const WaveformRecord* samples) {
    const JsonValue value = reader_.parse(line, session_.id);
    sequence_ = value.integer_at("seq").value_or(sequence_) + 1;
    has_end_ = has_end_ || value.find("end").has_value();
    sampling_rate_ = value.number_at("sampling_rate").value_or(sampling_rate_);
    told_metrics_.reset();
    if (samples == nullptr) {
        return;
    }
    const double count = samples->duration_seconds * samples->sampling_rate;
    next_sample_ = value.integer_at("first_sample").value_or(next_sample_) + std::llround(count);
    samples_end_ = end_of(*samples);
    told_metrics_ = metrics_of(value, samples->time, session_.id);
}

void SessionLineMaker::begin_line(JsonWriter& json, Moment time) {
    json.begin_object().member("schema", "ecg.session/1").member("session_id", session_.id);
    json.member("seq", sequence_++).member("timestamp", format_moment(time));
    write_owner(json);
    if (sampling_rate_ > 0) {
        json.key("sampling_rate").number(sampling_rate_);
    }
    json.member("unit", "mV").member("first_sample", first_sample_);
    if (!session_.device_serial.empty()) {
        json.key("device").begin_object().member("serial", session_.device_serial).end_object();
    }
}

void SessionLineMaker::write_owner(JsonWriter& json) const {
    json.member("username", owner_.id).key("user").begin_object();
    json.member("full_name", owner_.full_name);
    if (owner_.age) {
        json.member("age", *owner_.age);
    }
    json.text_unless_empty("gender", owner_.gender).end_object();
}

/// Finds first_sample: what the client says, or behind the samples before, with a hole where the
/// time says that there is one.
void SessionLineMaker::place(const WaveformRecord& row) {
    std::int64_t first = next_sample_;
    const double hole = samples_end_ ? seconds_between(*samples_end_, row.time) : 0;
    if (hole > least_hole_s) {
        first += std::llround(hole * row.sampling_rate);
    }
    if (!row.extra.empty()) {
        const JsonValue extra = reader_.parse(row.extra, session_.id);
        first = std::max(extra.integer_at("first_sample").value_or(first), next_sample_);
    }
    first_sample_ = first;
}

/// Gaps count from first_sample where the client sent one, else from the waveform's beginning.
void SessionLineMaker::write_gaps(JsonWriter& json, const WaveformRecord& row) {
    if (row.extra.empty()) {
        return;
    }
    const JsonValue extra = reader_.parse(row.extra, session_.id);
    if (const auto gaps = extra.find("gaps")) {
        gaps_ += static_cast<std::int64_t>(count_of(*gaps));
        const std::int64_t shift = first_sample_ - extra.integer_at("first_sample").value_or(0);
        json.key("gaps").begin_array();
        gaps->each_element([&json, shift](const JsonValue& gap) {
            json.begin_object().member("first", gap.integer_at("first").value_or(0) + shift);
            json.member("count", gap.integer_at("count").value_or(0));
            json.text_unless_empty("cause", gap.text_at("cause").value_or("")).end_object();
        });
        json.end_array();
    }
    if (const auto off = extra.find("leads_off")) {
        json.key("leads_off").raw(off->json());
    }
    write_extra(json, extra);
}

} // namespace ecg::serve
