#include "accuracy/rhythm_score.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::accuracy;

namespace {

const RhythmKind fibrillation{"AFIB", {"(AFIB"}, {"AFIB"}, {"(AFL"}};

RhythmSpan span(const char* name, double from, double to) {
    return {name, {Seconds{from}, Seconds{to}}};
}

formats::Annotation mark(std::int64_t sample, const char* text) {
    return {sample, *formats::annotation_code("+"), 0, 0, 0, text};
}

} // namespace

TEST_CASE("A mark of rhythm reaches to the next, the last to the end; other texts are no rhythm") {
    const auto marked = marked_rhythms({mark(0, "(N"), mark(50, "MISSB"), mark(200, "(AFIB")},
                                       Hertz{100}, Seconds{10});

    REQUIRE(marked.size() == 2);
    CHECK(marked[0].name == "(N");
    CHECK(marked[0].span.to == Seconds{2});
    CHECK(marked[1].span.from == Seconds{2});
    CHECK(marked[1].span.to == Seconds{10});
}

TEST_CASE("Rhythms are scored by the seconds that both, one or the other call so") {
    const auto score = score_rhythm(fibrillation, {span("(N", 0, 100), span("(AFIB", 100, 200)},
                                    {span("AFIB", 120, 240), span("PVC", 130, 131)});

    CHECK(score.both == Seconds{80});
    CHECK(score.missed == Seconds{20});
    CHECK(score.invented == Seconds{40});
    CHECK(score.time_sensitivity() == Approx(80));
    CHECK(score.time_predictivity() == Approx(100 * 80.0 / 120));
}

TEST_CASE("An episode is found when any of it is, and neighbours of one kind are one") {
    const auto score = score_rhythm(fibrillation,
                                    {span("(AFIB", 0, 50), span("(AFIB", 50, 100),
                                     span("(N", 100, 300), span("(AFIB", 300, 310)},
                                    {span("AFIB", 90, 110), span("AFIB", 200, 210)});

    CHECK(score.marked_episodes == 2);
    CHECK(score.episode_sensitivity() == Approx(50));
    CHECK(score.found_episodes == 2);
    CHECK(score.episode_predictivity() == Approx(50));
}

TEST_CASE("What is excused counts neither for nor against") {
    const auto score = score_rhythm(
        fibrillation, {span("(AFIB", 0, 50), span("(AFL", 50, 100), span("(AFIB", 100, 150)},
        {span("AFIB", 10, 140), span("AFIB", 60, 70)});

    CHECK(score.both == Seconds{80});
    CHECK(score.missed == Seconds{20});
    CHECK(score.invented == Seconds{0});
    CHECK(score.found_episodes == 1);
    CHECK(score.episode_predictivity() == Approx(100));

    const auto flutter = score_rhythm(fibrillation, {span("(AFL", 0, 100)}, {span("AFIB", 20, 40)});
    CHECK(flutter.found_episodes == 0);
    CHECK_FALSE(flutter.time_predictivity());
    CHECK_FALSE(flutter.time_sensitivity());
}

TEST_CASE("Every kind of rhythm has marks and codes, and the kinds share none") {
    std::vector<std::string> seen;
    for (const RhythmKind& kind : rhythm_kinds()) {
        CHECK_FALSE(kind.marks.empty());
        CHECK_FALSE(kind.codes.empty());
        seen.insert(seen.end(), kind.marks.begin(), kind.marks.end());
        seen.insert(seen.end(), kind.codes.begin(), kind.codes.end());
    }
    std::sort(seen.begin(), seen.end());
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}
