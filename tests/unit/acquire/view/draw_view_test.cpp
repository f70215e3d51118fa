#include "acquire/view/arrange_leads.hpp"
#include "acquire/view/draw_view.hpp"
#include "signals_seen.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace ecg::acquire {
namespace {

SignalWindow twelve_leads(double seconds) {
    Recording piece;
    piece.rate = SampleRate{Hertz{100}};
    for (const Lead lead : all_leads) {
        piece.leads.push_back({std::string{name_of(lead)}, lead,
                               std::vector<double>(static_cast<std::size_t>(100 * seconds))});
    }
    SignalWindow window;
    window.add(piece);
    return window;
}

ViewFacts usual_facts() {
    ViewFacts facts;
    facts.heart_rate = BeatsPerMinute{72.4};
    facts.elapsed = Seconds{3725.9};
    facts.rate = Hertz{500.018};
    facts.rate_is_measured = true;
    facts.place = "night.jsonl";
    return facts;
}

Picture drawn(const SignalWindow& window, const ViewFacts& facts, const ViewWishes& wishes,
              int rows, int columns) {
    std::vector<std::optional<double>> centres;
    return draw_view(facts, wishes, {window, window.end(), centres}, rows, columns);
}

bool has_word(const Picture& picture, const std::string& word) {
    for (int row = 0; row < picture.rows(); ++row) {
        if (picture.text(row).find(word) != std::string::npos) {
            return true;
        }
    }
    return false;
}

TEST_CASE("A small screen has fewer leads, a large one all twelve in columns") {
    const LeadArrangement small = arrange_leads(12, 20, 80);
    CHECK((small.columns == 1 && small.shown == 4 && small.rows_a_lead == 5));

    const LeadArrangement large = arrange_leads(12, 46, 160);
    CHECK((large.columns == 2 && large.leads_a_column == 6 && large.rows_a_lead == 7));
    CHECK(large.shown == 12);

    const LeadArrangement wide = arrange_leads(12, 20, 170);
    CHECK((wide.columns == 3 && wide.leads_a_column == 4 && wide.shown == 12));

    CHECK(arrange_leads(1, 20, 300).columns == 1);
    CHECK(arrange_leads(12, 0, 0).shown == 1);
}

TEST_CASE("The scale is of round numbers, and wishes go along them to their ends") {
    CHECK(usual_height(5, 0).value == 0.5);
    CHECK(usual_height(5, 1).value == 0.2);
    CHECK(usual_height(5, -1).value == 1);
    CHECK(usual_height(5, -99).value == 10);
    CHECK(usual_time(76, 0) == Seconds{5});
    CHECK(usual_time(76, 1) == Seconds{4});
    CHECK(usual_time(76, -1) == Seconds{6});
    CHECK(usual_time(76, -99) == Seconds{30});
    CHECK(usual_time(1, 0) == Seconds{1});
}

TEST_CASE("The head says rate of the heart and the device, time, losses and file") {
    ViewFacts facts = usual_facts();
    facts.lost = 3;

    CHECK(drawn(twelve_leads(1), facts, {}, 24, 80).text(0) ==
          " 72 bpm, last 10 s   01:02:05   500.02 Hz   3 lost                  night.jsonl");
}

TEST_CASE("A heart rate that cannot be measured is no number") {
    ViewFacts facts = usual_facts();
    facts.heart_rate.reset();
    facts.rate_is_measured = false;
    facts.rate = Hertz{500};

    CHECK(drawn(twelve_leads(1), facts, {}, 24, 60).text(0) ==
          " -- bpm   01:02:05   500 Hz nominal   0 lost    night.jsonl");
}

TEST_CASE("Silence takes the heart rate's place") {
    ViewFacts facts = usual_facts();
    facts.silent = Seconds{4.2};

    const std::string head = drawn(twelve_leads(1), facts, {}, 24, 80).text(0);

    CHECK(head.substr(0, 20) == "  no signal for 4 s ");
    CHECK(head.find("bpm") == std::string::npos);
}

TEST_CASE("The end of a long path is shown") {
    ViewFacts facts = usual_facts();
    facts.place = "/home/ward/ecg/reports/sessions/session_anna_20261129_010203.jsonl";

    const std::string head = drawn(twelve_leads(1), facts, {}, 24, 80).text(0);

    CHECK(head.find("...") != std::string::npos);
    CHECK(head.ends_with("_20261129_010203.jsonl"));
}

TEST_CASE("Leads have their names, and the scale its units") {
    const Picture picture = drawn(twelve_leads(1), usual_facts(), {}, 24, 80);

    CHECK(picture.text(3).starts_with(" I   "));
    CHECK(picture.text(18).starts_with(" aVR "));
    CHECK(picture.text(21) == " 0.5 mV a line   5 s across   leads 1 to 4 of 12");
    CHECK(picture.text(22) == " q end   space freeze   + - gain   < > speed   l next leads");
    CHECK_FALSE(has_word(picture, "V1"));
}

TEST_CASE("The next leads come in turn, and then the first ones again") {
    CHECK(next_leads(0, 12, 24, 80) == 4);
    CHECK(next_leads(4, 12, 24, 80) == 8);
    CHECK(next_leads(8, 12, 24, 80) == 0);
    CHECK(next_leads(0, 12, 50, 160) == 0);

    ViewWishes wishes;
    wishes.first_lead = 8;
    const Picture picture = drawn(twelve_leads(1), usual_facts(), wishes, 24, 80);
    CHECK(has_word(picture, " V3 "));
    CHECK(has_word(picture, "leads 9 to 12 of 12"));
}

TEST_CASE("The last page is a full one") {
    ViewWishes wishes;
    wishes.first_lead = 10;

    CHECK(has_word(drawn(twelve_leads(1), usual_facts(), wishes, 24, 80), "leads 9 to 12 of 12"));
    CHECK(has_word(drawn(twelve_leads(1), usual_facts(), wishes, 50, 160), " I "));
}

TEST_CASE("What must be seen is seen on a narrow screen, too") {
    ViewFacts facts = usual_facts();
    facts.electrodes_off = "RA";
    facts.notice = "no contact: RA";
    facts.severity = Severity::warning;
    ViewWishes wishes;
    wishes.frozen = true;

    const Picture picture = drawn(twelve_leads(1), facts, wishes, 12, 50);

    CHECK(picture.text(10).ends_with(" FROZEN, the recording goes on  no contact: RA"));
    CHECK(picture.at(10, 48).ink == Ink::alarm);
    CHECK(picture.text(11) == " no contact: RA");
    CHECK(picture.at(11, 1).ink == Ink::warning);
}

TEST_CASE("Before the first sample there are no leads yet") {
    const Picture picture = drawn({}, usual_facts(), {}, 24, 80);

    CHECK(picture.text(21) == " waiting for the first samples");

    ViewFacts facts = usual_facts();
    facts.unplaced = 1200;
    CHECK(drawn({}, facts, {}, 24, 80).text(21) ==
          " measuring the device's rate, by 1200 samples so far");
}

TEST_CASE("Every size of screen can be drawn on") {
    const SignalWindow window = twelve_leads(8);
    for (int rows = 0; rows < 40; ++rows) {
        for (int columns = 0; columns < 130; columns += 3) {
            const Picture picture = drawn(window, usual_facts(), {}, rows, columns);
            REQUIRE(picture.rows() == rows);
            REQUIRE(picture.columns() == columns);
        }
    }
}

} // namespace
} // namespace ecg::acquire
