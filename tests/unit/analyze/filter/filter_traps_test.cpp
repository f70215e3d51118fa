// The traps D of known ECG programs: what filters do to a signal beside what they should.
#include "../synthetic.hpp"
#include "analyze/filter/baseline.hpp"
#include "analyze/filter/powerline.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::analyze;

namespace {

/// A recording with one lead: a sine of 1 mV.
Recording sine(double frequency, double rate, double seconds) {
    Recording recording;
    recording.rate = SampleRate{Hertz{rate}};
    LeadSignal lead{"II", Lead::II, std::vector<double>(static_cast<std::size_t>(rate * seconds))};
    for (std::size_t i = 0; i < lead.samples.size(); ++i) {
        lead.samples[i] =
            std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate);
    }
    recording.leads.push_back(std::move(lead));
    return recording;
}

/// The largest value in the middle half.
double height_of(const std::vector<double>& x) {
    const auto quarter = static_cast<std::ptrdiff_t>(x.size() / 4);
    return *std::max_element(x.begin() + quarter, x.end() - quarter);
}

void add_hum(Recording& recording, double frequency) {
    for (LeadSignal& lead : recording.leads) {
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            lead.samples[i] += 0.1 * std::sin(2 * std::numbers::pi * frequency *
                                              static_cast<double>(i) / recording.rate.hertz());
        }
    }
}

FilteredRecording filtered(const Recording& recording, Powerline wanted = Powerline::automatic) {
    return filter_recording(recording, {wanted});
}

} // namespace

TEST_CASE("Trap D1: P, ST and T keep their height behind the baseline filter, and drift goes") {
    auto settings = test::some("stemi-inferior", 500, 30);
    const Recording still = synth::synthesize(settings).recording;
    settings.noise.wander = Millivolts{0.5};
    const Recording moving = synth::synthesize(settings).recording;

    const auto measured = test::analysed(still).measurements.leads.at(1);
    const auto drifting = test::analysed(moving).measurements.leads.at(1);
    const auto truth = synth::synthesize(settings).truth.beats.at(3);

    CHECK(measured.st_60->value ==
          Approx(truth.st_60_mv[index_of(Lead::II)]).margin(0.025)); // as [iec-60601-2-51] has it
    CHECK(drifting.p->value == Approx(measured.p->value).margin(0.025));
    CHECK(drifting.t->value == Approx(measured.t->value).margin(0.025));
    CHECK(drifting.st_60->value == Approx(measured.st_60->value).margin(0.025));
}

TEST_CASE("Trap D1: a pulse of 3 mV for 100 ms leaves no dip of 0.1 mV and no slope of 0.30 mV/s") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        for (const double ecg_mv : {0.0, 1.0}) { // on a level line, and between beats
            std::vector<double> plain = test::record("normal", rate, 20).leads[1].samples;
            std::for_each(plain.begin(), plain.end(), [&](double& v) { v *= ecg_mv; });
            const auto from = static_cast<std::size_t>(10.55 * rate);
            const auto to = static_cast<std::size_t>(10.65 * rate);
            std::vector<double> pulsed = plain;
            std::for_each(pulsed.begin() + static_cast<std::ptrdiff_t>(from),
                          pulsed.begin() + static_cast<std::ptrdiff_t>(to),
                          [](double& v) { v += 3; });

            remove_baseline(plain, Hertz{rate}, Hertz{0.5});
            remove_baseline(pulsed, Hertz{rate}, Hertz{0.5});

            double dip = 0;
            double slope = 0;
            for (std::size_t i = to + 1; i < pulsed.size(); ++i) {
                const double left = pulsed[i] - plain[i];
                dip = std::max(dip, std::abs(left));
                slope = std::max(slope, std::abs(left - (pulsed[i - 1] - plain[i - 1])) * rate);
            }
            INFO(rate << " Hz, ECG times " << ecg_mv);
            CHECK(dip < 0.1);
            CHECK(slope < 0.3);
            CHECK(pulsed[(from + to) / 2] - plain[(from + to) / 2] == Approx(3).margin(0.1));
        }
    }
}

TEST_CASE("Trap D1: the passband is that of the recording above, and 0.67 Hz or less below") {
    const FilteredRecording clean = filtered(sine(1, 500, 40));
    REQUIRE(clean.filters.high_pass.has_value());
    CHECK(clean.filters.high_pass->value <= 0.67);
    CHECK(height_of(clean.leads[0].samples) == Approx(1).margin(0.02));
    for (const double frequency : {41.0, 103.0, 151.0}) {
        CHECK(height_of(filtered(sine(frequency, 1000, 20)).leads[0].samples) ==
              Approx(1).margin(0.02));
    }
    const FilteredRecording drift = filtered(sine(0.1, 500, 80));
    CHECK(height_of(drift.leads[0].samples) / drift.scale < 0.01);
}

TEST_CASE("Trap D2: mains of 50 and 60 Hz is found, named and taken out, or left in as asked") {
    for (const double mains : {50.0, 60.0}) {
        Recording humming = test::record("normal", 500, 10);
        add_hum(humming, mains);

        CHECK(filtered(humming).filters.powerline->value == mains);
        CHECK(filtered(humming, mains == 50 ? Powerline::hz50 : Powerline::hz60)
                  .filters.powerline->value == mains);
        CHECK_FALSE(filtered(humming, mains == 50 ? Powerline::hz60 : Powerline::hz50)
                        .filters.powerline.has_value());
        CHECK_FALSE(filtered(humming, Powerline::off).filters.powerline.has_value());
        CHECK(filtered(humming).filters.powerline_note.empty());
    }
}

TEST_CASE("Trap D3: at 80 Hz there is no notch at 50 Hz, and the result names its alias of 30 Hz") {
    const Recording still = test::record("normal", 80, 10);
    Recording humming = still;
    add_hum(humming, 50);

    CHECK(filtered(humming).filters.powerline_note ==
          "no notch at 50 Hz: a rate of 80 Hz shows it at 30 Hz, where it was taken out");
    CHECK(filtered(still, Powerline::hz50).filters.powerline_note ==
          "no notch at 50 Hz: a rate of 80 Hz shows it at 30 Hz, where none was taken out");
    CHECK(filtered(still).filters.powerline_note.empty());
    CHECK(filtered(still, Powerline::off).filters.powerline_note.empty());
    CHECK(filtered(test::record("normal", 100, 10), Powerline::hz60).filters.powerline_note ==
          "no notch at 60 Hz: a rate of 100 Hz shows it at 40 Hz, where none was taken out");
}

TEST_CASE("Trap D8: a signal that begins anywhere has no start transient and no delay") {
    Recording whole = test::record("normal", 500, 20);
    for (LeadSignal& lead : whole.leads) {
        std::for_each(lead.samples.begin(), lead.samples.end(), [](double& v) { v += 5; });
    }
    const FilteredRecording clean = filtered(whole);
    for (const std::size_t cut : {2500U, 2610U, 2777U}) {
        Recording later = whole;
        for (LeadSignal& lead : later.leads) {
            lead.samples.erase(lead.samples.begin(),
                               lead.samples.begin() + static_cast<std::ptrdiff_t>(cut));
        }
        const FilteredRecording after = filtered(later);
        double worst = 0;
        for (std::size_t i = 0; i < 2500; ++i) {
            worst = std::max(worst,
                             std::abs(after.leads[1].samples[i] - clean.leads[1].samples[cut + i]));
        }
        INFO("cut " << cut);
        CHECK(worst < 0.25); // mV, of an offset of 5: how the level of the first moment is guessed
    }
}

TEST_CASE("Trap D8: what the result says of its filters is what was done") {
    const FilteredRecording clean = filtered(sine(0.5, 500, 60));

    CHECK(height_of(clean.leads[0].samples) == Approx(0.5).margin(0.05)); // halved at the cutoff
    CHECK(clean.filters.high_pass->value == 0.5);
    CHECK_FALSE(clean.filters.low_pass.has_value()); // none was done: 150 Hz passes, see D1
    CHECK_FALSE(clean.filters.powerline.has_value());
}
