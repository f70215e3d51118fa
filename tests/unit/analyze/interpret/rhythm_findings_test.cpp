#include "support/catch.hpp"
#include "unit/analyze/interpret/healthy.hpp"

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// One rhythm from beginning to end.
Subject with_rhythm(const std::string& code, double bpm, double certainty = 1) {
    Subject subject = healthy();
    subject.measured.heart_rate = BeatsPerMinute{bpm};
    Episode whole = episode(code, 0s, 10s, 12);
    whole.rate = BeatsPerMinute{bpm};
    whole.certainty = certainty;
    whole.reason = "as measured";
    subject.rhythm = {code, {whole}};
    return subject;
}

Subject with_breaks(const std::vector<Episode>& breaks) {
    Subject subject = healthy();
    subject.rhythm.episodes.front().onset = 0s;
    subject.rhythm.episodes.front().offset = 10s;
    subject.rhythm.episodes.insert(subject.rhythm.episodes.end(), breaks.begin(), breaks.end());
    return subject;
}

} // namespace

TEST_CASE("The rhythm is said with the reason that was measured") {
    const Finding sinus = finding_of(healthy(), "SR");

    CHECK(sinus.words == "Sinus rhythm");
    CHECK(sinus.reason == "P before 12 of 12 beats, rate 70/min");
    CHECK(sinus.severity == Severity::normal);
    CHECK(sinus.certainty == Certainty::definite);
}

TEST_CASE("The certainty of a rhythm is that of its episode") {
    CHECK(finding_of(with_rhythm("AFIB", 80, 0.9), "AFIB").certainty == Certainty::definite);
    CHECK(finding_of(with_rhythm("AFIB", 80, 0.7), "AFIB").certainty == Certainty::probable);
    CHECK(finding_of(with_rhythm("AFIB", 80, 0.69), "AFIB").certainty == Certainty::consider);
}

TEST_CASE("Fibrillation is rapid above 110 and slow below 60 a minute") {
    const auto words = [](double bpm) {
        return finding_of(with_rhythm("AFIB", bpm), "AFIB").words;
    };

    CHECK(words(110) == "Atrial fibrillation");
    CHECK(words(111) == "Atrial fibrillation with rapid ventricular response");
    CHECK(words(60) == "Atrial fibrillation");
    CHECK(words(59) == "Atrial fibrillation with slow ventricular response");
}

TEST_CASE("Of two rhythms both are said, with their share of the time") {
    Subject subject = healthy();
    subject.rhythm = {
        "SR", {episode("SR", 0s, 200s), episode("AFIB", 200s, 260s), episode("SR", 260s, 300s)}};
    subject.rhythm.episodes[1].reason = "P before 1 of 60 beats";

    CHECK(finding_of(subject, "AFIB").reason == "P before 1 of 60 beats, for 60 of 300 s");
    CHECK(says(subject, "SR"));
}

TEST_CASE("A rate that no rhythm names is said on its own") {
    CHECK_FALSE(says(with_rhythm("REGUL", 60), "BRADY"));
    CHECK(finding_of(with_rhythm("REGUL", 59), "BRADY").reason == "rate 59/min < 60/min");
    CHECK_FALSE(says(with_rhythm("REGUL", 100), "TACHY"));
    CHECK(says(with_rhythm("IRREG", 101), "TACHY"));
    CHECK_FALSE(says(with_rhythm("SBRAD", 50), "BRADY"));
    CHECK_FALSE(says(with_rhythm("STACH", 120), "TACHY"));
}

TEST_CASE("Below 40 and above 140 a minute the rate is abnormal in any rhythm") {
    CHECK_FALSE(says(with_rhythm("SBRAD", 40), "BRADY"));
    CHECK(finding_of(with_rhythm("SBRAD", 39), "BRADY").severity == Severity::abnormal);
    CHECK_FALSE(says(with_rhythm("STACH", 140), "TACHY"));
    CHECK(finding_of(with_rhythm("STACH", 141), "TACHY").severity == Severity::abnormal);
}

TEST_CASE("Ectopic beats are said with their number and how many a minute") {
    const Subject subject = with_breaks({episode("PVC", 2s, 2.1s), episode("PVC", 5s, 5.1s),
                                         episode("PVC", 7s, 7.1s), episode("PAC", 8s, 8.1s)});

    CHECK(finding_of(subject, "PVC").reason == "3 in 10 s, 18 per minute");
    CHECK(finding_of(subject, "PAC").reason == "1 in 10 s, 6 per minute");
    CHECK(codes_of(subject) == "PVC PAC SR");
}

TEST_CASE("In atrial fibrillation no beat is called premature atrial") {
    Subject subject = with_rhythm("AFIB", 80);
    subject.rhythm.episodes.push_back(episode("PAC", 8s, 8.1s));
    subject.rhythm.episodes.push_back(episode("PVC", 9s, 9.1s));

    CHECK(says(subject, "PVC"));
    CHECK_FALSE(says(subject, "PAC"));
}

TEST_CASE("Patterns and runs are said with the longest; ventricular tachycardia comes first") {
    Episode shorter = episode("NSVT", 3s, 4s, 3);
    Episode longer = episode("NSVT", 6s, 8s, 5);
    longer.rate = BeatsPerMinute{120};
    const Subject subject = with_breaks({episode("BIGU", 0s, 3s, 6), shorter, longer});

    CHECK(finding_of(subject, "NSVT").reason == "5 beats, rate 120/min, the longest of 2");
    CHECK(finding_of(subject, "NSVT").critical);
    CHECK(finding_of(subject, "BIGU").reason == "6 beats");
    CHECK(codes_of(subject) == "NSVT BIGU SR");
}

TEST_CASE("A pause is noted above 2 s and abnormal from 3 s on") {
    const Finding noted = finding_of(with_breaks({episode("PAUSE", 2s, 4.99s, 0)}), "PAUSE");
    CHECK(noted.severity == Severity::borderline);
    CHECK(noted.reason == "RR 2.99 s > 2 s");

    const Finding abnormal = finding_of(
        with_breaks({episode("PAUSE", 2s, 5s, 0), episode("PAUSE", 6s, 8.5s, 0)}), "PAUSE");
    CHECK(abnormal.severity == Severity::abnormal);
    CHECK(abnormal.reason == "RR 3 s >= 3 s, the longest of 2");
}

TEST_CASE("A child's rate is given without the limits of adults") {
    Subject child = with_rhythm("STACH", 125);
    child.patient.age = 9;

    CHECK(codes_of(child) == "AGE SR");
    CHECK(finding_of(child, "SR").reason == "rate 125/min, adult rate limits not applied");
}
