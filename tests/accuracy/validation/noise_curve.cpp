#include "accuracy/validation/noise_curve.hpp"

#include "accuracy/noise_stress.hpp"
#include "accuracy/validation/beat_rows.hpp"
#include "accuracy/validation/prepare.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr int quietest_db = 8;
constexpr int loudest_db = -2;
constexpr double chance = 2; // standard deviations that a step may gain

BeatScore score_at(const Request& request, const Recording& noise, int snr_db) {
    const auto prepare = [&](const Recording& recording, const Reference& reference) {
        return first_lead(with_noise(recording, reference, noise, snr_db));
    };
    const std::string title = "em noise, " + std::to_string(snr_db) + " dB";
    return sum_of(score_all(analyse_mitdb(request, title, prepare)));
}

} // namespace

double gain_over_chance(double errors_before, double errors_after) {
    const double both = errors_before + errors_after;
    return both > 0 ? (errors_before - errors_after) / std::sqrt(both) : 0;
}

Section noise_curve(const Request& request, const Recording& noise) {
    Table table{{"dB", "missed", "invented", "F1 %", "gain over the row before, σ of chance"}};
    std::optional<double> before;
    std::optional<double> most;
    for (int snr_db = quietest_db; snr_db >= loudest_db; --snr_db) {
        const BeatScore score = score_at(request, noise, snr_db);
        const auto errors = static_cast<double>(score.missed() + score.invented());
        std::optional<double> gain;
        if (before) {
            gain = gain_over_chance(*before, errors);
            most = std::max(most.value_or(*gain), *gain);
        }
        before = errors;
        table.row({std::to_string(snr_db), figure(score.missed()), figure(score.invented()),
                   figure(qrs_rates(score).f1), figure(gain, 1)});
    }
    Section section;
    section.text =
        "### One dB after the other, first lead\n\nMore noise must not help: no step gains more "
        "than chance makes of two such counts of errors.\n\n" +
        table.text();
    const Goal goal{"most that 1 dB more noise gained, σ of chance", Goal::Sense::at_most, chance,
                    ""};
    section.outcomes.push_back({"em noise, by 1 dB", goal, most, ""});
    return section;
}

} // namespace ecg::accuracy
