#include "serve/api/waveform_body.hpp"

#include "common/text.hpp"
#include "serve/api/extra_keys.hpp"
#include "serve/api/moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::serve {
namespace {

constexpr std::array<std::string_view, 12> twelve{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                  "V1", "V2", "V3",  "V4",  "V5",  "V6"};
constexpr double slowest_hz = 10;
constexpr double fastest_hz = 10'000;
constexpr double largest_value = 1e7; // raw counts of 24 bits fit
constexpr std::size_t most_leads = 64;
constexpr std::size_t longest_lead_name = 32;

class Reader {
public:
    explicit Reader(std::string field) : field_{std::move(field)} {}

    void read(const JsonValue& body) {
        SentWaveform& waveform = out_.waveform;
        if (const auto time = parse_moment(body.text_at("timestamp").value_or(""))) {
            waveform.time = *time;
        } else {
            add("timestamp", "must be a moment with its zone", true);
        }
        waveform.sampling_rate = body.number_at("sampling_rate").value_or(0);
        if (const auto leads = body.find("leads")) {
            read_leads(*leads);
        }
        check_names(body);
        check_lengths();
        check_missing(body);
        if (out_.problems.empty()) {
            read_duration(body);
        }
    }

    ReadWaveform take(const JsonValue& body) {
        ExtraKeys extra;
        extra.add_unknown(body, {"timestamp", "sampling_rate", "duration_seconds", "leads",
                                 "session_id", "type", "id"});
        out_.waveform.extra = extra.json();
        return std::move(out_);
    }

private:
    void add(const std::string& name, std::string message, bool wrong_form) {
        out_.problems.push_back({field_ + name, std::move(message), wrong_form});
    }

    void read_leads(const JsonValue& leads) {
        leads.each_member([&](std::string_view name, const JsonValue& values) {
            SentWaveform& waveform = out_.waveform;
            if (waveform.names.size() == most_leads) {
                return;
            }
            waveform.names.emplace_back(name);
            std::vector<double>& samples = waveform.samples.emplace_back();
            const std::string place = "leads." + std::string{name};
            if (name.empty() || name.size() > longest_lead_name) {
                add("leads", "has a name that is no lead's", false);
            }
            if (!values.append_numbers(samples)) {
                add(place, "must be a list of numbers", true);
            } else if (std::any_of(samples.begin(), samples.end(),
                                   [](double v) { return std::abs(v) > largest_value; })) {
                add(place, "has a value beyond " + format_number(largest_value, 0), false);
            }
        });
    }

    void check_names(const JsonValue& body) {
        std::vector<std::string> wanted{twelve.begin(), twelve.end()};
        if (const auto recorded = body.find("leads_recorded");
            recorded && recorded->kind() == JsonKind::array) {
            wanted.clear();
            recorded->each_element([&](const JsonValue& name) {
                wanted.emplace_back(name.text().value_or(std::string_view{}));
            });
        }
        for (const std::string& name : wanted) {
            if (!has(out_.waveform.names, name)) {
                add("leads." + name, "is missing", false);
            }
        }
        for (const std::string& name : out_.waveform.names) {
            if (!has(wanted, name)) {
                add("leads." + name, "is no lead of this recording; leads_recorded names others",
                    false);
            }
        }
        if (wanted.empty() && out_.waveform.names.empty()) {
            add("leads", "has no lead", false);
        }
    }

    static bool has(const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    void check_lengths() {
        const auto& samples = out_.waveform.samples;
        if (samples.empty()) {
            return;
        }
        const std::size_t length = samples.front().size();
        if (length == 0 || length > most_samples) {
            add("leads", "must have 1 to " + std::to_string(most_samples) + " samples each", false);
        }
        if (std::any_of(samples.begin(), samples.end(),
                        [&](const auto& lead) { return lead.size() != length; })) {
            add("leads", "must be equally long", false);
        }
    }

    /// Whether body says of a lead that its electrode was off.
    static bool is_off(const JsonValue& body, const std::string& name) {
        bool off = false;
        if (const auto list = body.find("leads_off")) {
            list->each_element([&](const JsonValue& one) { off = off || one.text() == name; });
        }
        return off;
    }

    /// Which samples body accounts for: its gaps count from first_sample, 0 where there is none.
    static std::vector<bool> gaps_of(const JsonValue& body, std::size_t length) {
        std::vector<bool> missing(length, false);
        const std::int64_t start = body.integer_at("first_sample").value_or(0);
        if (const auto gaps = body.find("gaps")) {
            gaps->each_element([&](const JsonValue& gap) {
                const auto first = gap.integer_at("first").value_or(0) - start;
                const auto count = gap.integer_at("count").value_or(0);
                const auto size = static_cast<std::int64_t>(length);
                const auto begin = std::clamp<std::int64_t>(first, 0, size);
                const auto end = std::clamp<std::int64_t>(first + count, begin, size);
                std::fill(missing.begin() + begin, missing.begin() + end, true);
            });
        }
        return missing;
    }

    void check_missing(const JsonValue& body) {
        const auto& waveform = out_.waveform;
        for (std::size_t i = 0; i < waveform.samples.size(); ++i) {
            const std::vector<double>& samples = waveform.samples[i];
            const auto is_missing = [](double v) { return std::isnan(v); };
            if (std::none_of(samples.begin(), samples.end(), is_missing) ||
                is_off(body, waveform.names[i])) {
                continue;
            }
            const std::vector<bool> gaps = gaps_of(body, samples.size());
            for (std::size_t n = 0; n < samples.size(); ++n) {
                if (std::isnan(samples[n]) && !gaps[n]) {
                    add("leads." + waveform.names[i],
                        "has a null that neither gaps nor leads_off account for", false);
                    break;
                }
            }
        }
    }

    void read_duration(const JsonValue& body) {
        SentWaveform& waveform = out_.waveform;
        const double measured =
            static_cast<double>(waveform.samples.front().size()) / waveform.sampling_rate;
        const auto given = body.number_at("duration_seconds");
        // Clients round the duration, or measure the rate: a fiftieth, or one sample.
        const double slack = std::max(0.02 * measured, 1.01 / waveform.sampling_rate);
        if (given && std::abs(*given - measured) > slack) {
            add("duration_seconds", "is not the number of samples over sampling_rate", false);
        }
        waveform.duration_seconds = given.value_or(measured);
    }

    std::string field_;
    ReadWaveform out_;
};

} // namespace

ReadWaveform read_waveform(const JsonValue& body, const std::string& field) {
    Reader reader{field};
    reader.read(body);
    return reader.take(body);
}

Schema waveform_body() {
    Schema samples = list_of(number_of(-largest_value, largest_value), 1, most_samples,
                             "samples in mV; null: missing, as gaps or leads_off say");
    samples.passed_over = true;
    std::vector<Member> leads;
    for (const std::string_view name : twelve) {
        leads.push_back(optional(std::string{name}, samples));
    }
    const Schema gap =
        object_of({required("first", integer_of(0, 1e15, "index since the session began")),
                   required("count", integer_of(1, 1e15))});
    return object_of(
        {required("timestamp", moment_of("the moment of the first sample, as in RFC 3339")),
         required("sampling_rate", number_of(slowest_hz, fastest_hz, "Hz")),
         optional("duration_seconds", number_of(0.0001, 1000)),
         required("leads", object_of(std::move(leads), "the twelve, or those of leads_recorded")),
         optional("leads_recorded", list_of(text_of(1, longest_lead_name), 1, most_leads)),
         optional("first_sample", integer_of(0, 1e15, "index since the session began")),
         optional("gaps", list_of(gap, 0, most_samples)),
         optional("leads_off", list_of(text_of(1, longest_lead_name), 0, most_leads))});
}

} // namespace ecg::serve
