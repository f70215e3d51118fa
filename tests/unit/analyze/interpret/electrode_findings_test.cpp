#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

TEST_CASE("Exchanged arms turn lead I over and leave V6; what limb leads say is withheld then") {
    Subject subject = healthy();
    lead_of(subject, Lead::I).r = 0.1_mV;
    lead_of(subject, Lead::I).s = -0.8_mV;
    lead_of(subject, Lead::I).p = -0.1_mV;
    lead_of(subject, Lead::aVR).r = 0.5_mV;
    lead_of(subject, Lead::aVR).s = -0.1_mV;
    lead_of(subject, Lead::aVR).p = 0.08_mV;
    lead_of(subject, Lead::V6).p = 0.08_mV;
    subject.measured.qrs_axis = Degrees{150};
    CHECK(codes_of(subject) == "REVL SR");

    Subject turned = subject; // P stays upright: the heart itself points there
    lead_of(turned, Lead::I).p = 0.1_mV;
    CHECK_FALSE(says(turned, "REVL"));
    CHECK(says(turned, "RAD"));

    Subject without = subject; // what shows nowhere else is not taken for granted
    lead_of(without, Lead::V6).p.reset();
    CHECK_FALSE(says(without, "REVL"));

    Subject left_atrial = subject;
    lead_of(left_atrial, Lead::V6).p = -0.05_mV;
    CHECK_FALSE(says(left_atrial, "REVL"));

    Subject small = subject; // V6 negative too: the heart lies to the right
    lead_of(small, Lead::V6).r = 0.1_mV;
    lead_of(small, Lead::V6).s = -0.3_mV;
    CHECK_FALSE(says(small, "REVL"));
}

TEST_CASE("A limb lead without QRS beside full ones may lie between the legs") {
    Subject subject = healthy();
    lead_of(subject, Lead::II).r = 0.05_mV;
    lead_of(subject, Lead::II).s = -0.04_mV;
    lead_of(subject, Lead::III).r = 0.7_mV;
    CHECK(finding_of(subject, "REVL").certainty == Certainty::consider);
    CHECK(finding_of(subject, "REVL").reason.find("QRS of II 0.09 mV < 0.1 mV") == 0);
}
