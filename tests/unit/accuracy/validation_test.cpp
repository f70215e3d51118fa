#include "accuracy/validation/given_scorer.hpp"
#include "accuracy/validation/markdown.hpp"
#include "accuracy/validation/section.hpp"
#include "accuracy/validation/worst_records.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

TEST_CASE("Numbers are read from a scorer's line, with their decimals") {
    const auto numbers = numbers_in("  12  0 | -0.51+-2.25  nan   10 / 15  within");

    REQUIRE(numbers.size() == 7);
    CHECK(numbers[0].value == 12);
    CHECK(numbers[0].decimals == 0);
    CHECK(numbers[2].value == -0.51);
    CHECK(numbers[3].value == 2.25);
    CHECK(numbers[3].decimals == 2);
    CHECK_FALSE(numbers[4].value);
    CHECK(numbers[6].value == 15);
}

TEST_CASE("A table stands in even columns, numbers right and words left") {
    Table table{{"point", "F1 %", "peer"}};
    table.row({"P", "97.5", "a"});
    table.row({"QRS", "–", "bcdef"});

    CHECK(table.text() == "| point | F1 % | peer  |\n"
                          "|-------|-----:|-------|\n"
                          "| P     | 97.5 | a     |\n"
                          "| QRS   |    – | bcdef |\n\n");
}

TEST_CASE("A figure has fixed decimals, no minus zero, and a dash where there is none") {
    CHECK(figure(-0.004) == "0.00");
    CHECK(figure(99.999, 1) == "100.0");
    CHECK(figure(std::nullopt) == "–");
}

TEST_CASE("A goal is met from its limit on, whichever way it points") {
    const auto met = [](Goal::Sense sense, double limit, std::optional<double> value) {
        return Outcome{"", {"", sense, limit, ""}, value, ""}.met();
    };
    CHECK(met(Goal::Sense::at_least, 97, 97.0));
    CHECK_FALSE(met(Goal::Sense::at_least, 97, 96.99));
    CHECK(met(Goal::Sense::at_most, 7, 7.0));
    CHECK_FALSE(met(Goal::Sense::at_most, 7, 7.01));
    CHECK(met(Goal::Sense::within, 4, -3.9));
    CHECK_FALSE(met(Goal::Sense::within, 4, -4.1));
    CHECK_FALSE(met(Goal::Sense::within, 4, std::nullopt));
}

TEST_CASE("A share is near its goal on both sides") {
    const auto met = [](double value) {
        return Outcome{"", {"", Goal::Sense::near, 8, "", 68}, value, ""}.met();
    };
    CHECK(met(60));
    CHECK(met(76));
    CHECK_FALSE(met(59.9));
    CHECK_FALSE(met(76.1));
}

TEST_CASE("The summary counts goals by task and names those that were missed") {
    const Goal goal{"F1, %", Goal::Sense::at_least, 97.5, ""};
    const Goal shown{"F1, %", Goal::Sense::at_least, std::nullopt, ""};

    const std::string text = summary_of({{"A", goal, 98.0, ""},
                                         {"A", goal, 97.0, ""},
                                         {"A", shown, 1.0, ""},
                                         {"B", goal, 99.0, ""}});

    CHECK(text.find("| A    |         1 |   2 |") != std::string::npos);
    CHECK(text.find("- A: F1, %: 97.00 (≥ 97.5)\n") != std::string::npos);
    CHECK(text.find("| B    |         1 |   1 |") != std::string::npos);
}

TEST_CASE("The worst records stand first") {
    PointScore score;
    score.add({"1", "i", 1, 0, {1, 2}});
    score.add({"2", "i", 0, 5, {-60, 40}});
    score.add({"3", "i", 0, 0, {0}});

    CHECK(worst_by_counts(score) == "2 (0 missed, 5 invented), 1 (1 missed, 0 invented)");
    CHECK(worst_by_spread(score).starts_with("2 ("));
    CHECK(worst_by_mean(score) == "2 (mean -10 ms)");
}
