#include "accuracy/beat_score.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

namespace {

std::vector<ScoredBeat> beats(const std::vector<double>& times, std::string_view labels) {
    std::vector<ScoredBeat> out;
    for (std::size_t i = 0; i < times.size(); ++i) {
        out.push_back({Seconds{times[i]}, labels[i]});
    }
    return out;
}

Reference truth(const std::vector<double>& times, std::string_view labels) {
    return {beats(times, labels), {}};
}

} // namespace

TEST_CASE("A beat within 150 ms is a match, one further off is missed and invented") {
    const BeatScore score =
        score_beats(truth({301, 302, 303}, "NNN"), beats({301.1, 302.16, 302.86}, "NNN"));

    CHECK(score.matched() == 2);
    CHECK(score.missed() == 1);
    CHECK(score.invented() == 1);
    CHECK(*qrs_rates(score).sensitivity == Approx(200.0 / 3));
    CHECK(*qrs_rates(score).predictivity == Approx(200.0 / 3));
    CHECK(*qrs_rates(score).f1 == Approx(200.0 / 3));
}

TEST_CASE("Of two beats near one reference the closer is the match") {
    const BeatScore score = score_beats(truth({301}, "N"), beats({300.9, 301.05}, "VN"));

    CHECK(score.counts[0][0] == 1);
    CHECK(score.counts[5][2] == 1);
    CHECK(score.matched() == 1);
}

TEST_CASE("A pair of close beats is matched one to one") {
    const BeatScore score = score_beats(truth({301, 301.2}, "NN"), beats({301.05, 301.3}, "NN"));

    CHECK(score.matched() == 2);
    CHECK(score.missed() + score.invented() == 0);
}

TEST_CASE("The first five minutes do not count") {
    const BeatScore score = score_beats(truth({100, 299.95, 300.05, 310}, "NNNN"),
                                        beats({200, 299.96, 299.98, 310}, "NNNN"));

    CHECK(score.matched() == 2); // 300.05 has a partner ahead of the border
    CHECK(score.missed() == 0);
    CHECK(score.invented() == 0);
    CHECK(score_beats(truth({100}, "N"), beats({100.1}, "N"), {Seconds{0}, Seconds{0.15}})
              .matched() == 1);
}

TEST_CASE("Test beats in flutter are left out, those beside it are not") {
    Reference reference = truth({301, 321}, "NN");
    reference.flutter.push_back({Seconds{305}, Seconds{320}});

    const BeatScore score =
        score_beats(reference, beats({301, 305.1, 306, 319.9, 320.5, 321}, "NVVVVN"));

    CHECK(score.matched() == 2);
    CHECK(score.invented() == 1);
}

TEST_CASE("Annotations become beats of five classes and spans of flutter") {
    const auto code = [](const char* symbol) { return *formats::annotation_code(symbol); };
    const Reference reference = reference_of({{360, code("L"), 0, 0, 0, ""},
                                              {720, code("+"), 0, 0, 0, "(N"},
                                              {1080, code("["), 0, 0, 0, ""},
                                              {1100, code("!"), 0, 0, 0, ""},
                                              {1440, code("]"), 0, 0, 0, ""},
                                              {1800, code("j"), 0, 0, 0, ""},
                                              {2160, code("E"), 0, 0, 0, ""},
                                              {2520, code("F"), 0, 0, 0, ""},
                                              {2880, code("/"), 0, 0, 0, ""}},
                                             Hertz{360});

    std::string labels;
    for (const ScoredBeat& beat : reference.beats) {
        labels.push_back(beat.label);
    }
    CHECK(labels == "NSVFQ");
    CHECK(reference.beats.front().time == Seconds{1});
    REQUIRE(reference.flutter.size() == 1);
    CHECK(reference.flutter.front().from == Seconds{3});
    CHECK(reference.flutter.front().to == Seconds{4});
}

TEST_CASE("Ectopic beats are scored by class, and a fusion beat called V is no error") {
    const BeatScore score = score_beats(truth({301, 302, 303, 304, 305, 306, 307}, "VVVSNFQ"),
                                        beats({301, 302, 304, 305, 306, 307, 308}, "VNSVVVV"));

    // V: one hit, one called N, one missed; one N and one empty place called V
    CHECK(*veb_rates(score).sensitivity == Approx(100.0 / 3));
    CHECK(*veb_rates(score).predictivity == Approx(100.0 / 3));
    CHECK(*sveb_rates(score).sensitivity == Approx(100));
    CHECK(*sveb_rates(score).predictivity == Approx(100));
}

TEST_CASE("The offset is test minus reference, over the matches") {
    const BeatScore score =
        score_beats(truth({301, 302, 303}, "NNN"), beats({301.01, 302.03}, "NN"));

    CHECK(offset_of(score)->mean_ms == Approx(20));
    CHECK(offset_of(score)->deviation_ms == Approx(10));
    CHECK_FALSE(offset_of(BeatScore{}).has_value());
}

TEST_CASE("Gross statistics add counts, average statistics add rates") {
    BeatScore gross = score_beats(truth({301, 302, 303, 304}, "NNNN"), beats({301}, "N"));
    const BeatScore other = score_beats(truth({301, 302}, "NN"), beats({301, 302}, "NN"));
    const Rates mean = average({qrs_rates(gross), qrs_rates(other), Rates{}});
    gross += other;

    CHECK(*qrs_rates(gross).sensitivity == Approx(50));
    CHECK(*mean.sensitivity == Approx(62.5));
    CHECK(*mean.predictivity == Approx(100));
}

TEST_CASE("Lines of score-beats are read, and a wrong one is named") {
    const auto lines = parse_beat_lines("{\"record\":\"100\",\"t\":[1.5,2.5],\"cls\":\"NV\"}\n"
                                        "{\"record\":\"101\",\"t\":[],\"cls\":\"\"}\n",
                                        "beats.jsonl");

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].record == "100");
    CHECK(lines[0].beats[1].time == Seconds{2.5});
    CHECK(lines[0].beats[1].label == 'V');
    CHECK(lines[1].beats.empty());
    CHECK_THROWS_WITH(parse_beat_lines("{\"record\":\"1\",\"t\":[1],\"cls\":\"NN\"}", "b"),
                      "b:1: t and cls are not equally long");
}
