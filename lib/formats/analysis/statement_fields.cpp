#include "formats/analysis/statement_fields.hpp"

#include "formats/analysis/enum_names.hpp"
#include "formats/analysis/optional_fields.hpp"
#include "formats/session/info_fields.hpp"

namespace ecg::formats {
namespace {

template <class T, class Visit> void each_filter(T& filters, const Visit& visit) {
    visit("high_pass_hz", filters.high_pass, 3);
    visit("low_pass_hz", filters.low_pass, 3);
    visit("powerline_hz", filters.powerline, 3);
    visit("powerline_alias_hz", filters.powerline_alias, 3);
}

Episode read_episode(const JsonValue& value, const std::string& subject) {
    Episode episode;
    episode.code = value.text_at("code").value_or("");
    const auto onset = value.number_at("onset_s");
    const auto offset = value.number_at("offset_s");
    if (episode.code.empty() || !onset || !offset) {
        throw Error{ErrorKind::data, subject + ": an episode has no code, onset_s or offset_s"};
    }
    episode.onset = Seconds{*onset};
    episode.offset = Seconds{*offset};
    episode.beats = value.integer_at("beats").value_or(0);
    FieldReader{value, subject}("rate_bpm", episode.rate, 2);
    episode.certainty = value.number_at("certainty").value_or(1);
    episode.reason = value.text_at("reason").value_or("");
    return episode;
}

Finding read_finding(const JsonValue& value, const std::string& subject) {
    Finding finding;
    finding.code = value.text_at("code").value_or("");
    finding.words = value.text_at("words").value_or("");
    finding.reason = value.text_at("reason").value_or("");
    finding.certainty = enum_at<Certainty>(value, "certainty", certainty_names, subject);
    finding.severity = enum_at<Severity>(value, "severity", severity_names, subject);
    finding.critical = value.boolean_at("critical").value_or(false);
    finding.source = value.text_at("source").value_or("");
    return finding;
}

LeadQuality read_lead_quality(const JsonValue& value, const std::string& subject) {
    LeadQuality lead;
    lead.lead = value.text_at("lead").value_or("");
    lead.verdict = enum_at<Verdict>(value, "verdict", verdict_names, subject);
    lead.reasons = read_texts(value.find("reasons"));
    lead.off = value.boolean_at("off").value_or(false);
    lead.missing_share = value.number_at("missing_share").value_or(0);
    lead.repeated_share = value.number_at("repeated_share").value_or(0);
    lead.baseline_sqi = value.number_at("baseline_sqi");
    lead.beat_sqi = value.number_at("beat_sqi");
    FieldReader{value, subject}("noise_mv", lead.noise, 4);
    return lead;
}

} // namespace

void write_rhythm(JsonWriter& json, const Rhythm& rhythm) {
    json.key("rhythm").begin_object().text_unless_empty("name", rhythm.name);
    json.key("episodes").begin_array();
    for (const Episode& episode : rhythm.episodes) {
        json.begin_object().member("code", episode.code);
        json.member("onset_s", episode.onset.count(), 6);
        json.member("offset_s", episode.offset.count(), 6);
        json.member("beats", episode.beats);
        FieldWriter{json}("rate_bpm", episode.rate, 2);
        json.member("certainty", episode.certainty, 3);
        json.text_unless_empty("reason", episode.reason).end_object();
    }
    json.end_array().end_object();
}

Rhythm read_rhythm(const JsonValue& object, const std::string& subject) {
    Rhythm rhythm;
    const auto value = object.find("rhythm");
    if (!value) {
        return rhythm;
    }
    rhythm.name = value->text_at("name").value_or("");
    if (const auto episodes = value->find("episodes")) {
        episodes->each_element([&](const JsonValue& episode) {
            rhythm.episodes.push_back(read_episode(episode, subject));
        });
    }
    return rhythm;
}

void write_findings(JsonWriter& json, const Findings& findings) {
    json.key("findings").begin_array();
    for (const Finding& finding : findings) {
        json.begin_object().member("code", finding.code).member("words", finding.words);
        json.text_unless_empty("reason", finding.reason);
        json.member("certainty", name_in(certainty_names, finding.certainty));
        json.member("severity", name_in(severity_names, finding.severity));
        if (finding.critical) {
            json.member("critical", true);
        }
        json.text_unless_empty("source", finding.source).end_object();
    }
    json.end_array();
}

Findings read_findings(const JsonValue& object, const std::string& subject) {
    Findings findings;
    if (const auto values = object.find("findings")) {
        values->each_element(
            [&](const JsonValue& value) { findings.push_back(read_finding(value, subject)); });
    }
    return findings;
}

void write_quality(JsonWriter& json, const std::vector<LeadQuality>& quality) {
    json.key("quality").begin_array();
    for (const LeadQuality& lead : quality) {
        json.begin_object().member("lead", lead.lead);
        json.member("verdict", name_in(verdict_names, lead.verdict));
        write_texts(json, "reasons", lead.reasons);
        if (lead.off) {
            json.member("off", true);
        }
        json.member("missing_share", lead.missing_share, 4);
        json.member("repeated_share", lead.repeated_share, 4);
        if (lead.baseline_sqi) {
            json.member("baseline_sqi", *lead.baseline_sqi, 3);
        }
        if (lead.beat_sqi) {
            json.member("beat_sqi", *lead.beat_sqi, 3);
        }
        FieldWriter{json}("noise_mv", lead.noise, 4);
        json.end_object();
    }
    json.end_array();
}

std::vector<LeadQuality> read_quality(const JsonValue& object, const std::string& subject) {
    std::vector<LeadQuality> quality;
    if (const auto values = object.find("quality")) {
        values->each_element(
            [&](const JsonValue& value) { quality.push_back(read_lead_quality(value, subject)); });
    }
    return quality;
}

void write_electrodes(JsonWriter& json, const std::vector<Electrode>& electrodes) {
    json.key("electrodes").begin_array();
    for (const Electrode& electrode : electrodes) {
        json.begin_object().member("electrode", electrode.name);
        json.member("state", name_in(electrode_state_names, electrode.state)).end_object();
    }
    json.end_array();
}

std::vector<Electrode> read_electrodes(const JsonValue& object, const std::string& subject) {
    std::vector<Electrode> electrodes;
    if (const auto values = object.find("electrodes")) {
        values->each_element([&](const JsonValue& value) {
            electrodes.push_back(
                {value.text_at("electrode").value_or(""),
                 enum_at<ElectrodeState>(value, "state", electrode_state_names, subject)});
        });
    }
    return electrodes;
}

void write_filters(JsonWriter& json, const FilterSummary& filters) {
    json.key("filters").begin_object();
    each_filter(filters, FieldWriter{json});
    json.text_unless_empty("powerline_note", filters.powerline_note).end_object();
}

FilterSummary read_filters(const JsonValue& object, const std::string& subject) {
    FilterSummary filters;
    if (const auto value = object.find("filters")) {
        each_filter(filters, FieldReader{*value, subject});
        filters.powerline_note = value->text_at("powerline_note").value_or("");
    }
    return filters;
}

} // namespace ecg::formats
