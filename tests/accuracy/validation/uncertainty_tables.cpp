#include "accuracy/validation/uncertainty_tables.hpp"

#include "accuracy/validation/markdown.hpp"
#include "formats/analysis/lead_names.hpp"

#include <algorithm>

namespace ecg::accuracy {
namespace {

constexpr double right_share = 68; // percent within one standard uncertainty
constexpr double share_tolerance = 8;

void append(UncertainPoints& points, WaveKind kind, const Wave& wave) {
    const auto add = [&](Place place, const std::optional<Seconds>& time, Milliseconds sigma) {
        if (time) {
            points.at(point_index(kind, place)).push_back({time->count(), sigma.count()});
        }
    };
    add(Place::onset, wave.onset, wave.uncertainty.onset);
    add(Place::peak, wave.peak, wave.uncertainty.peak);
    add(Place::offset, wave.offset, wave.uncertainty.offset);
}

} // namespace

UncertainPoints uncertain_points(const Analysis& analysis, std::optional<std::size_t> lead) {
    UncertainPoints points;
    for (const BeatWaves& beat : analysis.waves) {
        if (lead && *lead >= beat.leads.size()) {
            continue;
        }
        const Waves& waves = lead ? beat.leads[*lead] : beat.outermost.front();
        append(points, WaveKind::p, waves.p);
        append(points, WaveKind::qrs, waves.qrs);
        append(points, WaveKind::t, waves.t);
    }
    for (auto& list : points) {
        std::sort(list.begin(), list.end(),
                  [](const auto& a, const auto& b) { return a.time < b.time; });
    }
    return points;
}

std::optional<std::size_t> lead_index(const Analysis& analysis, const std::string& scorer_name) {
    const std::vector<std::string> names = formats::lead_names(analysis);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (formats::scorer_lead_name(names, i) == scorer_name) {
            return i;
        }
    }
    return std::nullopt;
}

std::string calibration_table(std::span<const Calibration> all,
                              std::span<const char* const> names) {
    Table table{{"point", "found", "inside ± σ, %", "σ in the middle, ms", "68 % of errors, ms"}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].size() > 0) {
            table.row({names[i], figure(static_cast<std::int64_t>(all[i].size())),
                       figure(all[i].share_inside(), 1), figure(all[i].median_sigma_ms(), 1),
                       figure(all[i].usual_error_ms(), 1)});
        }
    }
    return table.text();
}

std::vector<Outcome> calibration_outcomes(const std::string& task, std::span<const Calibration> all,
                                          std::span<const char* const> names,
                                          const std::string& whose) {
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].size() > 0) {
            const std::string name = names[i];
            const Goal goal{name + " " + whose + ", inside ± σ, %", Goal::Sense::near,
                            share_tolerance, "", right_share};
            outcomes.push_back({task, goal, all[i].share_inside(), ""});
        }
    }
    return outcomes;
}

} // namespace ecg::accuracy
