#include "../synthetic.hpp"
#include "accuracy/beat_score.hpp"
#include "accuracy/noise_stress.hpp"
#include "analyze/detect/beat_sqi.hpp"
#include "analyze/stream.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecg;
using analyze::beat_sqi;

namespace {

std::vector<Seconds> times(std::initializer_list<double> seconds) {
    std::vector<Seconds> out;
    for (const double s : seconds) {
        out.emplace_back(s);
    }
    return out;
}

/// Noise that looks like ECG at a glance: white, as slow as a QRS complex.
std::vector<double> noise(std::size_t count, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<double> out;
    double low = 0;
    for (std::size_t i = 0; i < count; ++i) {
        low += 0.1 * (static_cast<double>(random()) / 4294967296.0 - 0.5 - low);
        out.push_back(4 * low);
    }
    return out;
}

double index_of(const Analysis& analysis, std::size_t lead) {
    return analysis.quality.at(lead).beat_sqi.value_or(-1);
}

bool explains(const Analysis& analysis, const std::string& key) {
    const auto& all = analysis.measurements.absences;
    return std::any_of(all.begin(), all.end(), [&](const Absence& a) { return a.key == key; });
}

} // namespace

TEST_CASE("The beat index is what both have of what either has") {
    const auto first = times({1, 2, 3, 4, 5});
    CHECK(beat_sqi(first, first, {Seconds{0}, Seconds{10}}) == 1.0);
    CHECK(*beat_sqi(first, times({1.14, 2, 3.2, 4}), {Seconds{0}, Seconds{10}}) ==
          Approx(3.0 / 6)); // 1, 2, 4 of 1, 2, 3, 3.2, 4, 5
    CHECK(beat_sqi(first, {}, {Seconds{0}, Seconds{10}}) == 0.0);
}

TEST_CASE("The beat index looks at its window alone, and at nothing below two beats") {
    const auto first = times({1, 2, 3, 14});
    CHECK(beat_sqi(first, times({1, 2, 3}), {Seconds{0}, Seconds{10}}) == 1.0);
    CHECK_FALSE(beat_sqi(first, {}, {Seconds{10}, Seconds{20}}));
    CHECK_FALSE(beat_sqi({}, {}, {Seconds{0}, Seconds{10}}));
}

TEST_CASE("In clean leads whose QRS is taller than their T both detectors find the same beats") {
    for (const auto preset : {"normal", "brady", "tachy", "af", "pvc", "lbbb"}) {
        const Analysis analysis = test::analysed(test::record(preset, 250, 30));
        for (const std::size_t lead : {1U, 7U, 9U, 10U, 11U}) { // II, V2, V4 to V6
            INFO(preset << " " << analysis.quality[lead].lead);
            CHECK(index_of(analysis, lead) == Approx(1).margin(0.02));
        }
    }
}

TEST_CASE("A loose lead among three has a low index, and the others keep theirs") {
    Recording recording = test::record("normal", 250, 60);
    recording.leads.resize(3);
    recording.leads[2].samples = noise(recording.leads[2].samples.size(), 5);
    const Analysis analysis = test::analysed(recording);
    CHECK(index_of(analysis, 0) >= 0.95);
    CHECK(index_of(analysis, 1) >= 0.95);
    CHECK(index_of(analysis, 2) < 0.6);
    CHECK(analysis.quality[2].verdict == Verdict::fair);
}

TEST_CASE("Noise alone has a low index or none") {
    Recording recording = test::record("normal", 250, 60);
    recording.leads.resize(1);
    recording.leads[0].samples = noise(recording.leads[0].samples.size(), 9);
    const Analysis analysis = test::analysed(recording);
    CHECK(index_of(analysis, 0) < 0.6);
}

TEST_CASE("Where nothing can be judged there is no index, and the reason is told") {
    Recording recording = test::record("normal", 250, 10);
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), 0.0);
    }
    const Analysis flat = test::analysed(recording);
    CHECK_FALSE(flat.quality.front().beat_sqi);
    CHECK(explains(flat, "quality.beat_sqi"));

    const Analysis beats = test::analysed(test::record("normal", 250, 10));
    CHECK_FALSE(explains(beats, "quality.beat_sqi"));
}

TEST_CASE("Session lines have the index of their own time") {
    Recording recording = test::record("normal", 250, 90);
    recording.leads.resize(2);
    auto& second = recording.leads[1].samples;
    const auto loose = noise(second.size(), 3);
    std::copy(loose.begin() + 10'000, loose.end(), second.begin() + 10'000); // from 40 s on

    analyze::StreamAnalyzer analyzer{{.filter = {}, .lead_waves = false}};
    auto lines = analyzer.add(recording);
    for (auto& line : analyzer.finish(std::nullopt)) {
        lines.push_back(std::move(line));
    }

    REQUIRE(lines.size() == 18);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& index = lines[i].analysis->quality.at(1).beat_sqi;
        INFO(i);
        REQUIRE(index);
        CHECK((i > 6 || *index >= 0.9));
        CHECK((i < 10 || *index < 0.7));
    }
    const double overall = *analyzer.summary().quality.at(1).beat_sqi;
    CHECK((overall > 0.4 && overall < 0.85));
}

TEST_CASE("The louder the noise of moved electrodes, the lower the mean index of MIT-BIH") {
    const auto folder = test::reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");
    const auto noises = test::reference_data("nstdb");
    SKIP_WITHOUT_DATA(noises, "nstdb");
    const Recording em = formats::read_recording((*noises / "em.hea").string(), {}).recording;
    double last = 1;
    for (const double snr_db : {24.0, 12.0, 6.0, 0.0, -6.0}) {
        double sum = 0;
        double count = 0;
        for (const auto* record : {"101", "119", "205", "223"}) {
            const auto path = *folder / record;
            const Recording clean = formats::read_recording(path.string() + ".hea", {}).recording;
            const auto reference = accuracy::reference_of(
                formats::read_annotations(path.string() + ".atr"), Hertz{360});
            Recording noisy = accuracy::with_noise(clean, reference, em, snr_db);
            for (LeadSignal& lead : noisy.leads) { // two noisy minutes
                lead.samples = {lead.samples.begin() + 300 * 360, lead.samples.begin() + 420 * 360};
            }
            for (const LeadQuality& lead : test::analysed(noisy).quality) {
                sum += lead.beat_sqi.value_or(0);
                ++count;
            }
        }
        INFO(snr_db << " dB: " << sum / count);
        CHECK(sum / count <= last + 0.01);
        last = sum / count;
    }
    CHECK(last < 0.7);
}
