#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

Subject with_pr(double ms) {
    Subject subject = healthy();
    subject.measured.pr = Milliseconds{ms};
    return subject;
}

Subject with_qrs(double ms) {
    Subject subject = healthy();
    subject.measured.qrs = Milliseconds{ms};
    return subject;
}

Subject with_qtc(double ms, std::optional<Sex> sex) {
    Subject subject = healthy();
    subject.measured.qtc.framingham = Milliseconds{ms};
    subject.patient.sex = sex;
    return subject;
}

} // namespace

TEST_CASE("PR is long above 200 ms and short below 120 ms") {
    CHECK_FALSE(says(with_pr(200.4), "1AVB"));
    CHECK(finding_of(with_pr(201), "1AVB").reason == "PR 201 ms > 200 ms");
    CHECK(finding_of(with_pr(201), "1AVB").severity == Severity::borderline);
    CHECK(finding_of(with_pr(219), "1AVB").severity == Severity::borderline);
    CHECK(finding_of(with_pr(220), "1AVB").severity == Severity::abnormal);
    CHECK(finding_of(with_pr(224), "1AVB").source == "kusumoto-2019");

    CHECK_FALSE(says(with_pr(119.6), "SPR"));
    CHECK(finding_of(with_pr(119), "SPR").reason == "PR 119 ms < 120 ms");
}

TEST_CASE("A PR that is long by less than its uncertainty is borderline, and no block") {
    Subject subject = with_pr(207);
    subject.measured.pr_uncertainty = 10ms;
    CHECK_FALSE(says(subject, "1AVB"));
    CHECK(finding_of(subject, "LPR").reason ==
          "PR 207 ms > 200 ms, by less than its uncertainty of 10 ms");
    subject.measured.pr_uncertainty = 5ms;
    CHECK(says(subject, "1AVB"));
    CHECK_FALSE(says(subject, "LPR"));
}

TEST_CASE("Nothing is said of PR without sinus rhythm, or when there is none") {
    Subject fibrillates = with_pr(240);
    fibrillates.rhythm.name = "AFIB";
    CHECK_FALSE(says(fibrillates, "1AVB"));

    Subject without = healthy();
    without.measured.pr.reset();
    CHECK(codes_of(without) == "SR");
}

TEST_CASE("QRS is borderline above 110 ms and wide from 120 ms on, where no chest lead says more") {
    const auto in_limb_leads = [](double qrs) {
        Subject subject = with_qrs(qrs);
        subject.measured.leads.resize(6);
        return subject;
    };
    CHECK_FALSE(says(in_limb_leads(110), "ABQRS"));
    CHECK(finding_of(in_limb_leads(111), "ABQRS").words == "Borderline QRS duration");
    CHECK(finding_of(in_limb_leads(119), "ABQRS").severity == Severity::borderline);
    CHECK(finding_of(in_limb_leads(120), "ABQRS").reason == "QRS 120 ms >= 120 ms");
    CHECK(finding_of(in_limb_leads(120), "ABQRS").severity == Severity::abnormal);
}

TEST_CASE("QTc is long from 450 ms on in men and from 460 ms on in women") {
    CHECK_FALSE(says(with_qtc(449, Sex::male), "LNGQT"));
    CHECK(says(with_qtc(450, Sex::male), "LNGQT"));
    CHECK_FALSE(says(with_qtc(459, Sex::female), "LNGQT"));

    const Finding finding = finding_of(with_qtc(460, Sex::female), "LNGQT");
    CHECK(finding.reason == "QTc (Framingham) 460 ms >= 460 ms, Bazett 421 ms");
    CHECK(finding.severity == Severity::abnormal);
    CHECK_FALSE(finding.critical);
}

TEST_CASE("With the sex unknown, QTc between the two limits is only considered") {
    CHECK_FALSE(says(with_qtc(449, std::nullopt), "LNGQT"));

    const Finding between = finding_of(with_qtc(455, std::nullopt), "LNGQT");
    CHECK(between.certainty == Certainty::consider);
    CHECK(between.severity == Severity::borderline);
    CHECK(between.reason == "QTc (Framingham) 455 ms >= 450 ms, Bazett 421 ms, the limit for men; "
                            "sex not given");

    CHECK(finding_of(with_qtc(460, std::nullopt), "LNGQT").certainty == Certainty::definite);
}

TEST_CASE("QTc from 500 ms on is critical, at any age") {
    CHECK_FALSE(finding_of(with_qtc(499, Sex::male), "LNGQT").critical);
    CHECK(finding_of(with_qtc(500, Sex::male), "LNGQT").critical);

    Subject child = with_qtc(500, Sex::male);
    child.patient.age = 8;
    CHECK(finding_of(child, "LNGQT").critical);
    child.measured.qtc.framingham = 499ms;
    CHECK_FALSE(says(child, "LNGQT"));
}

TEST_CASE("A QTc from 500 ms on that one lead alone shows is considered, not critical") {
    Subject subject = with_qtc(510, Sex::male);
    subject.measured.leads.resize(2);
    CHECK(finding_of(subject, "LNGQT").critical);

    subject.measured.leads.back().qt_tangent.reset();
    const Finding finding = finding_of(subject, "LNGQT");
    CHECK_FALSE(finding.critical);
    CHECK(finding.certainty == Certainty::consider);
    CHECK(finding.reason == "QTc (Framingham) 510 ms >= 500 ms, Bazett 421 ms, from one lead");
}

TEST_CASE("A QT above 800 ms is taken for a slip of the measurement") {
    Subject subject = with_qtc(700, Sex::male);
    subject.measured.qt = 800ms;
    CHECK(says(subject, "LNGQT"));

    subject.measured.qt = 801ms;
    CHECK_FALSE(says(subject, "LNGQT"));
    CHECK(finding_of(subject, "NOQTC").reason == "QT 801 ms > 800 ms");
}

TEST_CASE("QTc is at the short end to 390 ms, and short to 340 ms, where Bazett agrees") {
    const auto severity = [](double framingham, double bazett) {
        Subject subject = with_qtc(framingham, Sex::male);
        subject.measured.qtc.bazett = Milliseconds{bazett};
        return finding_of(subject, "SQT").severity;
    };

    CHECK(severity(391, 380) == Severity::normal); // nothing was said
    CHECK(severity(380, 391) == Severity::normal);
    CHECK(severity(390, 390) == Severity::otherwise_normal);
    CHECK(severity(341, 340) == Severity::otherwise_normal);
    CHECK(severity(340, 340) == Severity::abnormal);
}

TEST_CASE("QTc is not judged with a wide QRS or an irregular rhythm, and that is said") {
    Subject wide = with_qtc(520, Sex::male);
    wide.measured.qrs = 134ms;
    CHECK_FALSE(says(wide, "LNGQT"));
    CHECK(finding_of(wide, "NOQTC").reason == "QRS 134 ms >= 120 ms");

    Subject fibrillates = with_qtc(520, Sex::male);
    fibrillates.rhythm.name = "AFIB";
    CHECK_FALSE(says(fibrillates, "LNGQT"));
    CHECK(finding_of(fibrillates, "NOQTC").reason ==
          "RR varies too much for a rate correction (AFIB)");

    Subject without = healthy();
    without.measured.qrs = 134ms;
    without.measured.qtc = {};
    CHECK_FALSE(says(without, "NOQTC"));
}
