// Which drivers explain the bytes that a device sends.
#pragma once

#include "acquire/drivers/registry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// A driver with the options that it is tried with.
struct Candidate {
    std::string text; ///< as --driver takes it
    ChosenDriver driver;
    Description description;
};

/// Every driver with the options that it has unasked, in the order of the table.
const std::vector<Candidate>& candidates();

/// The same with one option another, for each of its choices.
const std::vector<Candidate>& varied_candidates();

/// How far a candidate explains some bytes.
struct DriverScore {
    const Candidate* candidate = nullptr;
    double understood = 0;       ///< share of the bytes since the first good frame that were in one
    std::int64_t good_bytes = 0; ///< so many
    std::int64_t packets = 0;    ///< that they came in
    std::int64_t samples = 0;
};

/// How far candidate explains bytes, which may begin anywhere.
DriverScore score(const Candidate& candidate, std::string_view bytes);

/// Whether one explains its bytes as well as best does.
bool is_as_good(const DriverScore& one, const DriverScore& best);

/// Those that explain bytes, the likeliest first; empty when no driver does. Those that explain
/// them as well as the first cannot be told apart by what came; then the one goes first whose line
/// is set as heard_at, where that is known, then the pickier. Varied candidates only where no other
/// explains them.
std::vector<DriverScore> rank_drivers(std::string_view bytes,
                                      const std::optional<LineSettings>& heard_at = {});

} // namespace ecg::acquire
