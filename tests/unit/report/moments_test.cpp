#include "example_recording.hpp"
#include "report/episode_kinds.hpp"
#include "report/moments.hpp"
#include "report/rate_extremes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

/// A beat a second for an hour, without episodes.
Analysis steady_hour() {
    Analysis analysis = example_analysis();
    analysis.beats.clear();
    for (int second = 0; second < 3600; ++second) {
        analysis.beats.push_back({Seconds{second + 0.5}});
    }
    return analysis;
}

void add(Analysis& analysis, const std::string& code, double onset, double offset,
         const std::string& reason = "") {
    analysis.rhythm.episodes.push_back({code, Seconds{onset}, Seconds{offset}, 3, {}, 1, reason});
}

Moments moments_of(const Analysis& analysis, std::size_t strips = 100,
                   const std::vector<Gap>& gaps = {}) {
    return choose_moments(analysis, gaps, {strips, Seconds{10}, {Seconds{0}, Seconds{3600}}});
}

std::vector<std::string> words_of(const Moments& moments) {
    std::vector<std::string> words;
    for (const Moment& moment : moments.shown) {
        words.push_back(moment.words);
    }
    return words;
}

/// The moment of these words; the test fails without one.
Moment moment_of(const Moments& moments, const std::string& words) {
    const auto found = std::find_if(moments.shown.begin(), moments.shown.end(),
                                    [&](const Moment& one) { return one.words == words; });
    INFO(words);
    REQUIRE(found != moments.shown.end());
    return *found;
}

} // namespace

TEST_CASE("of each kind of episode the first and the longest have a strip") {
    Analysis analysis = steady_hour();
    add(analysis, "SR", 0, 3600);
    add(analysis, "AFIB", 500, 520, "RMSSD 30 % of the mean RR");
    add(analysis, "AFIB", 1000, 1400);
    add(analysis, "AFIB", 2000, 2030);

    const Moments moments = moments_of(analysis);

    CHECK(moment_of(moments, "Atrial fibrillation, first of 3").shows.from == Seconds{500});
    CHECK(moment_of(moments, "Atrial fibrillation, first of 3").reason ==
          "RMSSD 30 % of the mean RR, for 20 s");
    const Moment longest = moment_of(moments, "Atrial fibrillation, longest of 3");
    CHECK(longest.shows.from == Seconds{1000});
    CHECK(longest.shows.to == Seconds{1400});
    CHECK(longest.reason == "for 6 min 40 s");
    CHECK(moments.others == "1 × atrial fibrillation");
}

TEST_CASE("a rate that never changes is neither fast nor slow") {
    const Moments moments = moments_of(steady_hour());

    CHECK(words_of(moments) == std::vector<std::string>{"Longest RR interval"});
}

TEST_CASE("plain sinus rhythm has no strip but those of rate and interval") {
    Analysis analysis = steady_hour();
    analysis.beats[1800].time = Seconds{1800.1}; // RR 0.6 s and 1.4 s
    add(analysis, "SR", 0, 3600);

    const Moments moments = moments_of(analysis);

    CHECK(words_of(moments) ==
          std::vector<std::string>{"Fastest rate", "Slowest rate; longest RR interval"});
    CHECK(moments.shown[0].reason == "63/min over 8 RR intervals");
    CHECK(moments.shown[1].reason == "57/min over 8 RR intervals; 1.4 s");
    CHECK(moments.others.empty());
}

TEST_CASE("critical episodes come first, then all by time") {
    Analysis analysis = steady_hour();
    add(analysis, "PAUSE", 100, 103);
    add(analysis, "NSVT", 3000, 3002, "3 ventricular beats");
    add(analysis, "VF", 2000, 2030);
    add(analysis, "PVC", 50.4, 50.5);

    const Moments moments = moments_of(analysis);

    CHECK(moments.shown.at(0).words == "Ventricular fibrillation or flutter");
    CHECK(moments.shown.at(1).words == "Non-sustained ventricular tachycardia");
    CHECK(moments.shown.at(1).critical);
    for (std::size_t i = 3; i < moments.shown.size(); ++i) {
        CHECK(moments.shown[i - 1].shows.from <= moments.shown[i].shows.from);
        CHECK_FALSE(moments.shown[i].critical);
    }
}

TEST_CASE("where there is not room for all the gravest are shown, and the others counted") {
    Analysis analysis = steady_hour();
    for (int i = 0; i < 20; ++i) {
        add(analysis, "PVC", 100 * i + 0.4, 100 * i + 0.5);
        add(analysis, "NSVT", 100 * i + 50, 100 * i + 52);
    }
    add(analysis, "SARRH", 3000, 3100);

    const Moments moments = moments_of(analysis, 2);

    CHECK(words_of(moments) ==
          std::vector<std::string>{
              "Non-sustained ventricular tachycardia, longest of 20",
              "Premature ventricular complex, first of 20; longest RR interval"});
    CHECK(moments.others == "19 × non-sustained ventricular tachycardia, "
                            "19 × premature ventricular complex, 1 × sinus arrhythmia");
}

TEST_CASE("room that is left goes to the other critical episodes") {
    Analysis analysis = steady_hour();
    for (int i = 0; i < 5; ++i) {
        add(analysis, "NSVT", 100 * i + 50, 100 * i + 52 + i % 2);
    }

    const Moments moments = moments_of(analysis);

    CHECK(moment_of(moments, "Non-sustained ventricular tachycardia, no. 3 of 5").shows.from ==
          Seconds{250});
    CHECK(moments.others.empty());
}

TEST_CASE("what begins with another is told on its strip") {
    Analysis analysis = steady_hour();
    add(analysis, "VCPL", 700, 700.5, "2 ventricular beats");
    add(analysis, "PVC", 699.9, 700);
    add(analysis, "PVC", 700.4, 700.5);

    const Moments moments = moments_of(analysis);

    const Moment both =
        moment_of(moments, "Ventricular couplet; premature ventricular complex, first of 2");
    CHECK(both.reason == "2 ventricular beats");
    CHECK(moments.others.empty()); // the second begins on that strip, too
}

TEST_CASE("a strip shows its moment's onset, and lies within the recording") {
    Analysis analysis = steady_hour();
    add(analysis, "PAUSE", 300.2, 302.7);
    add(analysis, "AFIB", 1000.7, 1900);
    add(analysis, "PVC", 0.1, 0.2);
    add(analysis, "VCPL", 3599, 3599.5);

    const Moments moments = moments_of(analysis);

    for (const Moment& moment : moments.shown) {
        INFO(moment.words);
        CHECK(moment.window.from >= Seconds{0});
        CHECK(moment.window.to <= Seconds{3600});
        CHECK(moment.shows.from >= moment.window.from);
        CHECK(moment.shows.from < moment.window.to);
        CHECK(moment.window.length() == Seconds{10});
    }
    CHECK(moment_of(moments, "Pause").window.from == Seconds{296}); // its middle in the middle
    CHECK(moment_of(moments, "Atrial fibrillation").window.from == Seconds{998});
}

TEST_CASE("a premature beat's reason is how early it came") {
    Analysis analysis = steady_hour();
    analysis.beats[100].time = Seconds{99.9};
    analysis.beats[100].label = BeatClass::V;
    add(analysis, "PVC", 99.85, 99.98);

    const Moments moments = moments_of(analysis);

    const auto pvc = std::find_if(moments.shown.begin(), moments.shown.end(), [](const Moment& m) {
        return m.words.starts_with("Premature ventricular complex");
    });
    REQUIRE(pvc != moments.shown.end());
    CHECK(pvc->reason.starts_with("RR 400 ms after 1000 ms"));
}

TEST_CASE("the fastest and the slowest rate are those of eight intervals") {
    Analysis analysis;
    double time = 0;
    for (int i = 0; i < 60; ++i) {
        analysis.beats.push_back({Seconds{time}});
        time += i >= 20 && i < 28 ? 0.5 : i >= 40 && i < 48 ? 1.5 : i == 10 ? 0.3 : 1;
    }

    const RateExtremes extremes = rate_extremes(analysis);

    REQUIRE(extremes.fastest);
    CHECK(extremes.fastest->rate.value == Approx(120));
    CHECK(extremes.fastest->over.from == analysis.beats[20].time);
    REQUIRE(extremes.slowest);
    CHECK(extremes.slowest->rate.value == Approx(40));
    REQUIRE(extremes.longest_interval);
    CHECK(extremes.longest_interval->length().count() == Approx(1.5));
}

TEST_CASE("no rate is told across a gap, in fibrillation, or of too few beats") {
    Analysis analysis;
    for (int i = 0; i < 9; ++i) {
        analysis.beats.push_back({Seconds{i}});
    }
    analysis.beats.push_back({Seconds{8.9}});
    CHECK(rate_extremes(analysis).fastest);

    Analysis with_gap = analysis;
    with_gap.beats[4].after_gap = true;
    CHECK_FALSE(rate_extremes(with_gap).fastest);

    Analysis fibrillating = analysis;
    add(fibrillating, "VF", 3.5, 4.5);
    CHECK_FALSE(rate_extremes(fibrillating).fastest);
    CHECK(beats_within(fibrillating, {Seconds{0}, Seconds{10}}).beats.size() == 9);

    analysis.beats.resize(2);
    CHECK_FALSE(rate_extremes(analysis).slowest);
    CHECK_FALSE(beats_within(analysis, {Seconds{0}, Seconds{10}}).rate);
}

TEST_CASE("the longest gap has a strip that names its cause") {
    const Analysis analysis = steady_hour(); // 500 Hz

    const Moments moments = moments_of(analysis, 100, {{5000, 250, "lost"}, {9000, 6000, "cut"}});

    const Moment gap = moment_of(moments, "Longest of 2 gaps");
    CHECK(gap.reason == "12 s without signal: cut");
    CHECK(gap.shows.from == Seconds{18});
    CHECK(gap.shows.to == Seconds{30});
}

TEST_CASE("a kind that is not known is called as the findings call it, or by its code") {
    Findings findings(1);
    findings[0].code = "NEW1";
    findings[0].words = "Something new";
    findings[0].critical = true;

    CHECK(kind_of("NEW1", findings).words == "Something new");
    CHECK(kind_of("NEW1", findings).critical);
    CHECK(kind_of("NEW2", findings).words == "NEW2");
    CHECK_FALSE(kind_of("NEW2", findings).critical);
}

TEST_CASE("too few beats and no episode make no moment") {
    Analysis analysis;
    analysis.beats = {{Seconds{1}}};

    CHECK(moments_of(analysis).shown.empty());
}
