#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// QS or rS in V1, broad R to the left that peaks late, no q.
Subject left_block() {
    Subject subject = healthy();
    subject.measured.qrs = 150ms;
    for (const Lead which : {Lead::I, Lead::aVL, Lead::V5, Lead::V6}) {
        lead_of(subject, which).r_peak_time = 80ms;
        lead_of(subject, which).s.reset();
    }
    return subject;
}

/// rsR' in V1, wide S in I and V6.
Subject right_block() {
    Subject subject = healthy();
    subject.measured.qrs = 140ms;
    lead_of(subject, Lead::V1).s = -0.3_mV;
    lead_of(subject, Lead::V1).r2 = 0.7_mV;
    lead_of(subject, Lead::V1).r_peak_time = 95ms;
    lead_of(subject, Lead::I).s_duration = 60ms;
    lead_of(subject, Lead::V6).s_duration = 55ms;
    return subject;
}

/// qR in aVL, rS in II, III and aVF, axis far to the left.
Subject left_anterior() {
    Subject subject = healthy();
    subject.measured.qrs_axis = Degrees{-55};
    lead_of(subject, Lead::aVL).q = -0.06_mV;
    lead_of(subject, Lead::aVL).r = 0.9_mV;
    lead_of(subject, Lead::aVL).r_peak_time = 48ms;
    for (const Lead which : {Lead::II, Lead::III, Lead::aVF}) {
        lead_of(subject, which).r = 0.2_mV;
        lead_of(subject, which).s = -0.8_mV;
    }
    return subject;
}

} // namespace

TEST_CASE("Left bundle branch block takes width, a late R to the left, no q and a negative V1") {
    const Finding finding = finding_of(left_block(), "CLBBB");
    CHECK(finding.reason == "QRS 150 ms >= 120 ms, V6 R peak 80 ms > 60 ms, no q in I, V5, V6, V1 "
                            "mainly negative");
    CHECK(finding.certainty == Certainty::probable);
    CHECK(codes_of(left_block()) == "CLBBB SR NOQTC");

    Subject notched = left_block();
    lead_of(notched, Lead::V6).notches->push_back(70ms);
    CHECK(finding_of(notched, "CLBBB").certainty == Certainty::definite);

    Subject narrow = left_block();
    narrow.measured.qrs = 119ms;
    CHECK(says(narrow, "ILBBB"));
    CHECK_FALSE(says(narrow, "CLBBB"));

    for (const Lead which : {Lead::I, Lead::V5, Lead::V6}) {
        Subject with_q = left_block();
        lead_of(with_q, which).q = -0.06_mV;
        CHECK_FALSE(says(with_q, "CLBBB"));
        CHECK(says(with_q, "IVCD"));
    }

    Subject early = left_block();
    for (const Lead which : {Lead::I, Lead::aVL, Lead::V5, Lead::V6}) {
        lead_of(early, which).r_peak_time = 55ms;
    }
    CHECK_FALSE(says(early, "CLBBB"));
}

TEST_CASE("Where V5 and V6 have the displaced transition, a late R in I or aVL will do") {
    Subject subject = left_block();
    for (const Lead which : {Lead::V5, Lead::V6}) {
        lead_of(subject, which).r = 0.1_mV;
        lead_of(subject, which).s = -0.9_mV;
    }
    CHECK(finding_of(subject, "CLBBB").reason.find("I R peak 80 ms >= 60 ms") != std::string::npos);
}

TEST_CASE("Right bundle branch block takes width, a late R' in V1 or V2 and a wide S in I or V6") {
    const Finding finding = finding_of(right_block(), "CRBBB");
    CHECK(finding.reason ==
          "QRS 140 ms >= 120 ms, V1 R' peak 95 ms > 50 ms, I S 60 ms, V6 S 55 ms");
    CHECK(finding.certainty == Certainty::definite);

    Subject one = right_block();
    lead_of(one, Lead::V6).s_duration = 30ms;
    CHECK(finding_of(one, "CRBBB").certainty == Certainty::probable);
    lead_of(one, Lead::I).s_duration = 30ms;
    CHECK_FALSE(says(one, "CRBBB"));
    CHECK(says(one, "IVCD"));

    Subject narrow = right_block();
    narrow.measured.qrs = 112ms;
    CHECK(finding_of(narrow, "IRBBB").certainty == Certainty::definite);
    CHECK_FALSE(says(narrow, "CRBBB"));
}

TEST_CASE("ST that the right bundle branch block moves down in V1 to V3 is no depression") {
    Subject subject = right_block();
    for (const Lead which : {Lead::V1, Lead::V2, Lead::V3}) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = -0.12_mV;
    }
    CHECK_FALSE(says(subject, "STD_"));
    for (const Lead which : {Lead::V4, Lead::V5}) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = -0.12_mV;
    }
    CHECK(finding_of(subject, "STD_").reason.find("V3") == std::string::npos);
}

TEST_CASE("An R' above R is an incomplete block at any narrow QRS, unless it has no top") {
    Subject subject = right_block();
    subject.measured.qrs = 96ms;
    CHECK(finding_of(subject, "IRBBB").reason == "V1 R' 0.7 mV > R 0.2 mV, QRS 96 ms");

    Subject without_top = subject;
    lead_of(without_top, Lead::V1).r_peak_time = 20ms;
    CHECK_FALSE(says(without_top, "IRBBB"));

    Subject flutters = subject;
    flutters.rhythm.name = "REGUL";
    CHECK_FALSE(says(flutters, "IRBBB"));
}

TEST_CASE("A wide QRS of neither shape is a delay, where I, V1, V2, V5 and V6 were measured") {
    Subject subject = healthy();
    subject.measured.qrs = 111ms;
    CHECK(finding_of(subject, "IVCD").severity == Severity::borderline);
    subject.measured.qrs = 125ms;
    CHECK(finding_of(subject, "IVCD").severity == Severity::abnormal);
    CHECK_FALSE(says(subject, "ABQRS"));

    subject.quality[index_of(Lead::V6)].verdict = Verdict::bad;
    CHECK_FALSE(says(subject, "IVCD"));
    CHECK(says(subject, "ABQRS"));
}

TEST_CASE("Left anterior block takes the axis, qR in aVL and rS below, and stands for the axis") {
    CHECK(codes_of(left_anterior()) == "LAFB SR");

    Subject less = left_anterior();
    less.measured.qrs_axis = Degrees{-44};
    CHECK_FALSE(says(less, "LAFB"));
    CHECK(says(less, "LAD"));

    Subject early = left_anterior();
    lead_of(early, Lead::aVL).r_peak_time = 44ms;
    CHECK_FALSE(says(early, "LAFB"));

    Subject scar = left_anterior();
    for (const Lead which : {Lead::II, Lead::III, Lead::aVF}) {
        lead_of(scar, which).q = -0.8_mV;
        lead_of(scar, which).r.reset();
        lead_of(scar, which).s.reset();
    }
    CHECK_FALSE(says(scar, "LAFB"));
    CHECK(says(scar, "IMI"));
}

TEST_CASE("Left posterior block is a thing to consider, and stands for the axis") {
    Subject subject = healthy();
    subject.measured.qrs_axis = Degrees{110};
    for (const Lead which : {Lead::I, Lead::aVL}) {
        lead_of(subject, which).r = 0.2_mV;
        lead_of(subject, which).s = -0.6_mV;
    }
    for (const Lead which : {Lead::III, Lead::aVF}) {
        lead_of(subject, which).q = -0.06_mV;
        lead_of(subject, which).r = 1.0_mV;
    }
    CHECK(finding_of(subject, "LPFB").certainty == Certainty::consider);
    CHECK_FALSE(says(subject, "RAD"));
}

TEST_CASE("A short PR before a wide QRS may be pre-excitation") {
    Subject subject = healthy();
    subject.measured.pr = 100ms;
    subject.measured.qrs = 130ms;
    CHECK(finding_of(subject, "WPW").reason ==
          "PR 100 ms < 120 ms, QRS 130 ms >= 120 ms, delta wave not measured");

    CHECK_FALSE(says(subject, "IVCD"));
    CHECK_FALSE(says(subject, "SPR"));

    subject.rhythm.name = "AFIB";
    CHECK_FALSE(says(subject, "WPW"));
}

TEST_CASE("What a block of the left bundle does to ST, T, voltage and axis is not said again") {
    Subject subject = left_block();
    subject.measured.qrs_axis = Degrees{-50};
    lead_of(subject, Lead::V1).s = -3.0_mV;
    for (const Lead which : {Lead::V1, Lead::V2, Lead::V3}) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = 0.4_mV;
    }
    for (const Lead which : {Lead::I, Lead::V5, Lead::V6}) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = -0.2_mV;
        lead_of(subject, which).t = -0.3_mV;
    }
    CHECK(codes_of(subject) == "CLBBB SR NOQTC");
}

TEST_CASE("No shape is named of beats from the ventricles, of a child or below 250 Hz") {
    Subject ventricular = right_block();
    ventricular.rhythm.name = "AIVR";
    CHECK_FALSE(says(ventricular, "CRBBB"));

    Subject child = right_block();
    child.patient.age = 12;
    CHECK_FALSE(says(child, "CRBBB"));

    Subject slow = right_block();
    slow.rate_hz = 200;
    CHECK_FALSE(says(slow, "CRBBB"));

    Subject tachycardia = right_block();
    tachycardia.rhythm.name = "WQT";
    CHECK(finding_of(tachycardia, "CRBBB").certainty == Certainty::consider);
}
