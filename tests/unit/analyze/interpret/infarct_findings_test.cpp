#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

void set_q(Subject& subject, std::initializer_list<Lead> leads, Milliseconds duration,
           Millivolts depth) {
    for (const Lead which : leads) {
        lead_of(subject, which).q = depth;
        lead_of(subject, which).q_duration = duration;
    }
}

void set_qs(Subject& subject, std::initializer_list<Lead> leads) {
    set_q(subject, leads, 80ms, -0.9_mV);
    for (const Lead which : leads) {
        lead_of(subject, which).r.reset();
        lead_of(subject, which).s.reset();
    }
}

Subject with_qs(std::initializer_list<Lead> leads) {
    Subject subject = healthy();
    set_qs(subject, leads);
    return subject;
}

Subject with_q(std::initializer_list<Lead> leads, Milliseconds duration, Millivolts depth) {
    Subject subject = healthy();
    set_q(subject, leads, duration, depth);
    return subject;
}

} // namespace

TEST_CASE("Q waves in two neighbouring leads name the wall") {
    CHECK(says(with_q({Lead::III, Lead::aVF}, 30ms, -0.1_mV), "IMI"));
    CHECK_FALSE(says(with_q({Lead::III, Lead::aVF}, 29ms, -0.1_mV), "IMI"));
    CHECK_FALSE(says(with_q({Lead::III, Lead::aVF}, 30ms, -0.09_mV), "IMI"));
    CHECK_FALSE(says(with_q({Lead::III}, 50ms, -0.4_mV), "IMI"));
    CHECK(says(with_qs({Lead::V1, Lead::V2, Lead::V3}), "ASMI"));
    CHECK(says(with_qs({Lead::V2, Lead::V3, Lead::V4}), "AMI"));
    CHECK(says(with_qs({Lead::V3, Lead::V4, Lead::V5}), "ALMI"));
    CHECK(says(with_q({Lead::I, Lead::aVL}, 40ms, -0.2_mV), "LMI"));
    CHECK(says(with_q({Lead::V2, Lead::V3}, 21ms, -0.05_mV), "ASMI"));
    CHECK_FALSE(says(with_q({Lead::V2, Lead::V3}, 20ms, -0.05_mV), "ASMI"));
}

TEST_CASE("A Q wave that is small, or a QS that ends with V2, is a thing to consider") {
    CHECK(finding_of(with_q({Lead::III, Lead::aVF}, 35ms, -0.1_mV), "IMI").certainty ==
          Certainty::consider);
    CHECK(finding_of(with_q({Lead::III, Lead::aVF}, 40ms, -0.1_mV), "IMI").certainty ==
          Certainty::probable);
    CHECK(finding_of(with_q({Lead::III, Lead::aVF}, 40ms, -0.1_mV), "IMI").reason ==
          "III Q 40 ms >= 30 ms, aVF Q 40 ms >= 30 ms");
    CHECK(finding_of(with_qs({Lead::V1, Lead::V2}), "ASMI").certainty == Certainty::consider);
}

TEST_CASE("A wide prevailing R with an upright T in V1 and V2 may mirror the posterior wall") {
    Subject subject = healthy();
    for (const Lead which : {Lead::V1, Lead::V2}) {
        lead_of(subject, which).r = 0.8_mV;
        lead_of(subject, which).s = -0.3_mV;
        lead_of(subject, which).r_duration = 45ms;
        lead_of(subject, which).t = 0.4_mV;
    }
    CHECK(finding_of(subject, "PMI").certainty == Certainty::consider);
    CHECK_FALSE(says(subject, "ET"));

    lead_of(subject, Lead::V1).t = -0.1_mV;
    CHECK_FALSE(says(subject, "PMI"));
}
