#include "common/error.hpp"
#include "support/catch.hpp"
#include "sync/queue_item.hpp"

#include <algorithm>
#include <vector>

using namespace ecg;
using namespace ecg::sync;

namespace {

const ItemName waveform{5, 1'736'339'696'123, ItemType::waveform, mark_of("night")};

std::string waveform_text() {
    return item_text({.type = ItemType::waveform,
                      .session = "night",
                      .data = R"({"session_id":"night","n":1.50})",
                      .priority = {},
                      .part = {}},
                     waveform, "waveform_1_ab");
}

} // namespace

TEST_CASE("A name of an item reads back") {
    const std::string text = text_of(waveform);
    CHECK(text == "p05_01736339696123_waveform_" + mark_of("night") + ".json");
    const auto parsed = parse_item_name(text);
    REQUIRE(parsed);
    CHECK(parsed->priority == 5);
    CHECK(parsed->sequence == waveform.sequence);
    CHECK(parsed->type == ItemType::waveform);
    CHECK(parsed->session_mark == mark_of("night"));
}

TEST_CASE("Names sort by priority and then by age") {
    std::vector<std::string> names;
    for (const int priority : {10, 9, 2, 1}) {
        for (const std::int64_t sequence : {20'000'000'000'000, 1'700'000'000'000}) {
            names.push_back(text_of({priority, sequence, ItemType::metrics, mark_of("a")}));
        }
    }
    std::sort(names.begin(), names.end());
    CHECK(names.front().starts_with("p01_01700000000000_"));
    CHECK(names[1].starts_with("p01_20000000000000_"));
    CHECK(names.back().starts_with("p10_20000000000000_"));
}

TEST_CASE("Other names are no names of items") {
    for (const char* const name :
         {"", ".json", "waveform_1736339696123_1a2b3c4d.json",
          "p5_01736339696123_waveform_1a2b3c4d.json", "p00_01736339696123_waveform_1a2b3c4d.json",
          "p11_01736339696123_waveform_1a2b3c4d.json", "p05_01736339696123_else_1a2b3c4d.json",
          "p05_0173633969612x_waveform_1a2b3c4d.json", "p05_01736339696123_waveform_1A2b3c4d.json",
          "p05_01736339696123_waveform_1a2b3c4d.jso", "p05_01736339696123waveform_1a2b3c4d.json",
          "p05_01736339696123_waveform1a2b3c4d.json"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_item_name(name));
    }
}

TEST_CASE("An item has the keys of the original app's queue, and its data to the byte") {
    const std::string text = waveform_text();
    CHECK(text == R"({"id":"waveform_1_ab","type":"waveform","session_id":"night",)"
                  R"("data":{"session_id":"night","n":1.50},"priority":5,)"
                  R"("queued_at":"2025-01-08T12:34:56.123Z","retry_count":0,"status":"pending"})"
                  "\n");
    const QueuedItem item = read_item(text_of(waveform), text);
    CHECK(item.id == "waveform_1_ab");
    CHECK(item.session == "night");
    CHECK(item.data == R"({"session_id":"night","n":1.50})");
    CHECK(item.key.size() == 40);
}

TEST_CASE("The key of an item hangs on its bytes alone") {
    const std::string text = waveform_text();
    CHECK(read_item("a.json", text).key == read_item("b.json", text).key);
    CHECK(read_item("a.json", text).key != read_item("a.json", text + " ").key);
}

TEST_CASE("An item of the original app is taken by what stands in it") {
    const QueuedItem item = read_item("metrics_1759320000000_1a2b3c4d.json", R"({
        "id": "metrics_1759320000000_1a2b3c4d", "type": "metrics",
        "data": {"session_id": "offline_session_1759320000", "metrics": {"heart_rate": 75}},
        "priority": 7, "queued_at": "2025-10-01T12:00:00.000000Z", "retry_count": 2,
        "status": "pending"})");
    CHECK(item.session == "offline_session_1759320000");
    CHECK(item.name.priority == 7);
    CHECK(item.name.sequence == 1'759'320'000'000);
    CHECK(item.name.session_mark == mark_of(item.session));
}

TEST_CASE("A cut item is none, wherever it was cut") {
    std::string text = waveform_text();
    text.pop_back(); // the line end may be missing
    CHECK_NOTHROW(read_item("a.json", text));
    for (std::size_t length = 0; length < text.size(); ++length) {
        CHECK_THROWS_AS(read_item("a.json", text.substr(0, length)), Error);
    }
    CHECK_THROWS_AS(read_item("a.json", std::string(400, '\0')), Error);
}

TEST_CASE("What cannot be sent is no item") {
    const auto why = [](const std::string& text) {
        try {
            read_item("a.json", text);
        } catch (const Error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    CHECK(why(R"({"type":"doctor_review_v2","data":{}})") ==
          "a.json: type is none that can be sent");
    CHECK(why(R"({"type":"metrics"})") == "a.json: data is missing");
    CHECK(why(R"({"type":"metrics","data":[]})") == "a.json: data is missing");
    CHECK(why(R"({"type":"metrics","data":{}})") == "a.json: data.session_id is missing");
    CHECK(why(R"({"type":"report","part":"../../etc/passwd","data":{}})") ==
          "a.json: part is no file of the queue");
    CHECK(why(R"([])") != "");
    CHECK(why(R"({"type":"report","data":{}})") == "");
}

TEST_CASE("A file that was renamed to another turn is refused") {
    CHECK_THROWS_AS(
        read_item(text_of({1, 1, ItemType::session_end, mark_of("night")}), waveform_text()),
        Error);
    CHECK_THROWS_AS(
        read_item(text_of({5, 1, ItemType::waveform, mark_of("other")}), waveform_text()), Error);
}

TEST_CASE("An error belongs to its crash, which no session is") {
    const NewItem error{.type = ItemType::error,
                        .session = "1736339696123_1a2b3c4d",
                        .data = "{}",
                        .priority = {},
                        .part = {}};
    const ItemName name{8, 1'736'339'696'123, ItemType::error, mark_of(error.session)};

    const std::string text = item_text(error, name, "error_1_ab");

    CHECK(text.find("session_id") == std::string::npos);
    CHECK(read_item(text_of(name), text).session == error.session);
}
