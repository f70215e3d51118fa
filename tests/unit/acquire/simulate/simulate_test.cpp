// The simulated device as its host sees it, without a clock.
#include "acquire/simulate/simulate.hpp"
#include "simulated_play.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;
using namespace ecg::test;

namespace {

constexpr std::string_view ask_to_start = "1\r\n";
constexpr std::string_view ask_to_stop = "0\r\n";

SimulateSettings text_device(const std::string& faults, Seconds duration) {
    SimulateSettings settings = device_settings("deckmount-text", faults, duration);
    settings.asked = true;
    return settings;
}

std::int64_t count_of(const Played& played, const std::string& event) {
    std::int64_t count = 0;
    for (const PlayedEvent& one : played.events) {
        count += one.what == event ? one.count : 0;
    }
    return count;
}

} // namespace

TEST_CASE("Each driver: what the device took is what its decoder finds") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        const Played played = play(device_settings(std::string{driver.name}, "", Seconds{10}));

        CHECK(played.taken.size() >= 800);
        CHECK(difference(played.got, played.through()) == "");
    }
}

TEST_CASE("Each driver: what its frames lose to drops, hits and junk is told, sample for sample") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        const bool can_be_hit = is_structure(choose_driver(driver.name), PacketEnd::first_byte) ||
                                is_structure(choose_driver(driver.name), PacketEnd::last_byte);
        // three bytes with a check of four bits are found in random ones, too
        const bool has_marks = driver.name != "bitalino";
        const std::string faults = has_marks ? "drop=1%,garbage=0.5%,split" : "drop=1%,split";
        const Played played = play(device_settings(
            std::string{driver.name}, faults + (can_be_hit ? ",hit=1.6%" : ""), Seconds{60}));

        CHECK(difference(played.got, played.through()) == "");
        CHECK(played.got.size() < played.taken.size());
    }
}

TEST_CASE("Each driver: its own script starts the simulated device") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        SimulateSettings settings = device_settings(std::string{driver.name}, "", Seconds{10});
        settings.asked = true;
        std::deque<ScriptedEnd::Say> script;
        if (driver.scripts != nullptr) {
            const Scripts scripts = driver.scripts(settings.device.options);
            for (const auto& steps : {scripts.identify, scripts.start}) {
                for (const Step& step : steps) {
                    script.push_back({0, step.send});
                }
            }
        }
        ScriptedEnd end{script};

        const Played played = play(settings, end);

        CHECK(played.taken.size() >= 800);
        CHECK(difference(played.got, played.through()) == "");
    }
}

TEST_CASE("A device that is asked to start streams then, and stops when it is asked to") {
    ScriptedEnd end{{{0, std::string{ask_to_start}},
                     {5000, std::string{ask_to_stop}},
                     {5000, std::string{ask_to_start}}}};

    const Played played = play(text_device("", Seconds{10}), end);

    std::vector<std::string> events;
    for (const PlayedEvent& event : played.events) {
        events.push_back(event.what);
    }
    CHECK(events == std::vector<std::string>{"start", "stop", "start"});
    CHECK(difference(played.got, played.through()) ==
          ""); // without a clock it stands still meanwhile
    CHECK(played.taken.size() == 2500);
}

TEST_CASE("What is sent in a pause is lost") {
    const Played played = play(device_settings("deckmount-text", "pause@2+0.5", Seconds{10}));

    CHECK(count_of(played, "pause") == 125);
    CHECK(played.lost.contains(500));
    CHECK(played.lost.contains(624));
    CHECK(difference(played.got, played.through()) == "");
}

TEST_CASE("What is taken while it is unplugged is lost, and then it must be started again") {
    ScriptedEnd end{{{0, std::string{ask_to_start}}}};
    end.when_plugged = ask_to_start;

    const Played played = play(text_device("unplug@2+1", Seconds{10}), end);

    CHECK(count_of(played, "unplugged") == 250);
    CHECK(difference(played.got, played.through()) == "");
}

TEST_CASE("A device that reboots counts from 0 again") {
    const SimulateSettings settings =
        device_settings("deckmount22", "reboot@1.001,boot-text", Seconds{3});
    ScriptedEnd end{{}};

    const Played played = play(settings, end);

    CHECK(difference(played.got, played.through()) == "");
    CHECK(played.counters[500] == 500 % 64);
    CHECK(played.counters[501] == 0); // the first after 1.001 s
    CHECK(played.counters[502] == 1);
}

TEST_CASE("The same settings make the same bytes") {
    const SimulateSettings settings =
        device_settings("deckmount22", "drop=2%,flip=2%,garbage=2%,duplicate=2%", Seconds{20});
    ScriptedEnd one{{}};
    ScriptedEnd other{{}};

    play(settings, one);
    play(settings, other);

    CHECK(one.received == other.received);
}

TEST_CASE("Split writes are small and lose nothing") {
    ScriptedEnd end{{}};

    const Played played = play(device_settings("deckmount22", "split", Seconds{2}), end);

    CHECK(difference(played.got, played.taken) == "");
    CHECK(*std::max_element(end.writes.begin(), end.writes.end()) <= 12);
}
