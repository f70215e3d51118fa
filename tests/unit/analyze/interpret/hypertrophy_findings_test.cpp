#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

Subject with_sokolow(double mv) {
    Subject subject = healthy();
    lead_of(subject, Lead::V1).s = Millivolts{-1.5};
    lead_of(subject, Lead::V5).r = Millivolts{mv - 1.5};
    return subject;
}

Subject with_cornell(double mv, std::optional<Sex> sex) {
    Subject subject = healthy();
    subject.patient.sex = sex;
    subject.measured.qrs = 80ms;
    lead_of(subject, Lead::aVL).r = 0.8_mV;
    lead_of(subject, Lead::V3).r = 1.0_mV;
    lead_of(subject, Lead::V3).s = Millivolts{0.8 - mv};
    return subject;
}

} // namespace

TEST_CASE("Voltage names the criterion that it meets") {
    CHECK_FALSE(says(with_sokolow(3.49), "VCLVH"));
    CHECK(finding_of(with_sokolow(3.5), "VCLVH").reason ==
          "Sokolow-Lyon S V1 + R V5/V6 3.5 mV >= 3.5 mV");

    CHECK_FALSE(says(with_cornell(2.80, Sex::male), "VCLVH"));
    CHECK(says(with_cornell(2.81, Sex::male), "VCLVH"));
    CHECK(says(with_cornell(2.01, Sex::female), "VCLVH"));
    CHECK_FALSE(says(with_cornell(2.00, Sex::female), "VCLVH"));
    CHECK_FALSE(says(with_cornell(2.50, std::nullopt), "VCLVH"));

    Subject slow = with_cornell(2.4, Sex::male);
    slow.measured.qrs = 104ms;
    CHECK(finding_of(slow, "VCLVH").reason == "Cornell product 250 mV ms > 244 mV ms");

    Subject tall = healthy();
    lead_of(tall, Lead::aVL).r = 1.2_mV;
    CHECK(finding_of(tall, "VCLVH").reason == "R aVL 1.2 mV > 1.1 mV");
    tall.measured.qrs_axis = Degrees{-50};
    CHECK_FALSE(says(tall, "VCLVH"));
}

TEST_CASE("With ST down and T inverted to the left voltage is hypertrophy, and they are its own") {
    Subject subject = with_sokolow(4.0);
    for (const Lead which : {Lead::V5, Lead::V6}) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = -0.1_mV;
        lead_of(subject, which).t = -0.2_mV;
    }
    CHECK(codes_of(subject) == "LVH SR");
    CHECK(finding_of(subject, "LVH").certainty == Certainty::probable);
}

TEST_CASE("Below 35 years voltage alone says nothing") {
    Subject young = with_sokolow(4.0);
    young.patient.age = 34;
    CHECK_FALSE(says(young, "VCLVH"));
    young.patient.age = 35;
    CHECK(says(young, "VCLVH"));
}

TEST_CASE("A criterion whose lead is bad is not met") {
    Subject subject = with_sokolow(4.0);
    subject.quality[index_of(Lead::V1)].verdict = Verdict::bad;
    CHECK_FALSE(says(subject, "VCLVH"));
}

TEST_CASE("Right ventricular hypertrophy takes a tall R in V1 and the axis to the right") {
    Subject subject = healthy();
    lead_of(subject, Lead::V1).r = 0.8_mV;
    lead_of(subject, Lead::V1).s = -0.3_mV;
    CHECK_FALSE(says(subject, "RVH"));

    subject.measured.qrs_axis = Degrees{105};
    CHECK(finding_of(subject, "RVH").reason ==
          "QRS axis 105 degrees > 90 degrees, R V1 0.8 mV >= 0.7 mV, V1 R 0.8 mV > S 0.3 mV");
}

TEST_CASE("The atria are judged by the end of P in V1 and by its height, in sinus rhythm") {
    Subject subject = healthy();
    subject.measured.p_terminal_v1.depth = -0.1_mV;
    subject.measured.p_terminal_v1.duration = 40ms;
    lead_of(subject, Lead::II).p = 0.25_mV;
    CHECK(finding_of(subject, "LAO/LAE").reason ==
          "V1 end of P -0.1 mV <= -0.1 mV, for 40 ms >= 40 ms");
    CHECK(finding_of(subject, "RAO/RAE").reason == "II P 0.25 mV >= 0.25 mV");

    subject.rhythm.name = "SVTAC";
    CHECK_FALSE(says(subject, "LAO/LAE"));
    CHECK_FALSE(says(subject, "RAO/RAE"));

    Subject shallow = healthy();
    shallow.measured.p_terminal_v1.depth = -0.09_mV;
    shallow.measured.p_terminal_v1.duration = 60ms;
    CHECK_FALSE(says(shallow, "LAO/LAE"));
}

TEST_CASE("Voltage is low when all limb leads, or all chest leads, were measured and are low") {
    Subject limb = healthy();
    for (const Lead which : all_leads) {
        if (is_limb(which)) {
            lead_of(limb, which).r = 0.3_mV;
            lead_of(limb, which).s = -0.19_mV;
        }
    }
    CHECK(finding_of(limb, "LVOLT").reason == "highest 0.49 mV < 0.5 mV");
    limb.quality.front().verdict = Verdict::bad;
    CHECK_FALSE(says(limb, "LVOLT"));

    Subject chest = healthy();
    for (const Lead which : all_leads) {
        if (!is_limb(which)) {
            lead_of(chest, which).r = 0.4_mV;
            lead_of(chest, which).s = -0.5_mV;
        }
    }
    CHECK(finding_of(chest, "LVOLT").words == "Low QRS voltage in the chest leads");
}
