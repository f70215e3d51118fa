#include "load/ledger.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::load;

namespace {

/// The row that a server would show of a waveform: the body as it was sent, with its id.
std::string row_of(const Items& items, const Item& item, std::int64_t session,
                   const std::string& id) {
    std::string row = items.post(item, session, "session_x").body;
    if (item.kind == Kind::metrics) { // its values stand beside the time
        const std::string_view open = "\"metrics\":{";
        row.erase(row.find(open), open.size());
        row.pop_back();
    }
    row.back() = ',';
    return row.append("\"").append(item.kind == Kind::metrics ? "metrics_id" : "waveform_id") +
           "\":\"" + id + "\"}";
}

/// Ledger and server of one session, row by row.
struct Scene {
    Items items;
    Ledger ledger{items, 1234};

    void see(const Item& item, const std::string& row) {
        JsonReader reader;
        ledger.see(item.kind, reader.parse(row, "row"));
    }

    void see_right(const Item& item, const std::string& id) {
        see(item, row_of(items, item, 1234, id));
    }
};

} // namespace

TEST_CASE("What is there as it was sent is no fault") {
    Scene scene;
    for (const Kind kind : {Kind::metrics, Kind::waveform}) {
        for (int i = 0; i < 20; ++i) {
            const Item item = scene.ledger.next(kind);
            const std::string id = "x_" + std::to_string(i + 1);
            scene.ledger.acknowledge(item, id);
            scene.see_right(item, id);
        }
    }

    const Findings found = scene.ledger.findings();
    CHECK(found.read == 40);
    CHECK(found.faults() == 0);
    CHECK(found.unanswered == 0);
}

TEST_CASE("What was acknowledged and is not there is lost, and what was not is none's fault") {
    Scene scene;
    scene.ledger.acknowledge(scene.ledger.next(Kind::metrics), "metric_1");
    scene.ledger.next(Kind::waveform);
    scene.see_right(scene.ledger.next(Kind::metrics), "metric_2");

    const Findings found = scene.ledger.findings();
    CHECK(found.lost == 1);
    CHECK(found.faults() == 1);
    CHECK(found.unanswered == 1);
    CHECK(found.example == "metrics 0 of session 1234 was acknowledged and is not there");
}

TEST_CASE("What is there twice, or shares an id, is told") {
    Scene scene;
    const Item first = scene.ledger.next(Kind::waveform),
               second = scene.ledger.next(Kind::waveform);
    const Item third = scene.ledger.next(Kind::waveform);
    scene.ledger.acknowledge(first, "waveform_1");
    scene.ledger.acknowledge(second, "waveform_2");
    scene.ledger.acknowledge(third, "waveform_2");
    scene.see_right(first, "waveform_1");
    scene.see_right(first, "waveform_7");
    scene.see_right(second, "waveform_2");
    scene.see_right(third, "waveform_2");

    CHECK(scene.ledger.findings().twice == 2);
    CHECK(scene.ledger.findings().faults() == 2);
}

TEST_CASE("One sample, one value, one id or one row that is another's is wrong") {
    Scene scene;
    const Item waveform = scene.ledger.next(Kind::waveform);
    std::string row = row_of(scene.items, waveform, 1234, "waveform_1");
    const std::size_t last = row.rfind(']');
    row[last - 1] = row[last - 1] == '1' ? '2' : '1';
    scene.see(waveform, row);

    const Item metrics = scene.ledger.next(Kind::metrics);
    row = row_of(scene.items, metrics, 1234, "metric_1");
    row.replace(row.find("\"hrv\":"), 6, "\"hrv\":1");
    scene.see(metrics, row);

    const Item renamed = scene.ledger.next(Kind::metrics);
    scene.ledger.acknowledge(renamed, "metric_2");
    scene.see_right(renamed, "metric_3");

    const Item other = scene.ledger.next(Kind::waveform);
    scene.see(other, row_of(scene.items, other, 1235, "waveform_3"));

    scene.see_right({Kind::metrics, 7}, "metric_9");

    CHECK(scene.ledger.findings().wrong == 5);
    CHECK(scene.ledger.findings().faults() == 5);
}
