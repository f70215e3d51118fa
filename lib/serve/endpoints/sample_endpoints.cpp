#include "serve/endpoints/sample_endpoints.hpp"

#include "serve/api/metric_values.hpp"
#include "serve/api/record_json.hpp"
#include "serve/api/waveform_body.hpp"
#include "serve/auth/access.hpp"
#include "serve/store/waveform_codec.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t metrics_limit = std::size_t{64} << 10;
constexpr std::size_t waveform_limit = std::size_t{4} << 20;
constexpr std::size_t batch_limit = std::size_t{16} << 20;
constexpr std::size_t most_items = 1000;

WaveformRecord record_of(SentWaveform sent) {
    WaveformRecord record;
    record.time = sent.time;
    record.sampling_rate = sent.sampling_rate;
    record.duration_seconds = sent.duration_seconds;
    record.extra = std::move(sent.extra);
    std::vector<LeadSamples> leads;
    leads.reserve(sent.names.size());
    for (std::size_t i = 0; i < sent.names.size(); ++i) {
        leads.push_back({std::move(sent.names[i]), std::move(sent.samples[i])});
    }
    record.packed = pack_waveform(leads);
    return record;
}

/// Adds an item to samples. What is wrong with it, if anything.
std::vector<Problem> add_metrics(AddSamples& samples, const JsonValue& body,
                                 const std::string& field) {
    ReadMetrics read = read_metrics(body, field);
    if (read.problems.empty()) {
        samples.metrics.push_back(std::move(read.record));
    }
    return std::move(read.problems);
}

std::vector<Problem> add_waveform(AddSamples& samples, const JsonValue& body,
                                  const std::string& field) {
    ReadWaveform read = read_waveform(body, field);
    if (read.problems.empty()) {
        samples.waveforms.push_back(record_of(std::move(read.waveform)));
    }
    return std::move(read.problems);
}

std::vector<Problem> add_item(AddSamples& samples, const JsonValue& item,
                              const std::string& field) {
    static const Schema metrics = metrics_body(), waveform = waveform_body();
    const bool is_metrics = item.text_at("type") == "metrics";
    std::vector<Problem> problems = problems_of(item, is_metrics ? metrics : waveform);
    for (Problem& problem : problems) {
        problem.field.insert(0, field);
    }
    if (!problems.empty()) {
        return problems;
    }
    return is_metrics ? add_metrics(samples, item, field) : add_waveform(samples, item, field);
}

/// Tells those who watch the session what of it is new.
void tell_live(LiveFeed& live, const AddSamples& samples, const Outcome& outcome) {
    if (outcome.verdict != Verdict::done || !live.is_watched(samples.session_id)) {
        return;
    }
    for (std::size_t i = 0; i < samples.metrics.size(); ++i) {
        MetricsRecord record = samples.metrics[i];
        record.id = outcome.metrics[i];
        std::string line;
        JsonWriter json{line};
        write_metrics(json, record);
        live.tell(samples.session_id, "metrics", line);
    }
    for (std::size_t i = 0; i < samples.waveforms.size(); ++i) {
        WaveformRecord record = samples.waveforms[i];
        record.id = outcome.waveforms[i];
        std::string line;
        JsonWriter json{line};
        write_waveform(json, record);
        live.tell(samples.session_id, "waveform", line);
    }
}

void store_samples(const Services& services, const Call& call, AddSamples samples, Answer answer,
                   std::function<void(JsonWriter&, const Outcome&)> write) {
    LiveFeed& live = services.live;
    // A copy for the watchers costs the one who sends nothing while nobody watches.
    auto watched = live.is_watched(samples.session_id) ? std::make_shared<AddSamples>(samples)
                                                       : std::shared_ptr<AddSamples>{};
    write_and_answer(services, call, std::move(samples), std::move(answer),
                     [&live, watched, write = std::move(write)](const Outcome& outcome) {
                         if (watched) {
                             tell_live(live, *watched, outcome);
                         }
                         return success(201, [&](JsonWriter& json) { write(json, outcome); });
                     });
}

using AddOne = std::vector<Problem> (*)(AddSamples&, const JsonValue&, const std::string&);

void take_one(const Services& services, const Call& call, Answer answer, AddOne add,
              std::function<void(JsonWriter&, const Outcome&)> write) {
    AddSamples samples;
    samples.session_id = call.path.at("session_id");
    std::vector<Problem> problems = add(samples, call.body, "");
    if (!problems.empty()) {
        answer(answer_of(refusal_of(std::move(problems))));
        return;
    }
    store_samples(services, call, std::move(samples), std::move(answer), std::move(write));
}

void write_metric_id(JsonWriter& json, const Outcome& outcome) {
    json.member("metrics_id", metrics_id(outcome.metrics.front()));
}

void write_waveform_id(JsonWriter& json, const Outcome& outcome) {
    json.member("waveform_id", waveform_id(outcome.waveforms.front()));
}

/// Whole or not at all: the problems name the items that stand in the way.
void take_batch(const Services& services, const Call& call, Answer answer) {
    AddSamples samples;
    samples.session_id = call.path.at("session_id");
    std::vector<Problem> problems;
    std::vector<bool> is_metrics;
    call.body.find("items")->each_element([&](const JsonValue& item) {
        const std::string field = "items[" + std::to_string(is_metrics.size()) + "].";
        is_metrics.push_back(item.text_at("type") == "metrics");
        for (Problem& problem : add_item(samples, item, field)) {
            problems.push_back(std::move(problem));
        }
    });
    if (!problems.empty()) {
        problems.resize(std::min<std::size_t>(problems.size(), 50));
        answer(answer_of(refusal_of(std::move(problems))));
        return;
    }
    store_samples(services, call, std::move(samples), std::move(answer),
                  [is_metrics](JsonWriter& json, const Outcome& outcome) {
                      std::size_t metrics = 0, waveforms = 0;
                      json.key("ids").begin_array();
                      for (const bool is_metric : is_metrics) {
                          json.value(is_metric ? metrics_id(outcome.metrics[metrics++])
                                               : waveform_id(outcome.waveforms[waveforms++]));
                      }
                      json.end_array();
                  });
}

Schema batch_body() {
    const Schema item = object_of({required("type", choice_of({"metrics", "waveform"}))},
                                  "and the members of a body of metrics or waveform");
    return object_of({required("items", list_of(item, 1, most_items))});
}

/// What the three have in common.
Endpoint samples_endpoint(std::string path, std::string name, std::string summary) {
    return {.method = Method::post,
            .path = "/api/v1/sessions/{session_id}/" + std::move(path),
            .name = std::move(name),
            .summary = std::move(summary),
            .roles = roles_with(Action::write_session),
            .audited = Audited::samples,
            .body_kind = BodyKind::json};
}

} // namespace

std::vector<Endpoint> sample_endpoints(const Services& services) {
    Endpoint metrics =
        samples_endpoint("metrics", "add_metrics", "Store the metrics of one moment");
    metrics.body = metrics_body();
    metrics.body_limit = metrics_limit;
    metrics.answers = {
        {201, "They are stored", success_of({required("metrics_id", text_of(1, 64))})}};
    metrics.run = [services](const Call& call, Answer answer) {
        take_one(services, call, std::move(answer), add_metrics, write_metric_id);
    };

    Endpoint waveform =
        samples_endpoint("waveform", "add_waveform", "Store a stretch of samples of all leads");
    waveform.body = waveform_body();
    waveform.body_limit = waveform_limit;
    waveform.answers = {
        {201, "They are stored", success_of({required("waveform_id", text_of(1, 64))})}};
    waveform.run = [services](const Call& call, Answer answer) {
        take_one(services, call, std::move(answer), add_waveform, write_waveform_id);
    };

    Endpoint batch = samples_endpoint("batch", "add_batch",
                                      "Store many metrics and waveforms in one step, all or none");
    batch.body = batch_body();
    batch.body_limit = batch_limit;
    batch.answers = {{201, "All are stored; their ids in the order of the items",
                      success_of({required("ids", list_of(text_of(1, 64), 1, most_items))})}};
    batch.run = [services](const Call& call, Answer answer) {
        take_batch(services, call, std::move(answer));
    };
    return {std::move(metrics), std::move(waveform), std::move(batch)};
}

} // namespace ecg::serve
