#include "common/json_reader.hpp"
#include "serve/endpoints/session_data.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

#include <future>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;

namespace {

/// What a stream sends, piece by piece.
std::vector<std::string> pieces_of(const std::shared_ptr<BodyStream>& stream) {
    std::vector<std::string> pieces;
    while (true) {
        std::promise<std::optional<std::string>> came;
        stream->next([&](std::optional<std::string> piece) { came.set_value(std::move(piece)); });
        std::optional<std::string> piece = came.get_future().get();
        if (!piece) {
            return pieces;
        }
        pieces.push_back(std::move(*piece));
    }
}

std::string joined(const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += piece;
    }
    return text;
}

/// A store with one session of so many rows.
struct Filled {
    Filled(int metrics, int waveforms) {
        add_two_users(store);
        AddSamples samples;
        samples.session_id = "session_a";
        for (int i = 0; i < metrics; ++i) {
            samples.metrics.push_back(metrics_record(i));
        }
        for (int i = 0; i < waveforms; ++i) {
            samples.waveforms.push_back(waveform_record(i));
        }
        write(store, patient("anna"), samples);
        request.session = *store.session("session_a");
    }

    std::vector<std::string> pieces() {
        return pieces_of(session_data_stream(store, readers, request));
    }

    TemporaryFolder folder;
    SqliteStore store{test::store_settings(folder.path("ecg.db"))};
    Workers readers{1, 16};
    DataRequest request;
};

std::size_t count(const JsonValue& document, std::string_view name) {
    std::size_t elements = 0;
    document.find(name)->each_element([&](const JsonValue&) { ++elements; });
    return elements;
}

} // namespace

TEST_CASE("A session's data is one JSON document in pieces, every row once and in order") {
    Filled filled{2500, 20};

    const std::vector<std::string> pieces = filled.pieces();

    CHECK(pieces.size() > 5);
    JsonReader reader;
    const std::string text = joined(pieces);
    const JsonValue document = reader.parse(text, "data");
    CHECK(document.find("session")->text_at("session_id") == "session_a");
    CHECK(count(document, "metrics_timeline") == 2500);
    CHECK(count(document, "waveform_segments") == 20);
    CHECK_FALSE(document.find("next"));
    std::int64_t n = 0;
    document.find("metrics_timeline")->each_element([&](const JsonValue& row) {
        if (row.find("extra")) {
            FAIL("no extra was sent");
        }
        CHECK(row.integer_at("n") == n);
        ++n;
    });
}

TEST_CASE("With a limit each page goes on where the one before it ended") {
    Filled filled{25, 7};
    filled.request.limit = 10;
    std::vector<std::size_t> metrics, waveforms;

    for (int page = 0; page < 3; ++page) {
        JsonReader reader;
        const std::string text = joined(filled.pieces());
        const JsonValue document = reader.parse(text, "data");
        metrics.push_back(count(document, "metrics_timeline"));
        waveforms.push_back(count(document, "waveform_segments"));
        const auto next = document.text_at("next");
        REQUIRE(next.has_value() == (page < 2));
        if (next) {
            const auto cursor = read_cursor(*next);
            REQUIRE(cursor);
            filled.request.metrics = cursor->metrics;
            filled.request.waveforms = cursor->waveforms;
        }
    }

    CHECK(metrics == std::vector<std::size_t>{10, 10, 5});
    CHECK(waveforms == std::vector<std::size_t>{7, 0, 0});
}

TEST_CASE("A limit that is just as many as there are leaves nothing to ask for") {
    Filled filled{10, 10};
    filled.request.limit = 10;

    CHECK(joined(filled.pieces()).find("\"next\"") == std::string::npos);
}

TEST_CASE("A session without rows has empty lists") {
    Filled filled{0, 0};

    const std::string text = joined(filled.pieces());

    CHECK(text.find(R"("metrics_timeline":[],"waveform_segments":[],"reports":[])") !=
          std::string::npos);
}

TEST_CASE("A row that is damaged cuts the document short, and that is told") {
    Filled filled{3, 3};
    {
        Database database = open_for_writing(filled.folder.path("ecg.db"));
        database.run("UPDATE waveforms SET packed = x'6701' WHERE waveform_id = 2");
    }
    const auto stream = session_data_stream(filled.store, filled.readers, filled.request);

    pieces_of(stream);

    CHECK(stream->is_cut_short());
}

TEST_CASE("A cursor is read as it was written, and nothing else is one") {
    const RowPlace begun{Moment{1'736'339'696'789'000}, 12, false}, fresh{}, over{{}, 0, true};
    for (const auto& [metrics, waveforms] :
         {std::pair{begun, fresh}, std::pair{over, begun}, std::pair{fresh, over}}) {
        const auto cursor = read_cursor(write_cursor(metrics, waveforms));
        REQUIRE(cursor);
        CHECK(cursor->metrics.from == metrics.from);
        CHECK(cursor->metrics.after_id == metrics.after_id);
        CHECK(cursor->waveforms.finished == waveforms.finished);
    }
    for (const char* text :
         {"", "m", "me", "m.-w", "m.-w.-", "x.-w.", "m1-w.", "m1.-1-w.", "m1.2.3-w.", "m'-w."}) {
        INFO(text);
        CHECK_FALSE(read_cursor(text));
    }
}
