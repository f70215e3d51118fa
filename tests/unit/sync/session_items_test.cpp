#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "support/catch.hpp"
#include "sync/session_items.hpp"

using namespace ecg;
using namespace ecg::sync;

namespace {

const std::string first =
    R"({"schema":"ecg.session/1","session_id":"night","seq":0,"timestamp":"2025-01-08T12:00:05.000Z",)"
    R"("user":{"full_name":"Ada Example"},"sampling_rate":100,"unit":"mV","first_sample":500,)"
    R"("ecg_snapshot":{"I":[0.10,null],"V1":[1e-2,-3]},"gaps":[{"first":501,"count":1,"cause":"lost"}],)"
    R"("device":{"serial":"ECG-1","driver":"x"},"metrics":{"heart_rate":75,"st_segment":null}})";
const std::string last =
    R"({"schema":"ecg.session/1","session_id":"night","seq":1,"timestamp":"2025-01-08T12:00:05.020Z",)"
    R"("sampling_rate":100,"first_sample":502,"ecg_snapshot":{"I":[1,2],"V1":[3,4]},)"
    R"("end":{"reason":"finished","samples":504,"gaps":1}})";

} // namespace

TEST_CASE("The first line of a session brings its start, each its samples, the last its end") {
    SessionItems maker;
    const auto one = maker.add(first, "a:1");
    REQUIRE(one.size() == 3);
    CHECK(one[0].type == ItemType::session_start);
    CHECK(one[1].type == ItemType::waveform);
    CHECK(one[2].type == ItemType::metrics);
    const auto two = maker.add(last, "a:2");
    REQUIRE(two.size() == 2);
    CHECK(two[0].type == ItemType::waveform);
    CHECK(two[1].type == ItemType::session_end);
    for (const NewItem& item : one) {
        CHECK(item.session == "night");
    }
}

TEST_CASE("A session starts when its first sample was taken, and ends behind its last") {
    SessionItems maker;
    const auto items = maker.add(first, "a:1");
    CHECK(items[0].data ==
          R"({"session_id":"night","device_serial":"ECG-1","device_info":{"recorded_as":"night",)"
          R"("sampling_rate":100,"device":{"serial":"ECG-1","driver":"x"}},)"
          R"("start_time":"2025-01-08T12:00:00.000Z"})");
    const auto end = maker.add(last, "a:2");
    CHECK(end[1].data ==
          R"({"session_id":"night","summary":{"reason":"finished","samples":504,"gaps":1},)"
          R"("end_time":"2025-01-08T12:00:05.040Z"})");
}

TEST_CASE("Samples go to the letter, and the rest of the line goes along") {
    SessionItems maker;
    const auto items = maker.add(first, "a:1");
    const std::string& data = items[1].data;
    CHECK(data.find(R"("leads":{"I":[0.10,null],"V1":[1e-2,-3]},"leads_recorded":["I","V1"])") !=
          data.npos);
    CHECK(data.find(R"("first_sample":500,"gaps":[{"first":501,)") != data.npos);
    CHECK(data.find(R"("line":{"schema":"ecg.session/1","session_id":"night","seq":0)") !=
          data.npos);
    CHECK(data.find(R"("ecg_snapshot":null,"gaps")") != data.npos);
    JsonReader reader;
    CHECK(reader.parse(data, "data").kind() == JsonKind::object);
    CHECK(items[2].data == R"({"session_id":"night","timestamp":"2025-01-08T12:00:05.000Z",)"
                           R"("metrics":{"heart_rate":75,"st_segment":null}})");
}

TEST_CASE("A line without samples goes with its metrics") {
    SessionItems maker;
    const std::string bare =
        R"({"schema":"ecg.session/1","session_id":"n","timestamp":"2025-01-08T12:00:00Z",)"
        R"("sampling_rate":100,"ecg_snapshot":{},"metrics":{"heart_rate":75}})";
    const auto items = maker.add(bare, "a:1");
    REQUIRE(items.size() == 2);
    CHECK(items[1].data.find(R"("line":)" + bare) != std::string::npos);
}

TEST_CASE("Several sessions in one stream have a start each") {
    SessionItems maker;
    std::string other = first;
    other.replace(other.find("night"), 5, "day");
    CHECK(maker.add(first, "a:1").front().type == ItemType::session_start);
    CHECK(maker.add(other, "a:2").front().type == ItemType::session_start);
}

TEST_CASE("What is no session line is refused with its place") {
    SessionItems maker;
    const auto why = [&](const std::string& line) {
        try {
            maker.add(line, "a:7");
        } catch (const Error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(why("{").starts_with("a:7: "));
    CHECK(why("{}").starts_with("a:7: is no line of ecg.session/1"));
    CHECK(why(R"({"schema":"ecg.session/1"})") == "a:7: session_id is missing");
    CHECK(why(R"({"schema":"ecg.session/1","session_id":"n"})") == "a:7: timestamp is missing");
    CHECK(
        why(R"({"schema":"ecg.session/1","session_id":"n","timestamp":"2025-01-08T12:00:00Z"})") ==
        "a:7: sampling_rate is missing");
}

TEST_CASE("A line whose item would never be read again is refused") {
    SessionItems maker;
    std::string large = first;
    const std::string more(16U << 20, ' ');
    large.insert(large.find("[0.10") + 1, more);
    try {
        static_cast<void>(maker.add(large, "a:1"));
        FAIL("it was taken");
    } catch (const ecg::Error& error) {
        CHECK(std::string{error.what()} ==
              "a:1: makes an item of more than 16 MiB, which no queue takes; shorter lines do");
    }
    CHECK(maker.add(last, "a:2").size() == 2);
}
