#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

void spoil(Subject& subject, Lead which, const std::string& reason) {
    subject.quality[index_of(which)].verdict = Verdict::bad;
    subject.quality[index_of(which)].reasons = {reason};
    subject.quality[index_of(which)].off = reason == "flat";
}

/// The healthy subject, changed by one step.
template <class Change> bool is_called_normal_with(Change change) {
    Subject subject = healthy();
    change(subject);
    return says(subject, "NORM");
}

} // namespace

TEST_CASE("A healthy ECG is sinus rhythm, and normal, for the values that were measured") {
    CHECK(codes_of(healthy()) == "SR NORM");
    CHECK(finding_of(healthy(), "NORM").reason ==
          "rate 70/min, PR 160 ms, QRS 92 ms, QTc (Framingham) 412 ms, axis 45 degrees, ST, T and "
          "Q within limits");

    Subject ageless = healthy();
    ageless.patient.age.reset();
    CHECK(finding_of(ageless, "NORM").reason.find("limits of adults, age not given") !=
          std::string::npos);
}

TEST_CASE("Rhythm variants alone make an otherwise normal ECG") {
    Subject subject = healthy();
    subject.rhythm.name = subject.rhythm.episodes.front().code = "SBRAD";
    subject.measured.heart_rate = BeatsPerMinute{52};

    CHECK(codes_of(subject) == "SBRAD OTHN");
}

TEST_CASE("An ECG is not called normal when a value was not measured") {
    CHECK(is_called_normal_with([](Subject&) {}));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.heart_rate.reset(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.pr.reset(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.qrs.reset(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.qtc = {}; }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.qrs_axis.reset(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { s.measured.leads.pop_back(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { lead_of(s, Lead::V4).st_j.reset(); }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) { lead_of(s, Lead::V4).t.reset(); }));
}

TEST_CASE("An ECG is not called normal with a deviating ST segment") {
    const auto with_st = [](Lead which, double mv, std::optional<Sex> sex, int age) {
        return is_called_normal_with([&](Subject& s) {
            s.patient.sex = sex;
            s.patient.age = age;
            lead_of(s, which).st_j = lead_of(s, which).st_60 = Millivolts{mv};
        });
    };

    CHECK(with_st(Lead::II, 0.09, Sex::male, 50));
    CHECK_FALSE(with_st(Lead::II, 0.10, Sex::male, 50));
    CHECK(with_st(Lead::V2, 0.19, Sex::male, 40));
    CHECK_FALSE(with_st(Lead::V2, 0.20, Sex::male, 40));
    CHECK(with_st(Lead::V3, 0.24, Sex::male, 39));
    CHECK_FALSE(with_st(Lead::V3, 0.25, Sex::male, 39));
    CHECK(with_st(Lead::V2, 0.14, Sex::female, 50));
    CHECK_FALSE(with_st(Lead::V2, 0.15, Sex::female, 50));
    CHECK_FALSE(with_st(Lead::V2, 0.15, std::nullopt, 50));
    CHECK(with_st(Lead::V5, -0.04, Sex::male, 50));
    CHECK_FALSE(with_st(Lead::V5, -0.05, Sex::male, 50));
    CHECK(with_st(Lead::aVR, -0.08, Sex::male, 50));
}

TEST_CASE("ST that starts low and rises is no depression") {
    CHECK(is_called_normal_with([](Subject& s) {
        lead_of(s, Lead::V5).st_j = Millivolts{-0.08};
        lead_of(s, Lead::V5).st_60 = Millivolts{-0.02};
    }));
}

TEST_CASE("An ECG is not called normal with an inverted T, a wide Q or an odd voltage") {
    const auto with_t = [](Lead which, double mv) {
        return is_called_normal_with([&](Subject& s) { lead_of(s, which).t = Millivolts{mv}; });
    };
    CHECK(with_t(Lead::V5, -0.10));
    CHECK_FALSE(with_t(Lead::V5, -0.11));
    CHECK(with_t(Lead::aVR, -0.3));
    CHECK(with_t(Lead::V1, -0.3));

    const auto with_q = [](Lead which, double ms, double mv) {
        return is_called_normal_with([&](Subject& s) {
            lead_of(s, which).q_duration = Milliseconds{ms};
            lead_of(s, which).q = Millivolts{mv};
        });
    };
    CHECK(with_q(Lead::aVF, 29, -0.2));
    CHECK(with_q(Lead::aVF, 30, -0.09));
    CHECK_FALSE(with_q(Lead::aVF, 30, -0.10));
    CHECK(with_q(Lead::III, 40, -0.3));
    CHECK(with_q(Lead::V2, 20, -0.05));
    CHECK_FALSE(with_q(Lead::V2, 21, -0.05));

    CHECK(is_called_normal_with([](Subject& s) {
        lead_of(s, Lead::V1).s = Millivolts{-1.2};
        lead_of(s, Lead::V5).r = Millivolts{2.29};
    }));
    CHECK_FALSE(is_called_normal_with([](Subject& s) {
        lead_of(s, Lead::V1).s = Millivolts{-1.2};
        lead_of(s, Lead::V5).r = Millivolts{2.3};
    }));
    const auto with_limb_voltage = [](double mv) {
        return is_called_normal_with([&](Subject& s) {
            for (const Lead limb :
                 {Lead::I, Lead::II, Lead::III, Lead::aVR, Lead::aVL, Lead::aVF}) {
                lead_of(s, limb).r = Millivolts{mv - 0.1};
                lead_of(s, limb).s = Millivolts{-0.1};
            }
        });
    };
    CHECK(with_limb_voltage(0.5));
    CHECK_FALSE(with_limb_voltage(0.49));
}

TEST_CASE("A bad lead is named with its reason, and no ECG with one is called normal") {
    Subject subject = healthy();
    spoil(subject, Lead::V3, "flat");
    spoil(subject, Lead::V4, "muscle noise 120 µV");

    CHECK(codes_of(subject) == "MISS ARTE SR");
    CHECK(finding_of(subject, "MISS").reason == "V3 (flat)");
    CHECK(finding_of(subject, "ARTE").reason == "V4 (muscle noise 120 µV)");
}

TEST_CASE("A lead is missing from half of its samples on") {
    Subject subject = healthy();
    spoil(subject, Lead::V6, "missing samples");
    subject.quality.back().missing_share = 0.49;
    CHECK(says(subject, "ARTE"));

    subject.quality.back().missing_share = 0.50;
    CHECK(says(subject, "MISS"));
}

TEST_CASE("Quality is poor with more than a third of the leads bad") {
    Subject subject = healthy();
    for (const Lead which : {Lead::V1, Lead::V2, Lead::V3, Lead::V4}) {
        spoil(subject, which, "muscle noise 120 µV");
    }
    CHECK_FALSE(says(subject, "PQ"));

    spoil(subject, Lead::V5, "muscle noise 120 µV");
    CHECK(finding_of(subject, "PQ").reason == "leads bad 42 % > 33 %");
}

TEST_CASE("Without a usable lead or three beats nothing can be interpreted, and nothing else is") {
    Subject no_beats;
    no_beats.quality = {{"II", Verdict::good, {}, 0, {}}};
    CHECK(codes_of(no_beats) == "UNINT");
    CHECK(finding_of(no_beats, "UNINT").words == "Not interpretable: no QRS complex detected");
    CHECK(finding_of(no_beats, "UNINT").reason == "beats 0 < 3");

    Subject two_beats = no_beats;
    two_beats.measured.beats = 2;
    two_beats.measured.heart_rate = BeatsPerMinute{30};
    two_beats.measured.qrs = 160ms;
    two_beats.measured.qrs_axis = Degrees{170};
    CHECK(codes_of(two_beats) == "UNINT");

    Subject no_lead = healthy();
    for (const Lead which : all_leads) {
        spoil(no_lead, which, "muscle noise 120 µV");
    }
    CHECK(finding_of(no_lead, "UNINT").reason == "12 of 12 leads bad");
}

TEST_CASE("Below 250 Hz the bandwidth is named, and what it does not carry is withheld") {
    Subject subject = healthy();
    subject.rate_hz = 250;
    subject.measured.qrs = 140ms;
    CHECK(says(subject, "IVCD"));
    CHECK_FALSE(says(subject, "LBW"));

    subject.rate_hz = 249.9;
    CHECK_FALSE(says(subject, "IVCD"));
    CHECK_FALSE(says(subject, "ABQRS"));
    CHECK(finding_of(subject, "LBW").reason ==
          "sampling rate 249.9 Hz < 250 Hz; statements on QRS, ST, T, voltage and a normal ECG "
          "withheld");

    Subject plain = healthy();
    plain.rate_hz = 80;
    CHECK(codes_of(plain) == "LBW SR");
}

TEST_CASE("A shape that fewer than three beats have is not judged, and that is said") {
    Subject subject = healthy();
    lead_of(subject, Lead::V1).s = -3.0_mV;
    subject.averaged = 3;
    CHECK(codes_of(subject) == "VCLVH SR");
    subject.averaged = 2;
    CHECK(codes_of(subject) == "NOSHAPE SR");
    CHECK(finding_of(subject, "NOSHAPE").reason == "beats of one shape 2 < 3");
}

TEST_CASE("Below 16 years the limits of adults are withheld, and that is said") {
    Subject child = healthy();
    child.patient.age = 15;
    child.measured.pr = 210ms;
    child.measured.qrs = 118ms;
    child.measured.qrs_axis = Degrees{110};
    CHECK(codes_of(child) == "AGE SR");
    CHECK(finding_of(child, "AGE").reason ==
          "age 15 < 16 years; rate, PR, QRS, axis and morphology not judged");

    child.patient.age = 16;
    CHECK(codes_of(child) == "1AVB RAD IVCD SR");
}

TEST_CASE("Findings go from the critical to the harmless") {
    Subject subject = healthy();
    subject.measured.pr = 205ms;
    subject.measured.qrs_axis = Degrees{-60};
    subject.measured.qtc.framingham = 510ms;

    CHECK(codes_of(subject) == "LNGQT LAD 1AVB SR");
}

TEST_CASE("Nothing at all is said of nothing but that it cannot be interpreted") {
    CHECK(codes_of(Subject{}) == "UNINT");
}
