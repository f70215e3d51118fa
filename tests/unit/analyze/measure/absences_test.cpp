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

} // namespace

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
    complete(m);

    for (const auto* key :
         {"heart_rate_bpm", "qrs_ms", "pr_ms", "qt_ms", "qtc_bazett_ms", "qrs_axis_deg"}) {
        CHECK(reason_for(m, key).empty());
    }
    CHECK(m.qtc.bazett->count() == Approx(400));
}
