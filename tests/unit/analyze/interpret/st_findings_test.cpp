#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

void set_st(Subject& subject, std::initializer_list<Lead> leads, Millivolts level) {
    for (const Lead which : leads) {
        lead_of(subject, which).st_j = lead_of(subject, which).st_60 = level;
    }
}

Subject with_st(std::initializer_list<Lead> leads, Millivolts level) {
    Subject subject = healthy();
    set_st(subject, leads, level);
    return subject;
}

} // namespace

TEST_CASE("ST elevation in neighbouring leads is an alarm that names the wall") {
    const auto code_of = [](std::initializer_list<Lead> leads) {
        return codes_of(with_st(leads, 0.3_mV));
    };
    CHECK(code_of({Lead::II, Lead::III, Lead::aVF}) == "INJIN SR");
    CHECK(code_of({Lead::V1, Lead::V2, Lead::V3, Lead::V4}) == "INJAS SR");
    CHECK(code_of({Lead::V3, Lead::V4, Lead::V5}) == "INJAL SR");
    CHECK(code_of({Lead::I, Lead::aVL}) == "INJLA SR");
    CHECK(code_of({Lead::II, Lead::III, Lead::aVF, Lead::V5, Lead::V6}) == "INJIL SR");
    CHECK(code_of({Lead::V4}) == "SR");
    CHECK(code_of({Lead::II, Lead::V4}) == "SR");
    CHECK(code_of({Lead::aVR, Lead::V1}) == "SR");
}

TEST_CASE("The limits of ST elevation go by lead, sex and age") {
    const auto is_injury = [](double mv, std::optional<Sex> sex, std::optional<int> age) {
        Subject subject = with_st({Lead::V2, Lead::V3}, Millivolts{mv});
        subject.patient.sex = sex;
        subject.patient.age = age;
        return says(subject, "INJAS");
    };
    CHECK_FALSE(is_injury(0.19, Sex::male, 40));
    CHECK(is_injury(0.20, Sex::male, 40));
    CHECK_FALSE(is_injury(0.24, Sex::male, 39));
    CHECK(is_injury(0.25, Sex::male, 39));
    CHECK_FALSE(is_injury(0.14, Sex::female, 50));
    CHECK(is_injury(0.15, Sex::female, 50));
    CHECK_FALSE(is_injury(0.15, std::nullopt, 50)); // told without an alarm
    CHECK(is_injury(0.20, std::nullopt, 50));
    CHECK_FALSE(is_injury(0.20, Sex::male, std::nullopt));
    CHECK(is_injury(0.25, std::nullopt, std::nullopt));
    Subject unknown = with_st({Lead::V2, Lead::V3}, 0.15_mV);
    unknown.patient.sex.reset();
    CHECK(finding_of(unknown, "STE_").reason ==
          "ST at J V2 0.15 mV >= 0.15 mV, V3 0.15 mV >= 0.15 mV; sex not given");
    CHECK_FALSE(says(with_st({Lead::III, Lead::aVF}, 0.09_mV), "INJIN"));
    CHECK(says(with_st({Lead::III, Lead::aVF}, 0.10_mV), "INJIN"));
}

TEST_CASE("An injury is more certain with ST depression opposite") {
    Subject subject = with_st({Lead::II, Lead::III, Lead::aVF}, 0.3_mV);
    CHECK(finding_of(subject, "INJIN").certainty == Certainty::consider);
    CHECK(finding_of(subject, "INJIN").critical);

    set_st(subject, {Lead::I, Lead::aVL}, -0.1_mV);
    CHECK(finding_of(subject, "INJIN").certainty == Certainty::probable);
    CHECK(finding_of(subject, "INJIN").reason ==
          "ST at J II 0.3 mV >= 0.1 mV, III 0.3 mV >= 0.1 mV, aVF 0.3 mV >= 0.1 mV; ST depression "
          "opposite");
}

TEST_CASE("ST that is up at J alone is no elevation, and down at J alone no depression") {
    Subject up = with_st({Lead::V4, Lead::V5}, 0.15_mV);
    lead_of(up, Lead::V5).st_60 = 0.03_mV;
    CHECK_FALSE(says(up, "INJAL"));

    Subject down = with_st({Lead::V5, Lead::V6}, -0.08_mV);
    lead_of(down, Lead::V5).st_60 = -0.02_mV;
    CHECK_FALSE(says(down, "STD_"));
}

TEST_CASE("With a wide QRS of unclear conduction ST elevation against the QRS is no alarm") {
    Subject against = with_st({Lead::V1, Lead::V2}, 0.3_mV);
    against.measured.qrs = 130ms;
    CHECK(codes_of(against) == "IVCD STE_ SR NOQTC");

    Subject along = with_st({Lead::II, Lead::III, Lead::aVF}, 0.3_mV);
    along.measured.qrs = 130ms;
    CHECK(codes_of(along) == "INJIN IVCD SR NOQTC");
}

TEST_CASE("ST depression takes two neighbours, and is marked from 0.1 mV on") {
    CHECK_FALSE(says(with_st({Lead::V5, Lead::V6}, -0.04_mV), "STD_"));
    CHECK(finding_of(with_st({Lead::V5, Lead::V6}, -0.05_mV), "STD_").severity ==
          Severity::borderline);
    CHECK(finding_of(with_st({Lead::V5, Lead::V6}, -0.1_mV), "STD_").severity ==
          Severity::abnormal);
    CHECK_FALSE(says(with_st({Lead::V5}, -0.2_mV), "STD_"));
}

TEST_CASE("A level that noise may make is neither elevation nor depression") {
    for (const double level : {0.3, -0.3}) {
        Subject subject = with_st({Lead::III, Lead::aVF}, Millivolts{level});
        const std::string_view code = level > 0 ? "INJIN" : "STD_";
        lead_of(subject, Lead::III).st_uncertainty = 0.09_mV;
        CHECK(says(subject, code));
        lead_of(subject, Lead::III).st_uncertainty = 0.11_mV;
        CHECK_FALSE(says(subject, code));
    }
}

TEST_CASE("An ST level that was not measured makes no finding") {
    Subject subject = with_st({Lead::II, Lead::III, Lead::aVF}, 0.3_mV);
    for (LeadMeasurements& lead : subject.measured.leads) {
        lead.st_60.reset();
    }
    CHECK_FALSE(says(subject, "INJIN"));

    Subject off = with_st({Lead::III, Lead::aVF}, 0.3_mV);
    off.quality[index_of(Lead::aVF)].verdict = Verdict::bad;
    CHECK_FALSE(says(off, "INJIN"));
}
