#include "formats/session/old_app_lines.hpp"

#include "common/error.hpp"
#include "formats/sample_unit.hpp"
#include "formats/session/info_fields.hpp"
#include "formats/session/metrics_fields.hpp"
#include "formats/session/old_app_leads.hpp"
#include "formats/session/parse_session_line.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::formats {
namespace {

constexpr std::int64_t fewest_shared = 16;   // fewer equal samples may be chance
constexpr std::int64_t widest_search = 1000; // samples either side of what the timestamps say
constexpr Seconds longest_hole{86'400};
constexpr double least_doubt = 0.005; // mV

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

/// "session_x_20250929_101112" for "reports/session_x_20250929_101112.jsonl".
std::string stem_of(const std::string& name) {
    const auto slash = name.rfind('/');
    const std::string file = slash == std::string::npos ? name : name.substr(slash + 1);
    const auto dot = file.rfind('.');
    return dot == std::string::npos || dot == 0 ? file : file.substr(0, dot);
}

bool same_names(const std::vector<LeadSignal>& a, const std::vector<LeadSignal>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const LeadSignal& x, const LeadSignal& y) { return x.name == y.name; });
}

/// Whether now is before with its window moved on by shift samples.
bool continues(const std::vector<double>& before, const std::vector<double>& now,
               std::int64_t shift) {
    const auto shared = std::min(std::ssize(now) - shift, std::ssize(before));
    return std::equal(
        now.end() - shift - shared, now.end() - shift, before.end() - shared,
        [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

/// How many samples of now are new, found by the samples that both hold: the shift nearest to
/// expected at which all leads agree. Absent when there is none.
std::optional<std::int64_t> shift_by_content(const std::vector<LeadSignal>& before,
                                             const std::vector<LeadSignal>& now,
                                             std::int64_t expected) {
    const auto fits = [&](std::int64_t shift) {
        const auto size = std::ssize(now.front().samples);
        if (shift < 0 || size - shift < fewest_shared) {
            return false;
        }
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (!continues(before[i].samples, now[i].samples, shift)) {
                return false;
            }
        }
        return true;
    };
    if (std::ssize(before.front().samples) < fewest_shared) {
        return std::nullopt;
    }
    for (std::int64_t distance = 0; distance <= widest_search; ++distance) {
        for (const std::int64_t shift : {expected - distance, expected + distance}) {
            if (fits(shift)) {
                return shift;
            }
        }
    }
    return std::nullopt;
}

void keep_last(std::vector<LeadSignal>& leads, std::int64_t count) {
    for (LeadSignal& lead : leads) {
        lead.samples.erase(lead.samples.begin(), lead.samples.end() - count);
    }
}

UtcTime timestamp_of(const JsonValue& value, const std::string& where) {
    const auto moment = parse_timestamp(value.text_at("timestamp").value_or(""));
    if (!moment) {
        fail(where, "timestamp is missing or cannot be read; without it the overlap of the "
                    "snapshots is not known");
    }
    return *moment;
}

} // namespace

OldAppLines::OldAppLines(OpenSettings settings, const std::string& name)
    : settings_{std::move(settings)}, id_{stem_of(name)} {}

Recording OldAppLines::parse(const JsonValue& value, const std::string& where) const {
    if (!value.find("ecg_snapshot") && !value.find("metrics")) {
        fail(where, "is no session line: it has neither schema nor ecg_snapshot");
    }
    if (!settings_.rate) {
        fail(where, "the original app's lines have no sampling rate; give it with --rate");
    }
    if (!is_sampling_rate(settings_.rate->value)) {
        fail(where, "--rate is not between 1 and 100000 Hz");
    }
    Recording recording;
    recording.rate = SampleRate{*settings_.rate};
    recording.info.id = id_;
    recording.info.patient = read_patient(value);
    recording.leads = parse_snapshot(value, settings_.unit, where);
    return recording;
}

void OldAppLines::check(const Recording& recording, UtcTime timestamp,
                        const std::string& where) const {
    if (recording.info.patient.id != before_->info.patient.id) {
        fail(where, "username is not that of the line before; give each session a file of its own");
    }
    if (timestamp < before_->timestamp || timestamp > later(before_->timestamp, longest_hole)) {
        fail(where, "timestamp lies before that of the line before, or more than a day after it");
    }
    if (!recording.leads.empty() && !same_names(before_->leads, recording.leads)) {
        fail(where, "leads are not those of the line before");
    }
}

std::int64_t OldAppLines::advance(const Recording& recording, UtcTime timestamp,
                                  const std::string& where) {
    const Seconds passed{
        static_cast<double>(timestamp.milliseconds - before_->timestamp.milliseconds) / 1e3};
    const std::int64_t expected = recording.rate.samples_in(passed);
    const auto found = shift_by_content(before_->leads, recording.leads, expected);
    if (!found && expected < recording.sample_count() && !std::exchange(warned_placed_, true)) {
        warnings_.push_back(where + ": shares no samples with the line before; such lines are "
                                    "placed by their timestamps alone");
    }
    return found.value_or(expected);
}

void OldAppLines::place(Recording& recording, UtcTime timestamp, const std::string& where) {
    const std::int64_t count = recording.sample_count();
    std::int64_t fresh = count;
    if (!before_) {
        recording.info.start = later(timestamp, -recording.duration()); // it is the last sample's
        before_ = Before{recording.info, timestamp, {}, 0};
    } else {
        const std::int64_t shift = advance(recording, timestamp, where);
        fresh = std::min(shift, count);
        recording.first_sample = before_->next_sample + shift - fresh;
        if (shift > fresh) {
            recording.gaps.push_back({before_->next_sample, shift - fresh, "missing lines"});
        }
    }
    before_->leads = recording.leads;
    before_->timestamp = timestamp;
    before_->next_sample = recording.first_sample + fresh;
    keep_last(recording.leads, fresh);
}

void OldAppLines::mend(Recording& recording, const std::string& where) {
    const double count = millivolts_per(settings_.unit).value_or(0); // rounded to that
    if (mend_augmented_leads(recording.leads, std::min(count, least_doubt)) &&
        !std::exchange(warned_leads_, true)) {
        warnings_.push_back(where + ": aVL and aVF are (I - II)/2 and (II - I)/2, an error of the "
                                    "app; derived anew from I and II");
    }
}

std::optional<SessionLine> OldAppLines::add(const JsonValue& value, const std::string& where) {
    SessionLine line;
    line.recording = parse(value, where);
    Recording& recording = line.recording;
    const UtcTime timestamp = timestamp_of(value, where);
    if (before_) {
        check(recording, timestamp, where);
    }
    if (recording.sample_count() > 0) {
        place(recording, timestamp, where);
        mend(recording, where);
    } else if (before_) {
        recording.first_sample = before_->next_sample;
        recording.leads = before_->leads;
        keep_last(recording.leads, 0);
    } else {
        return std::nullopt;
    }
    line.sequence = lines_++;
    recording.info = before_->info;
    if (const auto metrics = value.find("metrics")) {
        line.metrics = read_metrics(*metrics);
    }
    if (const auto events = value.find("events")) {
        line.arrhythmias = read_texts(events->find("arrhythmias"));
    }
    return line;
}

std::vector<std::string> OldAppLines::take_warnings() {
    return std::exchange(warnings_, {});
}

} // namespace ecg::formats
