#include "acquire/view/arrange_leads.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace ecg::acquire {
namespace {

constexpr int lowest_lead = 5;     // rows, to tell a P wave from the line it stands on
constexpr int narrowest_lead = 54; // characters, three seconds and a half
constexpr double seen_millivolts = 2.5;
constexpr double characters_a_second = 15; // 30 dots, three in a narrow QRS
constexpr std::array heights{0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0};               // mV
constexpr std::array times{1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0}; // s

template <std::size_t n> double chosen(const std::array<double, n>& steps, long index) {
    return steps[static_cast<std::size_t>(std::clamp<long>(index, 0, long{n} - 1))];
}

LeadArrangement in_columns(int count, int leads, int rows, int columns) {
    LeadArrangement arrangement;
    arrangement.columns = count;
    const int most = std::max(rows / lowest_lead, 1);
    arrangement.leads_a_column = std::clamp((leads + count - 1) / count, 1, most);
    arrangement.rows_a_lead = std::max(rows / arrangement.leads_a_column, 1);
    arrangement.columns_a_lead = columns / count;
    arrangement.shown = std::min(leads, count * arrangement.leads_a_column);
    return arrangement;
}

} // namespace

LeadArrangement arrange_leads(int leads, int rows, int columns) {
    LeadArrangement best = in_columns(1, leads, rows, columns);
    for (int count = 2; count <= leads && columns / count >= narrowest_lead; ++count) {
        if (best.shown == leads && best.rows_a_lead >= lowest_lead) {
            break;
        }
        best = in_columns(count, leads, rows, columns);
    }
    return best;
}

Millivolts usual_height(int rows, int wishes) {
    const double wanted = seen_millivolts / std::max(rows, 1);
    const auto* usual = std::lower_bound(heights.begin(), heights.end(), wanted);
    return {chosen(heights, usual - heights.begin() - wishes)};
}

Seconds usual_time(int characters, int wishes) {
    const double wanted = characters / characters_a_second;
    const auto* above = std::upper_bound(times.begin(), times.end(), wanted);
    return Seconds{chosen(times, std::max<long>(above - times.begin() - 1, 0) - wishes)};
}

} // namespace ecg::acquire
