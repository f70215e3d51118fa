#include "support/monitor_cases.hpp"

#include "analyze/analyze.hpp"
#include "common/text.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>

namespace ecg::test {
namespace {

constexpr double tall_t_bpm = 80;

MonitorCase case_of(const std::string& preset, double bpm, double allowed, Hertz rate) {
    MonitorCase one{preset, synth::preset(preset), bpm, allowed};
    one.settings.rate = rate;
    one.settings.duration = Seconds{60};
    return one;
}

} // namespace

std::vector<MonitorCase> monitor_cases(Hertz rate) {
    std::vector<MonitorCase> all{case_of("iec-3a", 80, 1, rate), case_of("iec-3b", 60, 1, rate),
                                 case_of("iec-3c", 120, 1, rate), case_of("iec-3d", 90, 2, rate)};
    for (const double height : {1.2, 1.4, 1.6, 2.0}) {
        MonitorCase one = case_of("tall-t", tall_t_bpm, 1, rate);
        one.name = "T " + format_number(height, 1) + " mV";
        one.settings.t_gain *= height / 1.2;
        all.push_back(one);
    }
    return all;
}

std::optional<double> found_rate(const MonitorCase& one, const std::string& lead) {
    Recording recording = synth::synthesize(one.settings).recording;
    if (!lead.empty()) {
        std::erase_if(recording.leads, [&](const LeadSignal& each) { return each.name != lead; });
    }
    const Analysis found = analyze::analyze(recording, {});
    return found.measurements.heart_rate ? std::optional{found.measurements.heart_rate->value}
                                         : std::nullopt;
}

} // namespace ecg::test
