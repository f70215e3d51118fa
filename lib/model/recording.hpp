// An ECG as it was taken: samples in mV by lead, or the next piece of a longer one.
#pragma once

#include "common/time.hpp"
#include "model/lead.hpp"
#include "model/patient.hpp"
#include "model/sampling.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// One lead's samples in mV. A missing sample is NaN.
struct LeadSignal {
    std::string name;         ///< "II" for a standard lead, else as the file has it
    std::optional<Lead> lead; ///< absent when the name is none of the twelve
    std::vector<double> samples;
};

/// Samples that were never had: a lost frame, a cut cable.
struct Gap {
    std::int64_t first{}; ///< index since the session began
    std::int64_t count{};
    std::string cause; ///< "lost", "unplugged" …

    friend bool operator==(const Gap&, const Gap&) = default;
};

/// What is known of the machine. Empty or absent where it is not.
struct Device {
    std::string serial;
    std::string driver;
    std::string model;
    std::string firmware;
    std::optional<double> rate_nominal_hz;
    std::optional<double> rate_measured_hz;
    std::optional<double> uv_per_count;
    std::string gain_source;
    bool demo = false; ///< synthetic signal

    friend bool operator==(const Device&, const Device&) = default;
};

/// What holds for the whole recording.
struct RecordingInfo {
    std::string id;               ///< session id, or the record's name
    std::string source;           ///< the file, as messages name it; "" for synthetic signal
    std::optional<UtcTime> start; ///< of sample 0
    Patient patient;
    Device device;
    std::vector<std::string> notes; ///< free comments of the file
};

/// A recording, or a piece of one. All leads are equally long.
struct Recording {
    RecordingInfo info;
    SampleRate rate{Hertz{500}};
    std::int64_t first_sample = 0; ///< of this piece since the session began
    std::vector<LeadSignal> leads;
    std::int64_t samples_beyond = 0; ///< of the same recording, behind these, read but not kept
    std::vector<Gap> gaps;           ///< those that touch this piece
    std::vector<std::string> electrodes_off; ///< lead names, as the session line's leads_off

    [[nodiscard]] std::int64_t sample_count() const {
        return leads.empty() ? 0 : static_cast<std::int64_t>(leads.front().samples.size());
    }

    [[nodiscard]] Seconds duration() const {
        return rate.time_of(static_cast<double>(sample_count()));
    }

    /// With what was not kept.
    [[nodiscard]] Seconds whole_duration() const {
        return rate.time_of(static_cast<double>(sample_count() + samples_beyond));
    }
};

/// The lead of that name; absent when the recording lacks it.
[[nodiscard]] const LeadSignal* find_lead(const Recording& recording, Lead lead);

} // namespace ecg
