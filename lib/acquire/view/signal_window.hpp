// The last half minute of a recording as it comes, for who looks on: values, and why there are
// none.
#pragma once

#include "model/recording.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// What there is of a sample.
enum class Presence { there, lost, no_contact };

inline Presence presence_of(float sample) {
    if (std::isfinite(sample)) {
        return Presence::there;
    }
    return std::isnan(sample) ? Presence::lost : Presence::no_contact;
}

class SignalWindow {
public:
    static constexpr Seconds span{30};

    /// The next piece. Samples between it and the one before are lost ones; other leads or another
    /// rate begin anew.
    void add(const Recording& piece);

    [[nodiscard]] bool is_empty() const { return leads_.empty(); }

    [[nodiscard]] const SampleRate& rate() const { return rate_; }

    [[nodiscard]] std::size_t lead_count() const { return leads_.size(); }

    [[nodiscard]] const std::string& name(std::size_t lead) const { return leads_[lead].name; }

    /// Whether an electrode of it was off at the end.
    [[nodiscard]] bool is_off(std::size_t lead) const { return leads_[lead].off; }

    /// Index since the session began, of the first sample that is known and the one behind the
    /// last.
    [[nodiscard]] std::int64_t begin() const { return std::max(first_, end_ - capacity_); }

    [[nodiscard]] std::int64_t end() const { return end_; }

    /// In mV; see presence_of. Outside begin() … end() it is lost.
    [[nodiscard]] float at(std::size_t lead, std::int64_t index) const {
        return index < begin() || index >= end_ ? std::numeric_limits<float>::quiet_NaN()
                                                : leads_[lead].samples[place(index)];
    }

    /// What came last of some leads, as a recording of its own; missing samples are NaN.
    [[nodiscard]] Recording last(Seconds length, const std::vector<std::size_t>& leads) const;

private:
    struct Ring {
        std::string name;
        std::optional<Lead> lead;
        bool off = false;
        std::vector<float> samples; ///< as many as a power of two
    };

    /// Where in a ring sample index stands: the remainder, but without a division.
    [[nodiscard]] std::size_t place(std::int64_t index) const {
        return static_cast<std::size_t>(index) & mask_;
    }

    void begin_anew(const Recording& piece);
    [[nodiscard]] bool goes_on(const Recording& piece) const;
    void lose_until(std::int64_t index);

    SampleRate rate_{Hertz{1}};
    std::int64_t first_ = 0;
    std::int64_t end_ = 0;
    std::int64_t capacity_ = 0; ///< samples that are remembered
    std::size_t mask_ = 0;
    std::vector<Ring> leads_;
};

} // namespace ecg::acquire
