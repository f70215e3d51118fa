#include "accuracy/reference_waves.hpp"
#include "accuracy/score_channels.hpp"
#include "accuracy/validation/chapters.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/prepare.hpp"
#include "accuracy/validation/uncertainty_tables.hpp"
#include "accuracy/validation/waves_chapter.hpp"

#include <utility>

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

using enum Goal::Sense;

constexpr std::array<std::pair<ChannelRule, const char*>, 4> rules{
    {{ChannelRule::best, "best"},
     {ChannelRule::first, "0"},
     {ChannelRule::second, "1"},
     {ChannelRule::pooled, "pooled"}}};

const PointGoal p_f1{
    1, {"F1 of P, %", at_least, 97, "ecgpuwave 96.1, NeuroKit2 peak 96.1, wavedet 95.6"}};

std::vector<PointGoal> sd_goals() {
    return {
        {3, {"strip SD of QRS on, ms", at_most, 7, "U-Net 6.7, wavedet 7.8, ecgpuwave 8.7"}},
        {5, {"strip SD of QRS off, ms", at_most, 7.5, "U-Net 7.4, ecgpuwave 8.0, wavedet 8.6"}},
        {8, {"strip SD of T off, ms", at_most, 17, "U-Net 17.4, wavedet 19.7, ecgpuwave 21.8"}}};
}

const PointGoal slow_p_f1{1, {"F1 of P, %", at_least, {}, "NeuroKit2 peak 96.2, U-Net 92.8"}};

std::vector<PointGoal> slow_sd_goals() {
    return {{3, {"strip SD of QRS on, ms", at_most, {}, "U-Net 6.8, NeuroKit2 prominence 9.0"}},
            {5, {"strip SD of QRS off, ms", at_most, {}, "U-Net 7.6, NeuroKit2 prominence 10.3"}},
            {8, {"strip SD of T off, ms", at_most, {}, "U-Net 17.2, NeuroKit2 prominence 17.7"}}};
}

struct Version {
    std::string name;
    bool slow = false;
    std::vector<AnalysedRecord> records;
    FoundLines found;
};

Version analyse_version(const Request& request, bool slow) {
    Version version{slow ? "QTDB, 80 Hz" : "QTDB, 250 Hz", slow, {}, {}};
    RunPlan plan;
    plan.title = version.name;
    plan.jobs = request.jobs;
    if (slow) {
        plan.prepare = [](const Recording& r, const std::string&) { return at_80_hz(r); };
    }
    version.records = analyse_records(headers_in(request.data / "qtdb"), plan);
    version.found = lines_of(version.records);
    return version;
}

PointScores score_waves(const Request& request, const Version& version, ChannelRule rule) {
    PointScores scores;
    for (const AnalysedRecord& record : version.records) {
        const fs::path file = request.data / "qtdb" / (record.name + ".q1c");
        if (fs::exists(file)) {
            score_channels(scores, record.name, points_of(read_waves(file, record.file_rate_hz)),
                           {points_in(version.found.found, record.name, "0"),
                            points_in(version.found.found, record.name, "1")},
                           rule);
        }
    }
    return scores;
}

void add_uncertainties(Section& chapter, const Request& request, const Version& version) {
    Calibrations channels;
    Calibrations global;
    for (const AnalysedRecord& record : version.records) {
        const PointLists reference = points_of(
            read_waves(request.data / "qtdb" / (record.name + ".q1c"), record.file_rate_hz));
        for (const char* channel : {"0", "1"}) {
            if (const auto index = lead_index(record.analysis, channel)) {
                add_calibration(channels, reference, uncertain_points(record.analysis, index));
            }
        }
        add_calibration(global, reference, uncertain_points(record.analysis, std::nullopt));
    }
    chapter.text += "### " + version.name + ": stated uncertainties\n\nOf both channels:\n\n" +
                    calibration_table(channels, point_names) + "Global, over both:\n\n" +
                    calibration_table(global, point_names);
    for (const auto& [all, whose] : {std::pair{&channels, "of a channel"}, {&global, "global"}}) {
        for (Outcome& outcome :
             calibration_outcomes(version.name + ", σ", *all, point_names, whose)) {
            chapter.outcomes.push_back(std::move(outcome));
        }
    }
}

std::string other_rules_table(const Request& request, const Version& version) {
    Table table{{"channels", "P F1 %", "QRS F1 %", "T F1 %", "QRS on: pooled, strip SD",
                 "QRS off: pooled, strip SD", "T off: pooled, strip SD"}};
    for (const auto& [rule, name] : rules) {
        const PointScores scores = score_waves(request, version, rule);
        std::vector<std::string> cells{name};
        for (const std::size_t peak : {1U, 4U, 7U}) {
            cells.push_back(figure(scores.at(peak).counts().f1()));
        }
        for (const std::size_t edge : {3U, 5U, 8U}) {
            const PointScore& score = scores.at(edge);
            const Outcome pooled =
                outcome_of("", scores, {edge, {"", at_most, {}, ""}}, PointFigure::sd);
            cells.push_back(figure(pooled.value, 1) + ", " + figure(score.strip_sd_ms(), 1));
        }
        table.row(cells);
    }
    return table.text();
}

void add_version(Section& chapter, const Request& request, const Version& version) {
    const PointScores scores = score_waves(request, version, ChannelRule::best);
    std::vector<Outcome> outcomes{
        outcome_of(version.name, scores, version.slow ? slow_p_f1 : p_f1, PointFigure::f1)};
    for (const PointGoal& goal : version.slow ? slow_sd_goals() : sd_goals()) {
        outcomes.push_back(outcome_of(version.name, scores, goal, PointFigure::strip_sd));
    }
    chapter.text += "### " + version.name + ", the better channel at each point\n\n" +
                    figure(static_cast<std::int64_t>(version.records.size())) + " records.\n\n" +
                    point_table(scores) + goal_table(outcomes, false) +
                    missed_goals(outcomes, false);
    if (request.by_record) {
        chapter.text += record_table(scores);
    }
    chapter.text += "By channel:\n\n" + other_rules_table(request, version);
    for (Outcome& outcome : outcomes) {
        chapter.outcomes.push_back(std::move(outcome));
    }
    add_uncertainties(chapter, request, version);
    if (request.given != nullptr) {
        for (const auto& [rule, name] : rules) {
            const std::string arguments = std::string{"--db qtdb --policy "} + name + " --ref '" +
                                          (request.data / "qtdb").string() + "'";
            request.given->compare(
                {version.name + ", channels " + name, arguments, version.found.lines},
                rows_of(score_waves(request, version, rule)));
        }
    }
}

constexpr const char* introduction = R"(## Waves: QTDB

The first expert's annotation (q1c) of some 30 beats a record, made with both channels in view. One-to-one
matches within 150 ms; found points without a partner are invented only within an annotated beat's own
windows. T onset is marked in fewer than half of the waves: its +P and F1 mean nothing. A strip is one
record; "strip SD" is the mean of the records' own SDs, the figure of most papers. No wave annotation of QTDB was
learned from; the classes of its beats were, and some of its records are excerpts of MIT-BIH records, whose
beats the detector learned from.

)";

} // namespace

Section qtdb_chapter(const Request& request) {
    Section chapter;
    chapter.text = introduction;
    for (const bool slow : {false, true}) {
        add_version(chapter, request, analyse_version(request, slow));
    }
    return chapter;
}

} // namespace ecg::accuracy
