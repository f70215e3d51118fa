#include "analyze/measure/measure_beats.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::analyze;

namespace {

std::string reason_for(const Measurements& m, const std::string& key) {
    const auto found = std::find_if(m.absences.begin(), m.absences.end(),
                                    [&](const Absence& a) { return a.key == key; });
    return found == m.absences.end() ? "" : found->reason;
}

LeadMeasurements usable(const std::string& name) {
    LeadMeasurements lead;
    lead.lead = name;
    lead.st_j = Millivolts{0};
    return lead;
}

LeadMeasurements with_tangent(const std::string& name, double ms) {
    LeadMeasurements lead = usable(name);
    lead.qt_tangent = Milliseconds{ms};
    return lead;
}

} // namespace

TEST_CASE("QT by tangent is lead II's, else V5's, else the median over leads") {
    Measurements m;
    m.qt = Milliseconds{380};
    m.leads = {with_tangent("I", 350), with_tangent("II", 360), with_tangent("V5", 370)};
    complete(m);
    CHECK(m.qt_tangent->count() == 360);
    CHECK(m.qt_tangent_lead == "II");

    m.leads[1].qt_tangent.reset();
    complete(m);
    CHECK(m.qt_tangent->count() == 370);
    CHECK(m.qt_tangent_lead == "V5");

    m.leads = {with_tangent("I", 350), usable("II"), with_tangent("aVF", 360),
               with_tangent("V3", 380)};
    complete(m);
    CHECK(m.qt_tangent->count() == 360);
    CHECK(m.qt_tangent_lead == "median");

    m.leads = {usable("II")};
    complete(m);
    CHECK_FALSE(m.qt_tangent);
    CHECK(m.qt_tangent_lead.empty());
}

TEST_CASE("A tangent far from where T ends over all leads is not taken") {
    Measurements m;
    m.beats = 10;
    m.qrs = Milliseconds{90};
    m.qt = Milliseconds{370};
    m.leads = {with_tangent("I", 350), with_tangent("II", 182), with_tangent("V5", 360)};
    complete(m);
    CHECK(m.qt_tangent->count() == 360);
    CHECK(m.qt_tangent_lead == "V5");

    m.leads = {with_tangent("V1", 182)};
    complete(m);
    CHECK_FALSE(m.qt_tangent);
    CHECK(reason_for(m, "qt_tangent_ms") == "the leads' tangents lie far from the end of T");
}

TEST_CASE("An absent QT by tangent says whether T is missing, flat, or cut by the next beat") {
    Measurements m;
    complete(m);
    CHECK(reason_for(m, "qt_tangent_ms") == "no QRS complex was found");
    m.beats = 10;
    m.qrs = Milliseconds{90};
    complete(m);
    CHECK(reason_for(m, "qt_tangent_ms") == "no end of T stands out");
    m.qt = Milliseconds{400};
    m.leads = {usable("II")};
    m.leads[0].t = Millivolts{-0.08};
    complete(m);
    CHECK(reason_for(m, "qt_tangent_ms") == "T is flatter than 0.1 mV in every lead");
    m.leads[0].t = Millivolts{-0.3};
    complete(m);
    CHECK(reason_for(m, "qt_tangent_ms") == "T does not come down to a baseline");
}

TEST_CASE("An absent end of P in V1 says what is missing") {
    Measurements m;
    m.beats = 10;
    m.qrs = Milliseconds{90};
    m.leads = {usable("II")};
    complete(m);
    CHECK(reason_for(m, "p_terminal_force_mv_ms") == "no P wave comes with the QRS complexes");
    m.pr = Milliseconds{160};
    complete(m);
    CHECK(reason_for(m, "p_terminal_force_mv_ms") == "there is no lead V1");
    m.leads.emplace_back().lead = "V1";
    complete(m);
    CHECK(reason_for(m, "p_terminal_force_mv_ms") == "lead V1 is not usable");
    m.leads.back() = usable("V1");
    complete(m);
    CHECK(reason_for(m, "p_terminal_force_mv_ms") == "P in V1 does not stand out");
    CHECK(reason_for(m, "qrs_notches_ms") == "the sampling rate is below 250 Hz");
}

TEST_CASE("An absent axis says whether leads are missing or the QRS is equiphasic") {
    Measurements m;
    m.beats = 10;
    m.qrs = Milliseconds{90};
    m.leads = {usable("I"), usable("V1")};
    complete(m);
    CHECK(reason_for(m, "qrs_axis_deg") == "two limb leads are needed");

    m.leads = {usable("I"), usable("II")};
    complete(m);
    CHECK(reason_for(m, "qrs_axis_deg") == "equiphasic QRS in the limb leads");
}

TEST_CASE("What is measured has no reason to be absent") {
    Measurements m;
    m.beats = 10;
    m.heart_rate = BeatsPerMinute{60};
    m.rr = Milliseconds{1000};
    m.qrs = Milliseconds{90};
    m.pr = Milliseconds{160};
    m.qt = Milliseconds{400};
    m.qrs_axis = Degrees{30};
    m.p_terminal_v1.force_mv_ms = 0;
    m.leads = {with_tangent("II", 380)};
    m.leads[0].notches.emplace();
    complete(m);

    for (const auto* key :
         {"heart_rate_bpm", "qrs_ms", "pr_ms", "qt_ms", "qtc_bazett_ms", "qrs_axis_deg",
          "qt_tangent_ms", "p_terminal_force_mv_ms", "qrs_notches_ms"}) {
        CHECK(reason_for(m, key).empty());
    }
    CHECK(m.qtc.bazett->count() == Approx(400));
}
