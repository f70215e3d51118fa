#include "example_recording.hpp"
#include "report/comparison.hpp"
#include "report/patient_match.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;
using namespace std::chrono_literals;

namespace {

/// example_analysis with the standard uncertainties that an analysis line has.
Analysis with_uncertainties() {
    Analysis analysis = example_analysis();
    Measurements& measured = analysis.measurements;
    measured.p_duration = 100ms;
    measured.p_uncertainty = 3ms;
    measured.pr_uncertainty = 3ms;
    measured.qrs_uncertainty = 6ms;
    measured.qt_uncertainty = 4.02ms;
    return analysis;
}

ComparedValue row_named(const std::vector<ComparedValue>& rows, std::string_view label) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.label == label; });
    REQUIRE(found != rows.end());
    return *found;
}

/// Of a quantity in ms with 3 and 4 ms of uncertainty: 5 ms together.
Beyond beyond_of(double earlier, double later) {
    return beyond_uncertainty({"QRS", "ms", {earlier, 3, ""}, {later, 4, ""}});
}

double turn_of(double earlier, double later) {
    return *difference_of({"QRS axis", "°", {earlier, {}, ""}, {later, {}, ""}, 0, true});
}

LeadMeasurements lead_with_st(const std::string& name, std::optional<double> st,
                              std::optional<double> uncertainty = {}) {
    LeadMeasurements lead;
    lead.lead = name;
    lead.st_60 = st ? std::optional{Millivolts{*st}} : std::nullopt;
    lead.st_uncertainty = uncertainty ? std::optional{Millivolts{*uncertainty}} : std::nullopt;
    return lead;
}

RecordingInfo person(const std::string& id, const std::string& name) {
    RecordingInfo info;
    info.patient.id = id;
    info.patient.name = name;
    return info;
}

} // namespace

TEST_CASE("each row has both values, their difference and the root of the squared uncertainties") {
    const Analysis earlier = with_uncertainties();
    Analysis later = with_uncertainties();
    Measurements& measured = later.measurements;
    measured.heart_rate = BeatsPerMinute{72.4};
    measured.p_duration = 104ms;
    measured.p_uncertainty = 4ms;
    measured.pr = 212ms;
    measured.qrs = 110ms;
    measured.qrs_uncertainty = 8ms;
    measured.qrs_axis = Degrees{12};

    const auto rows = compared_values(earlier, later);

    std::vector<std::string> labels;
    for (const ComparedValue& row : rows) {
        labels.push_back(row.label);
    }
    CHECK(labels == std::vector<std::string>{"Vent. rate", "P duration", "PR", "QRS", "QT",
                                             "QTc Bazett", "QTc Fridericia", "P axis", "QRS axis",
                                             "T axis"});

    struct Wanted {
        const char* label;
        const char* unit;
        double earlier, later, difference;
        std::optional<double> uncertainty;
        Beyond beyond;
    };

    for (const Wanted& wanted : {
             Wanted{"Vent. rate", "bpm", 61.4, 72.4, 11, {}, Beyond::unknown},
             Wanted{"P duration", "ms", 100, 104, 4, 5.0, Beyond::within},
             Wanted{"PR", "ms", 224, 212, -12, std::sqrt(18.0), Beyond::twice},
             Wanted{"QRS", "ms", 94, 110, 16, 10.0, Beyond::once},
             Wanted{"QT", "ms", 402, 402, 0, 4.02 * std::sqrt(2.0), Beyond::within},
             Wanted{"QTc Bazett", "ms", 406.7, 406.7, 0, 4.067 * std::sqrt(2.0), Beyond::within},
             Wanted{"QTc Fridericia", "ms", 405.1, 405.1, 0, 4.051 * std::sqrt(2.0),
                    Beyond::within},
             Wanted{"P axis", "°", 52, 52, 0, {}, Beyond::unknown},
             Wanted{"QRS axis", "°", -34, 12, 46, {}, Beyond::unknown},
             Wanted{"T axis", "°", 41, 41, 0, {}, Beyond::unknown},
         }) {
        INFO(wanted.label);
        const ComparedValue row = row_named(rows, wanted.label);
        CHECK(row.unit == wanted.unit);
        CHECK(*row.earlier.value == Approx(wanted.earlier));
        CHECK(*row.later.value == Approx(wanted.later));
        CHECK(*difference_of(row) == wanted.difference);
        REQUIRE(combined_uncertainty(row).has_value() == wanted.uncertainty.has_value());
        if (wanted.uncertainty) {
            CHECK(*combined_uncertainty(row) == Approx(*wanted.uncertainty));
        }
        CHECK(beyond_uncertainty(row) == wanted.beyond);
    }
}

TEST_CASE("a difference is marked beyond its uncertainty and beyond twice it, either way") {
    CHECK(beyond_of(100, 104.9) == Beyond::within);
    CHECK(beyond_of(100, 105) == Beyond::within);
    CHECK(beyond_of(100, 105.1) == Beyond::once);
    CHECK(beyond_of(100, 94.9) == Beyond::once);
    CHECK(beyond_of(100, 110) == Beyond::once);
    CHECK(beyond_of(100, 110.1) == Beyond::twice);
    CHECK(beyond_of(100, 89.9) == Beyond::twice);
}

TEST_CASE("without both uncertainties nothing is marked") {
    CHECK(beyond_uncertainty({"QRS", "ms", {90, 3, ""}, {190, {}, ""}}) == Beyond::unknown);
    CHECK(beyond_uncertainty({"QRS", "ms", {90, {}, ""}, {190, 3, ""}}) == Beyond::unknown);
}

TEST_CASE("a difference is that of the printed values, and none of them is not marked") {
    const ComparedValue close{"ST", "mV", {0.1049, 0.0001, ""}, {0.0951, 0.0001, ""}, 2};
    CHECK(*difference_of(close) == 0);
    CHECK(beyond_uncertainty(close) == Beyond::within);

    const ComparedValue apart{"QRS", "ms", {94.4, 0.5, ""}, {95.6, 0.5, ""}};
    CHECK(*difference_of(apart) == 2);
    CHECK(beyond_uncertainty(apart) == Beyond::once);
}

TEST_CASE("axes turn the shorter way round") {
    CHECK(turn_of(170, -170) == 20);
    CHECK(turn_of(-170, 170) == -20);
    CHECK(turn_of(-34, 12) == 46);
    CHECK(turn_of(90, -90) == 180);
    CHECK(turn_of(-90, 90) == 180);
    CHECK(turn_of(-90, 91) == -179);
    CHECK(turn_of(180, -180) == 0);
}

TEST_CASE("what one of them lacks has a reason and no difference") {
    const Analysis earlier = with_uncertainties();
    Analysis later = with_uncertainties();
    later.measurements.pr.reset();
    later.measurements.absences = {{"pr_ms", "no P wave"}};

    const ComparedValue pr = row_named(compared_values(earlier, later), "PR");

    CHECK(*pr.earlier.value == 224);
    CHECK(pr.earlier.reason.empty());
    CHECK_FALSE(pr.later.value);
    CHECK(pr.later.reason == "no P wave");
    CHECK_FALSE(difference_of(pr));
    CHECK(beyond_uncertainty(pr) == Beyond::unknown);
}

TEST_CASE("in flutter QT has no difference") {
    const Analysis earlier = with_uncertainties();
    Analysis later = with_uncertainties();
    later.rhythm.name = "AFLT";

    for (const char* label : {"QT", "QTc Bazett", "QTc Fridericia"}) {
        const ComparedValue row = row_named(compared_values(earlier, later), label);
        CHECK_FALSE(difference_of(row));
        CHECK(row.later.reason == "T ends in flutter waves");
    }
}

TEST_CASE("a lead alone has no axis for the reason that the QRS has none") {
    const Analysis earlier = with_uncertainties();
    Analysis later = with_uncertainties();
    later.measurements.p_axis = later.measurements.qrs_axis = later.measurements.t_axis = {};
    later.measurements.absences = {{"qrs_axis_deg", "two limb leads are needed"}};
    CHECK(row_named(compared_values(earlier, later), "T axis").later.reason ==
          "two limb leads are needed");

    later.measurements.absences = {{"qrs_axis_deg", "equiphasic QRS in the limb leads"}};
    CHECK(row_named(compared_values(earlier, later), "T axis").later.reason.empty());
    CHECK(row_named(compared_values(earlier, later), "QRS axis").later.reason ==
          "equiphasic QRS in the limb leads");
}

TEST_CASE("ST is compared in the leads that both have, and the others are named") {
    const Recording first = example_recording({"I", "II", "V1", "V2"}, 2, 500);
    const Recording second = example_recording({"II", "V1", "V2", "V6"}, 2, 500);
    Analysis earlier = example_analysis();
    Analysis later = example_analysis();
    earlier.measurements.leads = {lead_with_st("I", 0.01, 0.01), lead_with_st("II", 0.02, 0.03),
                                  lead_with_st("V1", 0.05), lead_with_st("V2", std::nullopt)};
    later.measurements.leads = {lead_with_st("II", -0.10, 0.04), lead_with_st("V1", 0.05, 0.02),
                                lead_with_st("V2", 0.20, 0.02), lead_with_st("V6", 0, 0.02)};
    LeadQuality bad;
    bad.lead = "V2";
    bad.verdict = Verdict::bad;
    earlier.quality = {bad};

    const ComparedLevels levels = compared_levels({{first, earlier}, {second, later}});

    REQUIRE(levels.leads.size() == 2);
    CHECK(levels.leads[0].label == "II");
    CHECK(levels.leads[0].unit == "mV");
    CHECK(*difference_of(levels.leads[0]) == Approx(-0.12));
    CHECK(*combined_uncertainty(levels.leads[0]) == Approx(0.05));
    CHECK(beyond_uncertainty(levels.leads[0]) == Beyond::twice);
    CHECK(levels.leads[1].label == "V1");
    CHECK_FALSE(combined_uncertainty(levels.leads[1]));
    CHECK(levels.not_in_one == std::vector<std::string>{"earlier: none in V2 (bad signal)",
                                                        "earlier: none in V6 (not recorded)",
                                                        "later: none in I (not recorded)"});
}

TEST_CASE("findings are new, gone or still there, with what was said of them before") {
    Finding pr = finding("Prolonged PR interval", "PR 224 ms > 200 ms", Severity::abnormal);
    Finding axis = finding("Left axis deviation", "QRS axis -34° < -30°", Severity::borderline);
    Finding rhythm = finding("Sinus rhythm", "P before each QRS", Severity::normal);
    Finding block = finding("Right bundle branch block", "QRS 140 ms", Severity::abnormal);
    axis.critical = true;
    Finding longer = pr;
    longer.reason = "PR 240 ms > 200 ms";
    longer.certainty = Certainty::probable;

    const auto changes = compared_findings({pr, axis, rhythm}, {longer, block, rhythm});

    REQUIRE(changes.size() == 4);
    CHECK(changes[0].change == FindingChange::appeared);
    CHECK(changes[0].finding.words == "Right bundle branch block");
    CHECK(changes[1].change == FindingChange::gone);
    CHECK(changes[1].finding.words == "Left axis deviation");
    CHECK_FALSE(changes[1].finding.critical);
    CHECK(changes[2].change == FindingChange::same);
    CHECK(changes[2].finding.reason ==
          "PR 240 ms > 200 ms; earlier: Prolonged PR interval, PR 224 ms > 200 ms");
    CHECK(changes[3].finding.reason == "P before each QRS");
}

TEST_CASE("an ECG beside itself has no mark, no news and nothing unlike") {
    const Recording recording = twelve_lead_recording(2);
    Analysis analysis = with_uncertainties();
    analysis.measurements.leads = {lead_with_st("I", 0.01, 0.0001), lead_with_st("V6", -0.2, 0.01)};
    const Comparison same{{recording, analysis}, {recording, analysis}};

    for (const auto& rows : {compared_values(analysis, analysis), compared_levels(same).leads}) {
        for (const ComparedValue& row : rows) {
            INFO(row.label);
            CHECK(difference_of(row) == 0.0);
            CHECK(beyond_uncertainty(row) != Beyond::once);
            CHECK(beyond_uncertainty(row) != Beyond::twice);
        }
    }
    for (const ComparedFinding& one : compared_findings(analysis.findings, analysis.findings)) {
        CHECK(one.change == FindingChange::same);
    }
    CHECK(compared_levels(same).not_in_one.empty());
    CHECK(unlike_conditions(same).empty());
    CHECK(match_patients(recording.info, recording.info).same == SamePatient::yes);
}

TEST_CASE("what was not alike is named, the earlier first") {
    const Recording first = twelve_lead_recording(2, 500);
    const Recording second = example_recording({"II"}, 2, 80);
    Analysis earlier = example_analysis();
    Analysis later = example_analysis();
    earlier.criteria = std::string{"1"};
    earlier.filters.low_pass = Hertz{40};
    later.filters.high_pass = Hertz{0.05};
    later.filters.powerline.reset();
    later.measurements.qtc.fridericia.reset();

    CHECK(unlike_conditions({{first, earlier}, {second, later}}) ==
          std::vector<std::string>{"sampling rate 500 Hz / 80 Hz", "high-pass 0.5 Hz / 0.05 Hz",
                                   "low-pass 40 Hz / none", "mains removed 50 Hz / none",
                                   "recorded 12 leads / 1 lead",
                                   "QTc by Bazett, Fridericia / Bazett", "criteria 1 / not told"});
}

TEST_CASE("two recordings are of one patient when an ID or a name says so and nothing else not") {
    const auto match = [](const RecordingInfo& one, const RecordingInfo& other) {
        return match_patients(one, other).same;
    };
    using enum SamePatient;
    CHECK(match(person("7", "Testa Muster"), person("7", "testa  MUSTER ")) == yes);
    CHECK(match(person("7", "Testa Muster"), person("7", "")) == yes);
    CHECK(match(person("", "Testa Muster"), person("8", "Testa Muster")) == yes);
    CHECK(match(person("7", "Testa Muster"), person("8", "Testa Muster")) == no);
    CHECK(match(person("7", "Testa Muster"), person("7", "Bo Muster")) == no);
    CHECK(match(person("", ""), person("", "")) == unknown);
    CHECK(match(person("7", ""), person("", "Testa Muster")) == unknown);
    CHECK(match_patients(person("", ""), person("7", "")).reason ==
          "the earlier one has neither ID nor name");

    RecordingInfo man = person("7", "");
    man.patient.sex = Sex::male;
    RecordingInfo woman = person("7", "");
    woman.patient.sex = Sex::female;
    CHECK(match_patients(man, woman).reason == "the sexes differ");
}

TEST_CASE("where only names tell, ages have to fit the time that went by") {
    RecordingInfo earlier = person("", "Testa Muster");
    RecordingInfo later = person("", "Testa Muster");
    earlier.start = parse_utc("2015-01-01T00:00:00Z");
    later.start = parse_utc("2025-01-01T00:00:00Z");
    earlier.patient.age = 50;
    for (const auto& [age, same] :
         {std::pair{57, SamePatient::no}, std::pair{58, SamePatient::yes},
          std::pair{60, SamePatient::yes}, std::pair{62, SamePatient::yes},
          std::pair{63, SamePatient::no}}) {
        INFO(age);
        later.patient.age = age;
        CHECK(match_patients(earlier, later).same == same);
    }
    later.start.reset();
    CHECK(match_patients(earlier, later).same == SamePatient::yes);

    later.start = parse_utc("2025-01-01T00:00:00Z");
    earlier.patient.id = std::string{"7"};
    later.patient.id = earlier.patient.id;
    CHECK(match_patients(earlier, later).same == SamePatient::yes);
}
