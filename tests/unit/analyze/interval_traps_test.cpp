// The traps C of known ECG programs: waves and intervals.
#include "drawn_leads.hpp"
#include "formats/wfdb/annotations.hpp"
#include "support/analysed_record.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>

using namespace ecg;
using namespace ecg::test;

namespace {

/// The recording without its first samples, counted anew.
Recording without_first(Recording recording, std::size_t count) {
    for (LeadSignal& lead : recording.leads) {
        lead.samples.erase(lead.samples.begin(),
                           lead.samples.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return recording;
}

/// P on < P off <= QRS on < R < QRS off <= T on < T off < next P on, of those that are there.
void check_order(const Analysis& analysis) {
    std::optional<Seconds> last;
    bool last_is_inside = false; // a point that must lie before the next one, not on it
    const auto follow = [&](const std::optional<Seconds>& point, bool strictly) {
        if (point) {
            CHECK((!last || (strictly || last_is_inside ? *last < *point : *last <= *point)));
            last = point;
            last_is_inside = false;
        }
    };
    for (const BeatWaves& waves : analysis.waves) {
        const Waves& w = waves.global;
        for (const Wave* wave : {&w.p, &w.qrs, &w.t}) {
            follow(wave->onset, wave == &w.p);
            follow(wave->peak, true);
            follow(wave->offset, true);
        }
    }
}

double share_with(const Analysis& analysis, Wave Waves::*wave) {
    const auto with =
        std::count_if(analysis.waves.begin(), analysis.waves.end(),
                      [&](const BeatWaves& waves) { return !(waves.global.*wave).empty(); });
    return static_cast<double>(with) / static_cast<double>(analysis.waves.size());
}

const std::vector<Lobe> normal_p{{-180, 100, 0.15}};
const std::vector<Lobe> normal_t{{180, 180, 0.35}};

std::vector<Lobe> joined(std::vector<Lobe> a, const std::vector<Lobe>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const LeadMeasurements& lead_of(const Analysis& analysis, const std::string& name) {
    const auto& leads = analysis.measurements.leads;
    const auto found = std::find_if(leads.begin(), leads.end(),
                                    [&](const LeadMeasurements& m) { return m.lead == name; });
    REQUIRE(found != leads.end());
    return *found;
}

} // namespace

TEST_CASE("Trap C1: a beat that the first sample cuts has no onset, and nothing breaks") {
    const auto made = synth::synthesize(some("normal", 100, 10));
    const auto first_r =
        static_cast<std::size_t>(std::lround(made.truth.beats.at(2).r_peak.count() * 100));
    for (std::size_t before = 0; before <= 20; ++before) { // before R, whose sample 4 broke others
        const Analysis analysis = analysed(without_first(made.recording, first_r - before));
        INFO("first R at sample " << before);
        REQUIRE(analysis.beats.size() + 3 >= made.truth.beats.size());
        for (const BeatWaves& waves : analysis.waves) {
            for (const Wave* wave : {&waves.global.p, &waves.global.qrs, &waves.global.t}) {
                CHECK(wave->onset.value_or(Seconds{0}) >= Seconds{0});
                CHECK(wave->offset.value_or(Seconds{0}) <= Seconds{10});
            }
        }
        const bool first_found = analysis.beats[0].time.count() < 0.3;
        CHECK((!first_found || before > 15 || !analysis.waves[0].global.p.onset));
        CHECK((!first_found || before > 3 || !analysis.waves[0].global.qrs.onset));
        CHECK(analysis.measurements.qrs.has_value());
    }
}

TEST_CASE("Trap C3: the points of all beats of every preset stand in their order") {
    for (const auto& [name, words] : synth::presets()) {
        if (name == "asystole") { // has no beats to tell the order of
            continue;
        }
        for (const double rate : {80.0, 250.0, 500.0}) {
            INFO(name << " at " << rate << " Hz");
            check_order(analysed(record(name, rate, 30)));
        }
    }
}

TEST_CASE("Trap C3: the points of all beats of MIT-BIH 109, left bundle branch block, too") {
    const auto folder = reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");
    const Analysis analysis = analysis_of_record(*folder / "109.hea");
    CHECK(analysis.beats.size() > 2500);
    check_order(analysis);
}

TEST_CASE("Trap C4: PR of twelve leads at 500 Hz is that from the earliest onset, to 10 ms") {
    for (const double pr : {110.0, 130.0, 160.0, 200.0, 260.0}) {
        for (const double axis : {-40.0, 30.0, 90.0}) {
            auto settings = some("normal", 500, 20);
            settings.pr = Milliseconds{pr};
            settings.qrs_axis = Degrees{axis};
            settings.noise.white = Millivolts{0.01};

            const Analysis analysis = analysed(synth::synthesize(settings).recording);

            INFO("PR " << pr << " ms, axis " << axis);
            REQUIRE(analysis.measurements.pr.has_value());
            CHECK(analysis.measurements.pr->count() == Approx(pr).margin(10));
        }
    }
}

TEST_CASE("Trap C8: atrial fibrillation has no P in 95 of 100 beats, with noise too") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        auto settings = some("af", 500, 60);
        settings.seed = seed;
        settings.noise.muscle = Millivolts{seed % 2 == 0 ? 0.02 : 0.0};
        const Analysis analysis = analysed(synth::synthesize(settings).recording);
        INFO("seed " << seed);
        CHECK(share_with(analysis, &Waves::p) <= 0.05);
        CHECK(share_with(analysis, &Waves::t) >= 0.9);
        CHECK_FALSE(analysis.measurements.pr.has_value());
    }
}

TEST_CASE("Trap C8: a wave that was not drawn is not found, one that was is") {
    const std::vector<Lobe> qrs{{-40, 20, -0.1}, {-20, 40, 1.2}, {20, 20, -0.2}};
    const auto shares = [&](const std::vector<Lobe>& lobes) {
        const Analysis analysis = analysed(
            draw_leads({{Lead::I, lobes}, {Lead::II, lobes}, {Lead::V5, lobes}}, 500, 40, 0.01));
        REQUIRE(analysis.beats.size() >= 38);
        return std::pair{share_with(analysis, &Waves::p), share_with(analysis, &Waves::t)};
    };

    const auto [p_of_all, t_of_all] = shares(joined(joined(qrs, normal_p), normal_t));
    CHECK(p_of_all >= 0.95);
    CHECK(t_of_all >= 0.95);
    CHECK(shares(joined(qrs, normal_t)).first <= 0.05);
    CHECK(shares(joined(qrs, normal_p)).second <= 0.05);
}

TEST_CASE("Trap C8: P before most beats of MIT-BIH 101, before few of 203, which fibrillates") {
    const auto folder = reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");
    const double sinus = share_with(analysis_of_record(*folder / "101.hea"), &Waves::p);
    const double fibrillation = share_with(analysis_of_record(*folder / "203.hea"), &Waves::p);
    INFO("P share " << sinus << " and " << fibrillation);
    CHECK(sinus >= 0.9); // some are buried in noise
    CHECK(fibrillation <= 0.2);
}

TEST_CASE("Trap C9: a lead of QR or RS has two waves, not a third that was never there") {
    const auto with = [](const std::vector<Lobe>& qrs) {
        return joined(joined(qrs, normal_p), normal_t);
    };
    const std::vector<Lobe> small_end{{-30, 30, -0.3}, {0, 40, 1.2}, {40, 20, -0.02}};
    const std::vector<Lobe> short_end{{-30, 30, 0.9}, {0, 40, -0.8}, {40, 4, 0.1}};
    const Analysis analysis =
        analysed(draw_leads({{Lead::I, with({{-30, 30, -0.3}, {0, 40, 1.2}})},
                             {Lead::II, with({{-30, 30, 0.9}, {0, 40, -0.8}})},
                             {Lead::V1, with({{-30, 70, -1.1}})},
                             {Lead::V4, with(small_end)},
                             {Lead::V5, with(short_end)}},
                            500, 20));

    const LeadMeasurements& qr = lead_of(analysis, "I");
    CHECK(qr.q->value == Approx(-0.3).margin(0.05));
    CHECK(qr.r->value == Approx(1.2).margin(0.05));
    CHECK_FALSE(qr.s);
    const LeadMeasurements& rs = lead_of(analysis, "II");
    CHECK_FALSE(rs.q);
    CHECK(rs.r->value == Approx(0.9).margin(0.05));
    CHECK(rs.s->value == Approx(-0.8).margin(0.05));
    CHECK_FALSE(rs.r2);
    const LeadMeasurements& qs = lead_of(analysis, "V1");
    CHECK(qs.q->value == Approx(-1.1).margin(0.05));
    CHECK_FALSE(qs.r);
    CHECK_FALSE(qs.s);
    CHECK_FALSE(lead_of(analysis, "V4").s);  // 20 µV are none
    CHECK_FALSE(lead_of(analysis, "V5").r2); // nor are 4 ms
}

TEST_CASE("Trap C9: the T wave of a lead points one way in all beats, noise or not") {
    const std::vector<Lobe> qrs{{-30, 30, 0.9}, {0, 40, -0.4}};
    const std::vector<Lobe> biphasic{{180, 90, -0.12}, {270, 90, 0.07}};
    const std::vector<Lobe> inverted{{180, 180, -0.15}};
    const Recording recording = draw_leads({{Lead::I, joined(qrs, normal_t)},
                                            {Lead::II, joined(qrs, inverted)},
                                            {Lead::V2, joined(qrs, biphasic)}},
                                           500, 60, 0.015);

    const Analysis analysis = analysed(recording);

    CHECK(lead_of(analysis, "I").t->value == Approx(0.35).margin(0.04));
    CHECK(lead_of(analysis, "II").t->value == Approx(-0.15).margin(0.04));
    CHECK(lead_of(analysis, "V2").t->value == Approx(-0.12).margin(0.04));
    for (std::size_t l = 0; l < 3; ++l) {
        std::vector<double> behind_r;
        for (std::size_t b = 0; b < analysis.waves.size(); ++b) {
            if (const auto& peak = analysis.waves[b].leads.at(l).t.peak) {
                behind_r.push_back((*peak - analysis.beats[b].time).count());
            }
        }
        REQUIRE(behind_r.size() >= 50);
        const auto [low, high] = std::minmax_element(behind_r.begin(), behind_r.end());
        INFO(recording.leads[l].name);
        CHECK(*high - *low < 0.07); // the other phase of the biphasic one is 90 ms away
    }
}

TEST_CASE("Trap C12: intervals are the same at 80 to 1000 Hz, to a sample or 4 ms") {
    const auto measured_at = [](double rate) {
        return analysed(record("normal", rate, 20)).measurements;
    };
    const Measurements finest = measured_at(1000);
    for (const double rate : {80.0, 100.0, 128.0, 200.0, 250.0, 360.0, 500.0}) {
        const Measurements measured = measured_at(rate);
        const double margin = std::max(1000 / rate, 4.0);
        INFO(rate << " Hz");
        CHECK(measured.p_duration->count() == Approx(finest.p_duration->count()).margin(margin));
        CHECK(measured.pr->count() == Approx(finest.pr->count()).margin(margin));
        CHECK(measured.qrs->count() == Approx(finest.qrs->count()).margin(margin));
        CHECK(measured.qt->count() == Approx(finest.qt->count()).margin(margin));
    }
}
