#include "report/patient_match.hpp"

#include "common/text.hpp"

#include <cmath>

namespace ecg::report {
namespace {

std::string plain(const std::string& text) {
    std::string out;
    for (const std::string_view word : split_blanks(text)) {
        out.append(out.empty() ? "" : " ").append(to_lower(word));
    }
    return out;
}

/// A text that both may have.
struct Pair {
    std::string earlier, later;

    [[nodiscard]] bool both() const { return !earlier.empty() && !later.empty(); }

    [[nodiscard]] bool differ() const { return both() && earlier != later; }
};

/// Whether the years that were lived are not those that went by.
bool ages_contradict(const RecordingInfo& earlier, const RecordingInfo& later) {
    constexpr double year_ms = 365.25 * 86'400'000;
    constexpr double slack = 2; // years: all are rounded, and an age may be an old one
    if (!earlier.patient.age || !later.patient.age || !earlier.start || !later.start) {
        return false;
    }
    const double went_by = std::round(
        static_cast<double>(later.start->milliseconds - earlier.start->milliseconds) / year_ms);
    const double lived = *later.patient.age - *earlier.patient.age;
    return std::abs(lived - went_by) > slack;
}

std::string unknown_reason(const Pair& id, const Pair& name) {
    const bool earlier = !id.earlier.empty() || !name.earlier.empty();
    const bool later = !id.later.empty() || !name.later.empty();
    return earlier && later ? "one has only an ID and the other only a name"
           : earlier        ? "the later one has neither ID nor name"
           : later          ? "the earlier one has neither ID nor name"
                            : "neither has an ID or a name";
}

} // namespace

PatientMatch match_patients(const RecordingInfo& earlier, const RecordingInfo& later) {
    const Pair id{plain(earlier.patient.id), plain(later.patient.id)};
    const Pair name{plain(earlier.patient.name), plain(later.patient.name)};
    if (id.differ()) {
        return {SamePatient::no, "the IDs differ"};
    }
    if (name.differ()) {
        return {SamePatient::no, "the names differ"};
    }
    if (earlier.patient.sex && later.patient.sex && *earlier.patient.sex != *later.patient.sex) {
        return {SamePatient::no, "the sexes differ"};
    }
    if (!id.both() && ages_contradict(earlier, later)) {
        return {SamePatient::no, "the ages do not fit the time between them"};
    }
    if (id.both() || name.both()) {
        return {SamePatient::yes, ""};
    }
    return {SamePatient::unknown, unknown_reason(id, name)};
}

} // namespace ecg::report
