#include "serve/live/live_feed.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace ecg::serve;

namespace {

/// Takes all that is there until the stream waits or ends.
struct Reader {
    explicit Reader(std::shared_ptr<BodyStream> body) : stream{std::move(body)} { ask(); }

    void ask() {
        stream->next([this](std::optional<std::string> piece) {
            if (piece) {
                pieces.push_back(*piece);
                ask();
            } else {
                ended = true;
            }
        });
    }

    std::shared_ptr<BodyStream> stream;
    std::vector<std::string> pieces;
    bool ended = false;
};

} // namespace

TEST_CASE("Whoever watches a session is told of it, and of no other") {
    LiveFeed feed;
    Reader reader{feed.watch("a")};

    feed.tell("a", "metrics", R"({"heart_rate":75})");
    feed.tell("b", "metrics", "{}");

    CHECK(reader.pieces == std::vector<std::string>{
                               ": watching\n\n", "event: metrics\ndata: {\"heart_rate\":75}\n\n"});
    CHECK(feed.is_watched("a"));
    CHECK_FALSE(feed.is_watched("b"));
}

TEST_CASE("The end of the session ends its streams") {
    LiveFeed feed;
    Reader reader{feed.watch("a")};

    feed.end("a");

    CHECK(reader.pieces.back() == "event: end\ndata: {}\n\n");
    CHECK(reader.ended);
    CHECK_FALSE(feed.is_watched("a"));
}

TEST_CASE("One that does not keep up is let go with what it has, the others stay") {
    LiveFeed feed{4};
    const auto slow = feed.watch("a");
    Reader quick{feed.watch("a")};

    for (int i = 0; i < 10; ++i) {
        feed.tell("a", "metrics", std::to_string(i));
    }

    CHECK(quick.pieces.size() == 11);
    CHECK_FALSE(quick.ended);
    const Reader late{slow};
    CHECK(late.pieces.size() == 4);
    CHECK(late.ended);
}

TEST_CASE("A watcher that is gone is forgotten") {
    LiveFeed feed;
    feed.watch("a").reset();

    CHECK_FALSE(feed.is_watched("a"));
    feed.beat();
    feed.tell("a", "metrics", "{}");
}

TEST_CASE("Whoever may not watch any more is told so instead of the next event, the others go on") {
    LiveFeed feed;
    bool is_known = true;
    const WatchRights rights{
        [&] { return is_known ? std::nullopt : std::optional<std::string>{R"({"code":"x"})"}; },
        {}};
    Reader one{feed.watch("a", rights)};
    Reader other{feed.watch("a")};

    feed.tell("a", "metrics", "1");
    is_known = false;
    feed.tell("a", "metrics", "2");
    feed.tell("a", "metrics", "3");

    CHECK(one.pieces == std::vector<std::string>{": watching\n\n", "event: metrics\ndata: 1\n\n",
                                                 "event: refused\ndata: {\"code\":\"x\"}\n\n"});
    CHECK(one.ended);
    CHECK(other.pieces.size() == 4);
    CHECK_FALSE(other.ended);
}

TEST_CASE("What waits for one who may not see it is not shown") {
    LiveFeed feed;
    std::optional<std::string> error;
    const auto slow = feed.watch("a", {[&] { return error; }, {}});
    feed.tell("a", "metrics", "1");
    error = "{}";

    feed.review();

    const Reader late{slow};
    CHECK(late.pieces == std::vector<std::string>{"event: refused\ndata: {}\n\n"});
    CHECK(late.ended);
}

TEST_CASE("A review asks what takes long, an event does not") {
    LiveFeed feed;
    int asked = 0;
    std::optional<std::string> error;
    Reader reader{feed.watch("a", {{}, [&] {
                                       ++asked;
                                       return error;
                                   }})};

    feed.tell("a", "metrics", "1");
    CHECK(asked == 0);
    feed.review();
    CHECK(asked == 1);
    CHECK_FALSE(reader.ended);
    error = "{}";
    feed.review();
    CHECK(reader.ended);
}
