#include "serve/api/body_readers.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace ecg;
using namespace ecg::serve;

TEST_CASE("A reader serves one body after the other, and two at once are two") {
    auto first = borrow_reader(100), second = borrow_reader(100);
    const JsonValue one = first->parse(R"({"n":1})", "body");
    const JsonValue two = second->parse(R"({"n":2})", "body");
    CHECK(first != second);
    CHECK(one.integer_at("n") == 1);
    CHECK(two.integer_at("n") == 2);

    const JsonReader* was = first.get();
    first.reset();
    const auto third = borrow_reader(100);
    CHECK(third.get() == was);
    CHECK(third->parse(R"({"n":3})", "body").integer_at("n") == 3);
    CHECK(two.integer_at("n") == 2);
}

TEST_CASE("What is deeper than a body may be is refused by a reader that was used before, too") {
    const std::string deep(deepest_body + 1, '[');
    for (int i = 0; i < 3; ++i) {
        const auto reader = borrow_reader(100);
        CHECK_THROWS(reader->parse(deep + std::string(deepest_body + 1, ']'), "body"));
        CHECK(reader->parse("[[1]]", "body").kind() == JsonKind::array);
    }
}

TEST_CASE("A reader that is let go of by another thread is that thread's") {
    auto reader = borrow_reader(100);
    const JsonReader* was = reader.get();
    const JsonReader* there = nullptr;
    std::thread{[&] {
        reader.reset();
        there = borrow_reader(100).get();
    }}.join();

    CHECK(there == was);
}

TEST_CASE("The buffers of a long body are given back") {
    auto reader = borrow_reader(std::size_t{1} << 20);
    const std::weak_ptr<JsonReader> seen = reader;
    reader.reset();

    CHECK(seen.expired());
    CHECK(borrow_reader(100)->parse("1", "body").integer() == 1);
}
