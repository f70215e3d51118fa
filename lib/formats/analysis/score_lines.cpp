#include "formats/analysis/analysis_lines.hpp"
#include "formats/analysis/beat_fields.hpp"
#include "formats/analysis/lead_names.hpp"

#include <array>
#include <span>

namespace ecg::formats {
namespace {

constexpr std::array<const char*, 9> score_keys{"P_on",    "P",    "P_off", "QRS_on", "QRS",
                                                "QRS_off", "T_on", "T",     "T_off"};

/// The record as scorers name it: no folder.
std::string record_name(const Analysis& analysis) {
    const auto slash = analysis.info.id.rfind('/');
    return slash == std::string::npos ? analysis.info.id : analysis.info.id.substr(slash + 1);
}

using PointLists = std::array<std::vector<double>, 9>;

void collect(PointLists& lists, const Waves& waves) {
    std::size_t next = 0;
    each_wave_point(waves, [&](const char*, const std::optional<Seconds>& point, int) {
        if (point) {
            lists.at(next).push_back(point->count());
        }
        ++next;
    });
}

void append_score_line(std::string& out, const std::string& record, const std::string& lead,
                       const PointLists& lists) {
    JsonWriter json{out};
    json.begin_object().member("record", record).member("lead", lead);
    for (std::size_t i = 0; i < lists.size(); ++i) {
        json.key(score_keys.at(i)).numbers(lists.at(i), 6);
    }
    json.end_object();
    out.push_back('\n');
}

} // namespace

void append_beat_score_line(std::string& out, const Analysis& analysis) {
    std::vector<double> times;
    std::string classes;
    for (const Beat& beat : analysis.beats) {
        times.push_back(beat.time.count());
        classes.push_back(letter_of(beat.label));
    }
    JsonWriter json{out};
    json.begin_object().member("record", record_name(analysis));
    json.key("t").numbers(times, 6).member("cls", classes).end_object();
    out.push_back('\n');
}

void append_wave_score_lines(std::string& out, const Analysis& analysis) {
    const std::string record = record_name(analysis);
    const std::vector<std::string> names = lead_names(analysis);
    for (std::size_t lead = 0; lead < names.size(); ++lead) {
        PointLists lists;
        bool measured = false;
        for (const BeatWaves& beat : analysis.waves) {
            if (lead < beat.leads.size()) {
                collect(lists, beat.leads[lead]);
                measured = true;
            }
        }
        if (measured) {
            append_score_line(out, record, scorer_lead_name(names, lead), lists);
        }
    }
    PointLists global;
    for (const BeatWaves& beat : analysis.waves) {
        collect(global, beat.outermost.empty() ? beat.global : beat.outermost.front());
    }
    append_score_line(out, record, "global", global);
}

} // namespace ecg::formats
