// Any bytes as metrics or a waveform of a client: refused, or stored as what
// can be shown again.
#include "common/error.hpp"
#include "serve/api/metric_values.hpp"
#include "serve/api/record_json.hpp"
#include "serve/api/waveform_body.hpp"
#include "serve/store/waveform_codec.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace ecg;
using namespace ecg::serve;

namespace {

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

/// Throws Error for what is no JSON: a finding.
void require_object(const std::string& text) {
    JsonReader reader{64};
    require(reader.parse(text, "shown").kind() == JsonKind::object);
}

void take_metrics(const JsonValue& body) {
    static const Schema schema = metrics_body();
    if (!problems_of(body, schema).empty()) {
        return;
    }
    const ReadMetrics read = read_metrics(body, "");
    if (read.problems.empty()) {
        std::string shown;
        JsonWriter json{shown};
        write_metrics(json, read.record);
        require_object(shown);
    }
}

bool is_same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

void take_waveform(const JsonValue& body) {
    static const Schema schema = waveform_body();
    if (!problems_of(body, schema).empty()) {
        return;
    }
    ReadWaveform read = read_waveform(body, "items[0].");
    if (!read.problems.empty()) {
        return;
    }
    std::vector<LeadSamples> leads;
    for (std::size_t i = 0; i < read.waveform.names.size(); ++i) {
        leads.push_back({read.waveform.names[i], read.waveform.samples[i]});
    }
    const std::vector<LeadSamples> again = unpack_waveform(pack_waveform(leads), "packed");
    require(again.size() == leads.size());
    for (std::size_t i = 0; i < leads.size(); ++i) {
        require(again[i].name == leads[i].name &&
                again[i].samples.size() == leads[i].samples.size());
        for (std::size_t n = 0; n < leads[i].samples.size(); ++n) {
            require(is_same(again[i].samples[n], leads[i].samples[n]));
        }
    }
    require(std::isfinite(read.waveform.duration_seconds));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static JsonReader reader{16};
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    std::optional<JsonValue> body;
    try {
        body = reader.parse(text, "body");
    } catch (const Error&) {
        return 0;
    }
    take_metrics(*body);
    take_waveform(*body);
    return 0;
}
