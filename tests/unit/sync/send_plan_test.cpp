#include "support/catch.hpp"
#include "sync/send_plan.hpp"

using namespace ecg::sync;

namespace {

Waiting item(ItemType type, const std::string& mark, int number, int priority = 0, int tries = 0) {
    std::string name{name_of(type)};
    name.append(mark).append(std::to_string(number));
    return {name, {priority > 0 ? priority : usual_priority(type), number, type, mark}, tries};
}

bool always(const std::string&) {
    return true;
}

std::vector<std::string> names(const std::vector<PlannedParcel>& parcels) {
    std::vector<std::string> all;
    for (const PlannedParcel& parcel : parcels) {
        all.insert(all.end(), parcel.file_names.begin(), parcel.file_names.end());
    }
    return all;
}

using Names = std::vector<std::string>;
using enum ItemType;

} // namespace

TEST_CASE("A session's start goes first and alone, its end when nothing else of it waits") {
    // the end has a better priority than the data, the start a worse one than all
    SendPlan plan{{item(session_end, "a", 1, 1), item(metrics, "a", 2), item(waveform, "a", 3),
                   item(session_start, "a", 4, 10)},
                  {}};
    CHECK(names(plan.next(4, always)) == Names{"session_starta4"});
    CHECK(plan.next(4, always).empty()); // it is under way
    plan.leave("session_starta4", false);
    CHECK(names(plan.next(4, always)) == Names{"waveforma3", "metricsa2"});
    plan.leave("waveforma3", false);
    CHECK(plan.next(4, always).empty()); // the metrics are still under way
    plan.leave("metricsa2", false);
    CHECK(names(plan.next(4, always)) == Names{"session_enda1"});
    plan.leave("session_enda1", false);
    CHECK(plan.size() == 0);
}

TEST_CASE("Of several starts of a session one goes at a time") {
    SendPlan plan{{item(session_start, "a", 1), item(session_start, "a", 2),
                   item(session_start, "b", 3), item(metrics, "a", 4)},
                  {}};
    CHECK(names(plan.next(4, always)) == Names{"session_starta1", "session_startb3"});
    CHECK(plan.next(4, always).empty());
    plan.wait_again("session_starta1", 1);
    CHECK(names(plan.next(1, always)) == Names{"session_starta1"});
    plan.leave("session_starta1", false);
    CHECK(names(plan.next(4, always)) == Names{"session_starta2"});
}

TEST_CASE("One stuck session holds up no other") {
    SendPlan plan{{item(session_start, "a", 1), item(metrics, "a", 2), item(metrics, "b", 3)}, {}};
    const auto not_a = [](const std::string& name) { return name != "session_starta1"; };
    CHECK(names(plan.next(4, not_a)) == Names{"metricsb3"});
}

TEST_CASE("Priorities order, and age orders within one") {
    SendPlan plan{{item(metrics, "a", 5), item(metrics, "b", 4, 10), item(metrics, "c", 3, 1),
                   item(metrics, "d", 2), item(waveform, "e", 9)},
                  {}};
    CHECK(names(plan.next(1, always)) == Names{"metricsc3"});
    CHECK(names(plan.next(1, always)) == Names{"waveforme9"});
    CHECK(names(plan.next(2, always)) == Names{"metricsd2", "metricsa5"});
    CHECK(names(plan.next(2, always)) == Names{"metricsb4"});
}

TEST_CASE("A parcel holds items of one session and one type, so many of them and no more") {
    std::vector<Waiting> waiting;
    for (int i = 0; i < 1100; ++i) {
        waiting.push_back(item(metrics, i % 2 == 0 ? "a" : "b", i));
    }
    for (int i = 0; i < 30; ++i) {
        waiting.push_back(item(waveform, "a", 2000 + i));
    }
    SendPlan plan{waiting, {}};
    const auto parcels = plan.next(5, always);
    REQUIRE(parcels.size() == 5);
    CHECK(parcels[0].file_names.size() == 20);
    CHECK(parcels[1].file_names.size() == 10);
    CHECK(parcels[1].type == waveform);
    CHECK(parcels[2].session_mark == "a");
    CHECK(parcels[2].file_names.size() == 500);
    CHECK(parcels[3].session_mark == "b");
    CHECK(parcels[3].file_names.size() == 500);
    CHECK(parcels[4].file_names.size() == 50);
}

TEST_CASE("A session whose start failed is blocked, and its items wait untouched") {
    SendPlan plan{{item(session_start, "a", 1), item(metrics, "a", 2), item(session_end, "a", 3),
                   item(metrics, "b", 4)},
                  {{"b"}, {}}};
    CHECK(names(plan.next(4, always)) == Names{"session_starta1"});
    plan.leave("session_starta1", true);
    CHECK(plan.next(4, always).empty());
    CHECK(plan.open().empty());
    CHECK(plan.blocked() == 3);
    CHECK(plan.size() == 3);
}

TEST_CASE("The end of a session waits for samples and metrics that failed") {
    SendPlan plan{{item(metrics, "a", 1), item(waveform, "a", 2), item(session_end, "a", 3),
                   item(session_end, "b", 4), item(report, "c", 5), item(session_end, "c", 6)},
                  {{}, {"b"}}};
    CHECK(names(plan.next(4, always)) == Names{"reportc5", "waveforma2", "metricsa1"});
    plan.leave("reportc5", true); // the server takes reports at any time
    plan.leave("waveforma2", true);
    plan.leave("metricsa1", false);
    CHECK(names(plan.next(4, always)) == Names{"session_endc6"});
    CHECK(plan.blocked() == 2);
}

TEST_CASE("Halves of a parcel go next, before all others") {
    SendPlan plan{{item(metrics, "a", 1), item(metrics, "a", 2), item(metrics, "a", 3),
                   item(metrics, "b", 4)},
                  {}};
    const auto first = plan.next(1, always);
    REQUIRE(names(first).size() == 3);
    plan.halve(first[0]);
    const auto halves = plan.next(2, always);
    REQUIRE(halves.size() == 2);
    CHECK(halves[0].file_names == Names{"metricsa1"});
    CHECK(halves[1].file_names == Names{"metricsa2", "metricsa3"});
}

TEST_CASE("An item that was refused before goes alone") {
    SendPlan plan{{item(metrics, "a", 1), item(metrics, "a", 2, 0, 1), item(metrics, "a", 3)}, {}};
    const auto parcels = plan.next(4, always);
    REQUIRE(parcels.size() == 2);
    CHECK(parcels[0].file_names == Names{"metricsa1", "metricsa3"});
    CHECK(parcels[1].file_names == Names{"metricsa2"});
}

TEST_CASE("What is held or blocked is not counted among what goes") {
    BlockedSessions blocked;
    blocked.starts.insert("b");
    SendPlan plan{{item(metrics, "a", 1), item(metrics, "a", 2), item(metrics, "b", 3)}, blocked};
    CHECK(plan.to_go() == 2);
    plan.hold({"metricsa1"});
    CHECK(plan.size() == 3);
    CHECK(plan.to_go() == 1);
    CHECK(names(plan.next(4, always)) == Names{"metricsa2"});
    CHECK(plan.to_go() == 1); // it is under way
    plan.leave("metricsa2", false);
    CHECK(plan.to_go() == 0);
    plan.hold({});
    CHECK(plan.to_go() == 1);
}
