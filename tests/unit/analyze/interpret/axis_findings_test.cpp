#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::test;

namespace {

Subject with_axis(double degrees) {
    Subject subject = healthy();
    subject.measured.qrs_axis = Degrees{degrees};
    return subject;
}

Severity severity_of(double degrees, std::string_view code) {
    return finding_of(with_axis(degrees), code).severity;
}

} // namespace

TEST_CASE("The axis is normal from -30 to 90 degrees") {
    for (const double degrees : {-30.0, 0.0, 45.0, 90.0}) {
        CAPTURE(degrees);
        CHECK(codes_of(with_axis(degrees)) == "SR NORM");
    }
}

TEST_CASE("The axis deviates to the left below -30 degrees, markedly below -45") {
    CHECK(finding_of(with_axis(-31), "LAD").reason == "QRS axis -31 degrees < -30 degrees");
    CHECK(severity_of(-31, "LAD") == Severity::borderline);
    CHECK(severity_of(-45, "LAD") == Severity::borderline);
    CHECK(severity_of(-46, "LAD") == Severity::abnormal);
    CHECK(severity_of(-90, "LAD") == Severity::abnormal);
}

TEST_CASE("The axis deviates to the right above 90 degrees, markedly above 120") {
    CHECK(severity_of(91, "RAD") == Severity::borderline);
    CHECK(severity_of(120, "RAD") == Severity::borderline);
    CHECK(severity_of(121, "RAD") == Severity::abnormal);
    CHECK(severity_of(180, "RAD") == Severity::abnormal);
}

TEST_CASE("The axis is extreme below -90 degrees") {
    CHECK(codes_of(with_axis(-91)) == "EAD SR");
    CHECK(codes_of(with_axis(-179)) == "EAD SR");
}

TEST_CASE("The axis is indeterminate only where the measurement says so") {
    Subject subject = healthy();
    subject.measured.qrs_axis.reset();
    CHECK(codes_of(subject) == "SR");

    subject.measured.absences = {{"qrs_axis_deg", "lead I not recorded"}};
    CHECK(codes_of(subject) == "SR");

    subject.measured.absences = {{"qrs_axis_deg", "equiphasic in I and aVF"}};
    CHECK(finding_of(subject, "INDAX").reason == "QRS equiphasic in I and aVF");
}
