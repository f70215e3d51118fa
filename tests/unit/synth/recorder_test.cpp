#include "support/catch.hpp"
#include "synth_support.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::synth;

namespace {

std::string leads_missing(const Recording& r, std::size_t index) {
    std::string names;
    for (const LeadSignal& lead : r.leads) {
        if (std::isnan(lead.samples[index])) {
            names += (names.empty() ? "" : " ") + lead.name;
        }
    }
    return names;
}

} // namespace

TEST_CASE("An electrode that is off takes away the leads that need it, and no others") {
    const std::string chest = " V1 V2 V3 V4 V5 V6";
    const std::vector<std::pair<std::string, std::string>> expected{
        {"RA", "I II aVR aVL aVF" + chest},
        {"LA", "I III aVR aVL aVF" + chest},
        {"LL", "II III aVR aVL aVF" + chest},
        {"V1", "V1"},
        {"V4", "V4"},
        {"RL", ""}};
    for (const auto& [electrode, leads] : expected) {
        SynthSettings settings;
        settings.electrodes_off = {{electrode, Seconds{2}, Seconds{4}}};
        const Recording r = synthesize(settings).recording;

        CHECK(leads_missing(r, 999).empty());
        CHECK(leads_missing(r, 1000) == leads);
        CHECK(leads_missing(r, 1999) == leads);
        CHECK(leads_missing(r, 2000).empty());
    }
}

TEST_CASE("A piece names the leads that are off in it") {
    SynthSettings settings;
    settings.electrodes_off = {{"V3", Seconds{2}, Seconds{4}}, {"V5", Seconds{3.9}, Seconds{60}}};
    Synthesizer source{settings};

    CHECK(source.next(1000).electrodes_off.empty());
    CHECK(source.next(900).electrodes_off == std::vector<std::string>{"V3"});
    CHECK(source.next(100).electrodes_off == std::vector<std::string>{"V3", "V5"});
    CHECK(source.next(3000).electrodes_off == std::vector<std::string>{"V5"});
}

TEST_CASE("Without the right leg's electrode all leads are full of mains") {
    SynthSettings settings;
    settings.electrodes_off = {{"RL", Seconds{2}, Seconds{4}}};
    const Recording r = synthesize(settings).recording;

    for (const LeadSignal& lead : r.leads) {
        const std::span x{lead.samples};
        CHECK(test::amplitude_at(x.subspan(1000, 1000), 50, 500) > 0.2);
        CHECK(test::amplitude_at(x.subspan(3000, 1000), 50, 500) < 0.01);
    }
}

TEST_CASE("Quantised samples lie on whole counts, and clip at the ends of the range") {
    SynthSettings settings = preset("lvh");
    settings.quantisation = Quantisation{.bits = 12, .uv_per_count = 1000.0 / 1200};
    const Recording r = synthesize(settings).recording;

    double lowest = 0;
    double highest = 0;
    for (const LeadSignal& lead : r.leads) {
        for (const double x : lead.samples) {
            const double counts = x * 1200;
            REQUIRE(counts == Approx(std::round(counts)).margin(1e-6));
            lowest = std::min(lowest, counts);
            highest = std::max(highest, counts);
        }
    }
    CHECK(highest == Approx(2047));
    CHECK(lowest == Approx(-2048));
    CHECK(r.info.device.uv_per_count == Approx(833.333e-3));
}

TEST_CASE("Quantisation moves no sample by more than half a count") {
    SynthSettings settings;
    const Recording exact = synthesize(settings).recording;
    settings.quantisation = Quantisation{.bits = 16, .uv_per_count = 5};
    const Recording rounded = synthesize(settings).recording;

    for (std::size_t l = 0; l < lead_count; ++l) {
        for (std::size_t k = 0; k < exact.leads[l].samples.size(); ++k) {
            REQUIRE(std::abs(exact.leads[l].samples[k] - rounded.leads[l].samples[k]) <=
                    0.0025 + 1e-9);
        }
    }
}
