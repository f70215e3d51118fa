#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

TEST_CASE("T waves are inverted below -0.1 mV in neighbours with an R, and low below a tenth") {
    const auto with_t = [](std::initializer_list<Lead> leads, double mv) {
        Subject subject = healthy();
        for (const Lead which : leads) {
            lead_of(subject, which).t = Millivolts{mv};
        }
        return subject;
    };
    CHECK(says(with_t({Lead::V5, Lead::V6}, -0.11), "INVT"));
    CHECK_FALSE(says(with_t({Lead::V5, Lead::V6}, -0.10), "INVT"));
    CHECK_FALSE(says(with_t({Lead::V6}, -0.3), "INVT"));
    CHECK_FALSE(says(with_t({Lead::V1, Lead::V2}, -0.3), "INVT"));
    CHECK(finding_of(with_t({Lead::V5, Lead::V6}, 0.05), "LOWT").reason ==
          "T of R V5 5 % < 10 %, V6 6 % < 10 %");
    CHECK_FALSE(says(with_t({Lead::V5, Lead::V6}, 0.12), "LOWT"));
    CHECK(finding_of(with_t({Lead::V3}, 1.21), "TALLT").certainty == Certainty::consider);
}

TEST_CASE("R grows from V1 to V4: poorly where V3 has none, early where V2 has more R than S") {
    Subject poor = healthy();
    lead_of(poor, Lead::V2).r = 0.2_mV;
    lead_of(poor, Lead::V3).r = 0.3_mV;
    CHECK(finding_of(poor, "PRWP").reason == "R V3 0.3 mV <= 0.3 mV");

    Subject early = healthy();
    lead_of(early, Lead::V2).r = 1.1_mV;
    CHECK(codes_of(early) == "ET OTHN SR");
}
