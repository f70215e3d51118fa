// The twelve standard leads and the names that files give them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace ecg {

enum class Lead { I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6 };

inline constexpr std::size_t lead_count = 12;

inline constexpr std::array all_leads{Lead::I,   Lead::II,  Lead::III, Lead::aVR,
                                      Lead::aVL, Lead::aVF, Lead::V1,  Lead::V2,
                                      Lead::V3,  Lead::V4,  Lead::V5,  Lead::V6};

/// "aVR"
std::string_view name_of(Lead lead);

/// The lead that a file means by name: any case, "lead II", "ECG I", "MLII" (modified II),
/// "-aVR" is none. Absent for names such as "ECG" or "noise1".
std::optional<Lead> lead_named(std::string_view name);

constexpr std::size_t index_of(Lead lead) {
    return static_cast<std::size_t>(lead);
}

constexpr bool is_limb(Lead lead) {
    return lead <= Lead::aVF;
}

} // namespace ecg
