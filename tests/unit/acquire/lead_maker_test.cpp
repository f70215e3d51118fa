#include "acquire/drivers/registry.hpp"
#include "acquire/stream/lead_maker.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::acquire;

namespace {

Description eight_leads() {
    Description device;
    for (const char* name : {"I", "V4", "V5", "II", "V3", "V6", "V1", "V2"}) {
        device.channels.push_back({name, 1.0, 2048, 0, 4095});
    }
    device.gain_source = "documented";
    return device;
}

Frame counts(std::initializer_list<double> values) {
    Frame frame;
    frame.counts.fill(no_value);
    std::copy(values.begin(), values.end(), frame.counts.begin());
    return frame;
}

double sample(const Recording& piece, const std::string& lead, std::size_t at) {
    for (const LeadSignal& signal : piece.leads) {
        if (signal.name == lead) {
            return signal.samples.at(at);
        }
    }
    return -1e9;
}

const Frame some = counts({2148, 2049, 2050, 2348, 2051, 2052, 2053, 2054});

Frame without(std::initializer_list<synth::Electrode> electrodes) {
    Frame frame = some;
    for (const synth::Electrode electrode : electrodes) {
        frame.electrodes_off.set(static_cast<std::size_t>(electrode));
    }
    return frame;
}

} // namespace

TEST_CASE("The mid-scale is taken out before the limb leads are derived") {
    LeadMaker maker{plan_leads(eight_leads(), {}), Hertz{500}, false};

    const auto pieces = maker.add({{{0, some}}, {}, false});

    REQUIRE(pieces.size() == 1);
    const Recording& piece = pieces[0];
    REQUIRE(piece.leads.size() == 12);
    for (std::size_t i = 0; i < 12; ++i) {
        CHECK(piece.leads[i].lead == all_leads[i]);
    }
    CHECK(sample(piece, "I", 0) == Approx(0.1));
    CHECK(sample(piece, "II", 0) == Approx(0.3));
    CHECK(sample(piece, "III", 0) == Approx(0.2));
    CHECK(sample(piece, "aVR", 0) == Approx(-0.2));
    CHECK(sample(piece, "aVL", 0) == Approx(-0.05));
    CHECK(sample(piece, "aVF", 0) == Approx(0.25));
    CHECK(sample(piece, "V1", 0) == Approx(0.005));
    CHECK(sample(piece, "V6", 0) == Approx(0.004));
}

TEST_CASE("A profile and flags say what a lead's counts mean") {
    const test::TemporaryFolder folder;
    const std::string path = folder.file("old-unit.yaml", "driver: deckmount-text\n"
                                                          "gain_uv: 2\n"
                                                          "leads:\n"
                                                          "  V4: {gain: 0.5}\n"
                                                          "  V1: {invert: true}\n");
    const Profile profile = read_profile(path);

    LeadMaker maker{plan_leads(eight_leads(), profile.leads), Hertz{500}, false};
    const auto piece = maker.add({{{0, some}}, {}, false}).at(0);

    CHECK(profile.driver == "deckmount-text");
    CHECK(sample(piece, "I", 0) == Approx(0.2));
    CHECK(sample(piece, "V4", 0) == Approx(0.001));
    CHECK(sample(piece, "V1", 0) == Approx(-0.010));
    const LeadPlan plan = plan_leads(eight_leads(), profile.leads);
    CHECK_FALSE(plan.uv_per_count);
    CHECK(plan.gain_source == "profile");
}

TEST_CASE("A profile's slip is told with its line") {
    const test::TemporaryFolder folder;
    for (const char* text :
         {"gain_uv: large\n", "colour: red\n", "leads:\n  V1: {gian: 2}\n", "derive: perhaps\n"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read_profile(folder.file("p.yaml", text)), Error);
    }
}

TEST_CASE("Channels are mapped by name or number, and what is not mapped is left out") {
    LeadWishes wishes;
    wishes.channel_of = {{"ii", "3"}, {"V1", "V1"}};

    const LeadPlan plan = plan_leads(eight_leads(), wishes);

    REQUIRE(plan.measured.size() == 2);
    CHECK(plan.measured[0].name == "II");
    CHECK(plan.measured[0].channel == 3);
    CHECK(plan.measured[1].channel == 6);
    CHECK_FALSE(plan.derived);
    wishes.channel_of = {{"II", "ch9"}};
    CHECK_THROWS_AS(plan_leads(eight_leads(), wishes), Error);
    wishes.channel_of = {{"II", "0"}, {"ii", "1"}};
    CHECK_THROWS_AS(plan_leads(eight_leads(), wishes), Error);
}

TEST_CASE(
    "An electrode that is off takes down the leads that it is part of, until it holds again") {
    using synth::Electrode;

    struct Case {
        Electrode electrode;
        std::vector<std::string> off;
    };

    const std::vector<std::string> all{"I",  "II", "III", "aVR", "aVL", "aVF",
                                       "V1", "V2", "V3",  "V4",  "V5",  "V6"};
    const std::vector<std::string> but_ii{"I",  "III", "aVR", "aVL", "aVF", "V1",
                                          "V2", "V3",  "V4",  "V5",  "V6"};
    const std::vector<std::string> but_i{"II", "III", "aVR", "aVL", "aVF", "V1",
                                         "V2", "V3",  "V4",  "V5",  "V6"};
    for (const Case& c : {Case{Electrode::RA, all}, Case{Electrode::LA, but_ii},
                          Case{Electrode::LL, but_i}, Case{Electrode::V3, {"V3"}}}) {
        LeadMaker maker{plan_leads(eight_leads(), {}), Hertz{500}, false};
        Placed placed;
        for (std::int64_t i = 0; i < 200; ++i) {
            placed.frames.push_back({i, i >= 50 && i < 60 ? without({c.electrode}) : some});
        }

        const auto pieces = maker.add(placed);

        REQUIRE(pieces.size() == 3);
        CHECK(pieces[0].electrodes_off.empty());
        CHECK(pieces[1].electrodes_off == c.off);
        CHECK(pieces[1].first_sample == 50);
        CHECK(pieces[2].first_sample == 60 + 49); // a tenth of a second of contact
        for (const LeadSignal& lead : pieces[1].leads) {
            const bool off = std::find(c.off.begin(), c.off.end(), lead.name) != c.off.end();
            CHECK(std::isnan(lead.samples[0]) == off);
        }
    }
}

TEST_CASE("Lost and damaged samples are gaps with nothing in them") {
    LeadMaker maker{plan_leads(eight_leads(), {}), Hertz{500}, false};
    Frame damaged = counts({});
    damaged.damaged = true;

    const auto pieces =
        maker.add({{{0, some}, {5, some}, {6, damaged}, {7, some}}, {{1, 4, "lost"}}, false});

    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].sample_count() == 8);
    CHECK(pieces[0].gaps == std::vector<Gap>{{1, 4, "lost"}, {6, 1, "damaged"}});
    CHECK(std::isnan(sample(pieces[0], "II", 4)));
    CHECK(std::isnan(sample(pieces[0], "V6", 6)));
    CHECK(sample(pieces[0], "II", 7) == Approx(0.3));
}
