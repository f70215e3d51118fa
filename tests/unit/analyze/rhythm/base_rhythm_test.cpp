#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>
#include <random>
#include <string>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

TEST_CASE("Even beats with a P before each are named by their rate") {
    CHECK(even_beats(10, 1s).rhythm().name == "SR");
    CHECK(even_beats(10, 0.6s).rhythm().name == "SR");
    CHECK(even_beats(10, Seconds{60 / 59.4}).rhythm().name == "SBRAD");
    CHECK(even_beats(10, Seconds{60 / 59.6}).rhythm().name == "SR"); // prints as 60
    CHECK(even_beats(10, Seconds{60 / 100.6}).rhythm().name == "STACH");
    CHECK(even_beats(10, Seconds{60 / 100.4}).rhythm().name == "SR");
}

TEST_CASE("One episode goes from the first beat to the last, with its count, rate and reason") {
    const Rhythm rhythm = even_beats(10, 1.25s).rhythm();

    REQUIRE(rhythm.episodes.size() == 1);
    const Episode& episode = rhythm.episodes.front();
    CHECK(episode.code == "SBRAD");
    CHECK(episode.onset.count() == Approx(1.25));
    CHECK(episode.offset.count() == Approx(12.5));
    CHECK(episode.beats == 10);
    CHECK(episode.rate->value == Approx(48));
    CHECK(episode.certainty == 1);
    CHECK(episode.reason == "P before 10 of 10 beats, rate 48/min < 60/min");
}

TEST_CASE("A pause does not make a normal rate slow") {
    DrawnBeats drawn = even_beats(10, 0.9s);
    drawn.add(4s, usual_pr);

    const Rhythm rhythm = drawn.rhythm();

    CHECK(rhythm.name == "SR");
    CHECK(rhythm.episodes.front().reason == "P before 11 of 11 beats, rate 67/min");
    CHECK(rhythm.episodes.front().rate->value < 60);
}

TEST_CASE("What is called slow or fast is so as a whole, whatever short stretches it took in") {
    std::mt19937 random{207};
    std::uniform_int_distribution<int> step{-60, 60};
    int slow = 0;
    for (int i = 0; i < 300; ++i) {
        DrawnBeats drawn;
        int rr_ms = 1000;
        for (int beat = 0; beat < 60; ++beat) {
            rr_ms = std::clamp(rr_ms + step(random), 800, 1200);
            drawn.add(Milliseconds{rr_ms}, usual_pr);
        }
        for (const Episode& episode : drawn.rhythm().episodes) {
            if (episode.code == "SBRAD") {
                INFO(episode.reason);
                const std::size_t at = episode.reason.find("rate ");
                REQUIRE(at != std::string::npos);
                CHECK(std::stoi(episode.reason.substr(at + 5)) < 60);
                ++slow;
            }
        }
    }
    CHECK(slow > 100);
}

TEST_CASE("A wave more than 300 ms before the QRS is no P that it could come from") {
    CHECK(even_beats(20, 0.8s, Milliseconds{290}).rhythm().name == "SR"); // PR is 300 ms
    CHECK(even_beats(20, 0.8s, Milliseconds{291}).rhythm().name == "REGUL");
}

TEST_CASE("Fewer than three beats have no rhythm") {
    for (const int count : {0, 1, 2}) {
        const Rhythm rhythm = even_beats(count, 0.8s).rhythm();

        CHECK(rhythm.name.empty());
        CHECK(rhythm.episodes.empty());
    }
    CHECK(even_beats(3, 0.8s).rhythm().name == "SR");
}

TEST_CASE("Sinus beats whose intervals range over more than 120 ms and 10 % are an arrhythmia") {
    const auto breathing = [](double range) {
        DrawnBeats drawn;
        for (int i = 0; i < 12; ++i) {
            const double wave = std::sin(2 * std::numbers::pi * i / 8.0);
            drawn.add(Seconds{0.9 + range / 2 * wave}, usual_pr);
        }
        return drawn.rhythm().name;
    };

    CHECK(breathing(0.13) == "SARRH");
    CHECK(breathing(0.11) == "SR");
}

TEST_CASE("Irregular beats without a repeating P are atrial fibrillation") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Rhythm rhythm = random_beats(40, 0.75s, std::nullopt, seed).rhythm();

        CAPTURE(seed);
        CHECK(rhythm.name == "AFIB");
        CHECK(rhythm.episodes.size() == 1);
        CHECK(rhythm.episodes.front().certainty > 0.7);
    }
}

TEST_CASE("A P at a random distance does not repeat, and is still atrial fibrillation") {
    DrawnBeats drawn;
    Dice dice{7};
    for (int i = 0; i < 40; ++i) {
        const Seconds rr{0.5 + 0.5 * dice.next()};
        drawn.add(rr, Milliseconds{80 + 200 * dice.next()});
    }

    CHECK(drawn.rhythm().name == "AFIB");
}

TEST_CASE("Irregular beats with a P before each are not atrial fibrillation") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        CHECK(random_beats(40, 0.75s, usual_pr, seed).rhythm().name != "AFIB");
    }
}

TEST_CASE("Even beats whose P drowns in noise are regular, never fibrillation") {
    CHECK(even_beats(40, 0.8s, std::nullopt).rhythm().name == "REGUL");
}

TEST_CASE("Slow drift without P is no fibrillation: it has a direction") {
    DrawnBeats drawn;
    for (int i = 0; i < 40; ++i) {
        drawn.add(Seconds{0.7 + 0.3 * std::sin(i / 6.0)}, std::nullopt);
    }

    CHECK(drawn.rhythm().name != "AFIB");
}

TEST_CASE("Bigeminy and trigeminy without P are no fibrillation: they repeat") {
    for (const int period : {2, 3, 4}) {
        DrawnBeats drawn;
        Dice dice{3};
        for (int i = 0; i < 40; ++i) {
            const double rr = i % period == 0 ? 1.1 : i % period == 1 ? 0.5 : 0.8;
            drawn.add(Seconds{rr + 0.02 * dice.next()}, std::nullopt);
        }

        CAPTURE(period);
        CHECK(drawn.rhythm().name == "IRREG");
    }
}

TEST_CASE("Frequent ventricular beats do not make sinus rhythm irregular") {
    DrawnBeats drawn;
    Dice dice{5};
    for (int i = 0; i < 40; ++i) {
        if (dice.next() < 0.25 && i > 0) {
            drawn.add(0.5s, std::nullopt, BeatClass::V);
            drawn.add(1.1s, usual_pr);
        } else {
            drawn.add(0.8s, usual_pr);
        }
    }

    CHECK(drawn.rhythm().name == "SR");
}

TEST_CASE("A fast even rhythm without P is named by the width of its QRS") {
    DrawnBeats drawn = even_beats(30, Seconds{60.0 / 150}, std::nullopt);
    CHECK(drawn.rhythm().name == "REGUL"); // the width is not known

    drawn.measured.qrs = 119.4ms;
    CHECK(drawn.rhythm().name == "SVTAC");

    drawn.measured.qrs = 120ms;
    CHECK(drawn.rhythm().name == "WQT");

    DrawnBeats slower = even_beats(30, Seconds{60.0 / 139}, std::nullopt);
    slower.measured.qrs = 90ms;
    CHECK(slower.rhythm().name == "REGUL");
}

TEST_CASE("Fibrillation that starts half way makes two episodes that meet") {
    DrawnBeats drawn = even_beats(100, 0.8s);
    Dice dice{11};
    for (int i = 0; i < 100; ++i) {
        drawn.add(Seconds{0.5 + 0.5 * dice.next()}, std::nullopt);
    }

    const Rhythm rhythm = drawn.rhythm();

    REQUIRE(rhythm.episodes.size() == 2);
    CHECK(rhythm.episodes[0].code == "SR");
    CHECK(rhythm.episodes[1].code == "AFIB");
    CHECK(rhythm.episodes[0].offset == rhythm.episodes[1].onset);
    CHECK(std::abs(rhythm.episodes[1].onset.count() - 80) < 10);
    CHECK(rhythm.episodes[1].offset == drawn.beats.back().time);
    CHECK(rhythm.episodes[0].beats + rhythm.episodes[1].beats == 200);
}

TEST_CASE("A block that drops every third beat repeats: no fibrillation, even without P") {
    DrawnBeats drawn;
    Dice dice{3};
    for (int i = 0; i < 40; ++i) {
        const double rr = i % 3 == 0 ? 1.48 : i % 3 == 1 ? 0.88 : 0.84;
        drawn.add(Seconds{rr + 0.004 * dice.next()}, std::nullopt);
    }

    CHECK(drawn.rhythm().name == "IRREG");
}

TEST_CASE("One beat out of time does not make a regular rhythm without P fibrillation") {
    DrawnBeats drawn = even_beats(20, 0.8s, std::nullopt);
    drawn.add(0.5s, std::nullopt, BeatClass::S);
    drawn.add(1.1s, std::nullopt);
    for (int i = 0; i < 20; ++i) {
        drawn.add(0.8s, std::nullopt);
    }

    CHECK(drawn.rhythm().name != "AFIB");
}

TEST_CASE("Fibrillation between sinus beats begins and ends within eight beats of where it does") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        DrawnBeats drawn = even_beats(100, 0.8s);
        Dice dice{seed};
        for (int i = 0; i < 80; ++i) {
            drawn.add(Seconds{0.5 + 0.5 * dice.next()}, std::nullopt);
        }
        const Seconds end = drawn.beats.back().time;
        for (int i = 0; i < 100; ++i) {
            drawn.add(0.8s, usual_pr);
        }

        const Rhythm rhythm = drawn.rhythm();

        CAPTURE(seed);
        REQUIRE(rhythm.episodes.size() == 3);
        CHECK(rhythm.episodes[1].code == "AFIB");
        CHECK(std::abs(rhythm.episodes[1].onset.count() - 80) < 6.4);
        CHECK(std::abs((rhythm.episodes[1].offset - end).count()) < 6.4);
    }
}

TEST_CASE("Fibrillation of less than 30 s within another rhythm is no episode") {
    DrawnBeats drawn = even_beats(100, 0.8s);
    Dice dice{11};
    for (int i = 0; i < 20; ++i) {
        drawn.add(Seconds{0.5 + 0.5 * dice.next()}, std::nullopt);
    }
    for (int i = 0; i < 100; ++i) {
        drawn.add(0.8s, usual_pr);
    }

    for (const Episode& episode : drawn.rhythm().episodes) {
        CHECK(episode.code != "AFIB");
    }
}

TEST_CASE("A long hole parts the episodes, a short one does not") {
    DrawnBeats drawn = even_beats(20, 0.8s);
    drawn.add(4s, usual_pr);
    drawn.beats.back().after_gap = true;
    for (int i = 0; i < 20; ++i) {
        drawn.add(0.8s, usual_pr);
    }
    CHECK(drawn.rhythm().episodes.size() == 1);

    drawn.add(60s, usual_pr);
    drawn.beats.back().after_gap = true;
    for (int i = 0; i < 20; ++i) {
        drawn.add(0.8s, usual_pr);
    }
    const Rhythm rhythm = drawn.rhythm();
    REQUIRE(rhythm.episodes.size() == 2);
    CHECK(rhythm.episodes[1].onset - rhythm.episodes[0].offset == Seconds{60});
    CHECK(rhythm.episodes[0].rate->value == Approx(75));
}

TEST_CASE("A P wave that was looked for in vain at the edges is not held against sinus rhythm") {
    DrawnBeats drawn = even_beats(4, 0.8s);
    drawn.waves.front() = {};
    drawn.waves.back() = {};

    CHECK(drawn.rhythm().name == "SR");
}
