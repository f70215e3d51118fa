#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/queue_folder.hpp"
#include "sync/queue_room.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::sync;
namespace fs = std::filesystem;

namespace {

constexpr UtcTime noon{1'736'337'600'000};
constexpr std::uint64_t gib = std::uint64_t{1} << 30;

NewItem of_type(ItemType type) {
    NewItem item;
    item.type = type;
    item.session = "night";
    item.data = R"({"session_id":"night"})";
    return item;
}

struct Limited {
    test::TemporaryFolder folder;
    std::string path = folder.path("offline_queue");
    QueueFolder queue;

    explicit Limited(std::size_t items) : queue{path, QueueLimits{items, {}}} {}

    /// What is said when that is queued; "" = it was.
    std::string refusal(ItemType type) {
        try {
            queue.enqueue({of_type(type)}, noon);
            return "";
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::unavailable);
            return error.what();
        }
    }

    [[nodiscard]] std::size_t waiting() const { return queue.names(ItemState::pending).size(); }
};

} // namespace

TEST_CASE("Beyond its limit a queue refuses samples and metrics, and takes what is urgent") {
    Limited kept{3};
    for (int i = 0; i < 3; ++i) {
        CHECK(kept.refusal(ItemType::metrics).empty());
    }

    const std::string said = kept.refusal(ItemType::waveform);
    CHECK(said == kept.path + "/pending: 3 items wait, and sync.queue_items is 3: samples and "
                              "metrics are refused until some was sent");
    CHECK(kept.refusal(ItemType::metrics) == said);
    CHECK(kept.waiting() == 3);
    for (const ItemType type : {ItemType::session_start, ItemType::session_end, ItemType::report}) {
        CHECK(kept.refusal(type).empty());
    }
    CHECK(kept.waiting() == 6);
}

TEST_CASE("Beyond twice its limit a queue takes nothing, but the record of a crash") {
    Limited kept{2};
    for (int i = 0; i < 4; ++i) {
        CHECK(kept.refusal(ItemType::session_end).empty());
    }
    CHECK(kept.refusal(ItemType::session_start)
              .ends_with(
                  "4 items wait, and sync.queue_items is 2: nothing is taken until some of it was "
                  "sent"));
    CHECK(kept.queue.enqueue({}, noon).empty()); // of nothing, nothing is refused
    kept.queue.enqueue_once(of_type(ItemType::error), noon);
    CHECK(kept.waiting() == 5);
}

TEST_CASE("Of items that are queued together none is, when one is refused") {
    Limited kept{1};
    CHECK(kept.refusal(ItemType::metrics).empty());
    CHECK_THROWS_AS(
        kept.queue.enqueue({of_type(ItemType::session_end), of_type(ItemType::metrics)}, noon),
        Error);
    CHECK(kept.waiting() == 1);
}

TEST_CASE("A priority of its own makes an item urgent, or not") {
    Limited kept{1};
    CHECK(kept.refusal(ItemType::metrics).empty());
    NewItem report = of_type(ItemType::report);
    report.priority = 9;
    CHECK_THROWS_AS(kept.queue.enqueue({report}, noon), Error);
    report.priority = 4;
    CHECK(kept.queue.enqueue({report}, noon).size() == 1);
}

TEST_CASE("What was sent makes room again, however it left the queue") {
    Limited kept{4};
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i) {
        names.push_back(kept.queue.enqueue({of_type(ItemType::metrics)}, noon).front());
    }
    CHECK_FALSE(kept.refusal(ItemType::metrics).empty());
    kept.queue.finish({names[0]});
    CHECK(kept.refusal(ItemType::metrics).empty());
    CHECK_FALSE(kept.refusal(ItemType::metrics).empty());
    fs::remove(kept.path + "/pending/" + names[1]);
    CHECK(kept.refusal(ItemType::metrics).empty());
    CHECK_FALSE(kept.refusal(ItemType::metrics).empty());
}

TEST_CASE("The number that is noted may be lost, wrong or no number") {
    for (const char* note : {"", "x", "                  -7\n", "99999999999999999999\n", "7\n"}) {
        CAPTURE(note);
        Limited kept{3};
        CHECK(kept.refusal(ItemType::metrics).empty());
        kept.folder.file("offline_queue/.state/waiting", note);
        CHECK(kept.refusal(ItemType::metrics).empty());
        fs::remove(kept.path + "/.state/waiting");
        CHECK(kept.refusal(ItemType::metrics).empty());
        CHECK_FALSE(kept.refusal(ItemType::metrics).empty());
        CHECK(kept.waiting() == 3);
    }
}

TEST_CASE("Far below the limit nothing is counted, so one that queues knows what others queued") {
    Limited kept{100};
    QueueFolder other{kept.path, QueueLimits{std::size_t{100}, {}}};
    for (int i = 0; i < 50; ++i) {
        CHECK(kept.refusal(ItemType::metrics).empty());
        other.enqueue({of_type(ItemType::metrics)}, noon);
    }
    CHECK_FALSE(kept.refusal(ItemType::metrics).empty());
    CHECK(kept.waiting() == 100);
    CHECK(kept.folder.bytes("offline_queue/.state/waiting") == "                 100\n");
}

TEST_CASE("Room is asked for in bytes or as a share of the disk, a GiB of it at most") {
    const DiskRoom small{0, 10 * gib}, large{0, 1000 * gib}, unknown{0, 0};
    CHECK(wanted_free(*LeastFree::parse("5%"), small) == gib / 2);
    CHECK(wanted_free(*LeastFree::parse("5 %"), large) == gib);
    CHECK(wanted_free(*LeastFree::parse("500M"), large) == std::uint64_t{500} << 20);
    CHECK(wanted_free(*LeastFree::parse("5%"), unknown) == 0);
    CHECK(wanted_free(*LeastFree::parse("off"), small) == 0);
    for (const char* wrong : {"", "%", "0%", "50%", "-1%", "much", "5%%"}) {
        CAPTURE(wrong);
        CHECK_FALSE(LeastFree::parse(wrong));
    }
}

TEST_CASE("Too little room is trouble, and for what is urgent a fifth of it is enough") {
    const QueueLimits limits{{}, *LeastFree::parse("100M")};
    const auto megabytes = [](std::uint64_t free) { return DiskRoom{free << 20, gib}; };
    CHECK(trouble_with_room(limits, megabytes(100)).empty());
    CHECK(trouble_with_room(limits, megabytes(99)) ==
          "of its disk 99 M is free, and sync.least_free is 100 M");
    CHECK(trouble_with_room(limits, megabytes(20), 2).empty());
    CHECK_FALSE(trouble_with_room(limits, megabytes(19), 2).empty());
    CHECK(trouble_with_room({}, megabytes(0)).empty());
    CHECK(trouble_with_room({{}, *LeastFree::parse("5%")}, {gib / 100, gib}) ==
          "of its disk 10.2 M is free, and sync.least_free is 5 %");
}
