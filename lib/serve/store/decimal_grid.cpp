#include "serve/store/decimal_grid.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

namespace ecg::serve {
namespace {

constexpr std::array<double, most_decimals + 1> powers{1,   1e1, 1e2, 1e3, 1e4,
                                                       1e5, 1e6, 1e7, 1e8, 1e9};
constexpr int fewest_decimals = 3; // mV to the microvolt
// Added to a double and taken away again it leaves the nearest whole number, ties to even, as
// std::nearbyint does, but without a call: for numbers up to 2^51.
constexpr double rounding = 6755399441055744.0;
constexpr double largest = 2251799813685248.0;

/// The samples of a lead as whole numbers, one by one and without a branch, so that the compiler
/// takes several at once. False where one is missing or not on the grid.
bool take_whole_lead(std::int64_t* to, std::span<const double> samples, double power) {
    constexpr auto bias = std::bit_cast<std::int64_t>(rounding);
    std::size_t off = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double shifted = samples[i] * power + rounding;
        const double scaled = shifted - rounding;
        off += static_cast<std::size_t>(!(scaled / power == samples[i])) |
               static_cast<std::size_t>(!(std::abs(scaled) < largest));
        to[i] = std::bit_cast<std::int64_t>(shifted) - bias;
    }
    return off == 0;
}

/// The same for a lead with missing samples, each of which takes the number before it.
bool take_lead_with_gaps(GridNumbers& numbers, std::size_t place,
                         const std::vector<double>& samples, double power) {
    for (const double sample : samples) {
        if (std::isnan(sample)) {
            auto& missing = numbers.missing;
            if (!missing.empty() && missing.back().start + missing.back().length == place) {
                ++missing.back().length;
            } else {
                missing.push_back({place, 1});
            }
            numbers.values[place] = place == 0 ? 0 : numbers.values[place - 1];
        } else if (!take_whole_lead(&numbers.values[place], {&sample, 1}, power)) {
            return false;
        }
        ++place;
    }
    return true;
}

/// False at the first sample that is not on the grid.
bool take_leads(GridNumbers& numbers, const std::vector<LeadSamples>& leads) {
    const double power = powers.at(static_cast<std::size_t>(numbers.decimals));
    std::size_t place = 0;
    for (const LeadSamples& lead : leads) {
        if (!take_whole_lead(numbers.values.data() + place, lead.samples, power) &&
            !take_lead_with_gaps(numbers, place, lead.samples, power)) {
            return false;
        }
        place += lead.samples.size();
    }
    return true;
}

} // namespace

std::optional<GridNumbers> find_grid(const std::vector<LeadSamples>& leads) {
    std::size_t total = 0;
    for (const LeadSamples& lead : leads) {
        total += lead.samples.size();
    }
    GridNumbers numbers;
    numbers.values.resize(total);
    for (int decimals = fewest_decimals; decimals <= most_decimals; ++decimals) {
        numbers.decimals = decimals;
        numbers.missing.clear();
        if (take_leads(numbers, leads)) {
            return numbers;
        }
    }
    return std::nullopt;
}

int width_of(const GridNumbers& numbers) {
    std::uint64_t bits = 0; // that any of them needs, its sign apart
    for (const std::int64_t value : numbers.values) {
        bits |= static_cast<std::uint64_t>(value < 0 ? ~value : value);
    }
    return bits <= std::numeric_limits<std::int16_t>::max()   ? 2
           : bits <= std::numeric_limits<std::int32_t>::max() ? 4
                                                              : 8;
}

void put_on_leads(const GridNumbers& numbers, std::vector<LeadSamples>& leads) {
    const double power = powers.at(static_cast<std::size_t>(numbers.decimals));
    std::size_t place = 0;
    auto missing = numbers.missing.begin();
    for (LeadSamples& lead : leads) {
        for (double& sample : lead.samples) {
            const bool is_missing = missing != numbers.missing.end() && place >= missing->start;
            sample = is_missing ? std::numeric_limits<double>::quiet_NaN()
                                : static_cast<double>(numbers.values[place]) / power;
            ++place;
            if (is_missing && place == missing->start + missing->length) {
                ++missing;
            }
        }
    }
}

} // namespace ecg::serve
