#include "serve/store/decimal_grid.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace ecg::serve {
namespace {

constexpr std::array<double, most_decimals + 1> powers{1,   1e1, 1e2, 1e3, 1e4,
                                                       1e5, 1e6, 1e7, 1e8, 1e9};
constexpr int fewest_decimals = 3; // mV to the microvolt
// a whole number of more digits is no double any more
constexpr double largest = 9007199254740992.0;

/// Appends the samples of a lead. False at the first that is not on the grid.
bool append_lead(GridNumbers& numbers, const std::vector<double>& samples, double power) {
    for (const double sample : samples) {
        if (std::isnan(sample)) {
            const std::size_t place = numbers.values.size();
            if (!numbers.missing.empty() &&
                numbers.missing.back().start + numbers.missing.back().length == place) {
                ++numbers.missing.back().length;
            } else {
                numbers.missing.push_back({place, 1});
            }
            numbers.values.push_back(numbers.values.empty() ? 0 : numbers.values.back());
            continue;
        }
        const double scaled = std::nearbyint(sample * power);
        if (!(std::abs(scaled) < largest) || scaled / power != sample) {
            return false;
        }
        numbers.values.push_back(static_cast<std::int64_t>(scaled));
    }
    return true;
}

} // namespace

std::optional<GridNumbers> find_grid(const std::vector<LeadSamples>& leads) {
    std::size_t total = 0;
    for (const LeadSamples& lead : leads) {
        total += lead.samples.size();
    }
    for (int decimals = fewest_decimals; decimals <= most_decimals; ++decimals) {
        GridNumbers numbers;
        numbers.decimals = decimals;
        numbers.values.reserve(total);
        bool fits = true;
        for (auto lead = leads.begin(); fits && lead != leads.end(); ++lead) {
            fits =
                append_lead(numbers, lead->samples, powers.at(static_cast<std::size_t>(decimals)));
        }
        if (fits) {
            return numbers;
        }
    }
    return std::nullopt;
}

int width_of(const GridNumbers& numbers) {
    std::int64_t low = 0, high = 0;
    for (const std::int64_t value : numbers.values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const auto fits = [&]<class T>(T) {
        return low >= std::numeric_limits<T>::min() && high <= std::numeric_limits<T>::max();
    };
    return fits(std::int16_t{}) ? 2 : fits(std::int32_t{}) ? 4 : 8;
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
