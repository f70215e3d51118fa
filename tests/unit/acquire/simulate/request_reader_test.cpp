#include "acquire/simulate/request_reader.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace ecg::acquire;
using namespace std::string_literals;

namespace {

std::vector<std::string> replies(const std::vector<Request>& requests) {
    std::vector<std::string> texts;
    for (const Request& request : requests) {
        texts.push_back(request.reply);
    }
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("A request is found wherever it stands and however it is cut") {
    RequestReader reader{{{"START\n", "", "started", Effect::start}}};

    CHECK(reader.feed("xxSTA").empty());
    CHECK(reader.feed("RSTAR").empty());
    CHECK(replies(reader.feed("T\nSTART\n")) == Texts{"started", "started"});
}

TEST_CASE("Bits that the mask leaves out may be any") {
    RequestReader reader{{{"\xE8\x00\x10"s, "\xFF\x00\xFF"s, "ten", Effect::start},
                          {"\xE8\x00\x11"s, "\xFF\x00\xFF"s, "eleven", Effect::stop}}};

    CHECK(replies(reader.feed("\xE8\x07\x11\xE8\x3F\x10\xE8\x00\x12"s)) == Texts{"eleven", "ten"});
}

TEST_CASE("The longer of two requests that begin alike is taken") {
    RequestReader reader{{{"s", "", "short", Effect::stop}, {"start", "", "long", Effect::start}}};

    CHECK(reader.feed("s").empty()); // more may come
    CHECK(replies(reader.feed("tart")) == Texts{"long"});
    CHECK(replies(reader.feed("sx")) == Texts{"short"});
}

TEST_CASE("The shorter one is taken when nothing follows") {
    RequestReader reader{{{"s", "", "short", Effect::stop}, {"start", "", "long", Effect::start}}};

    CHECK(reader.feed("sta").empty());
    CHECK(replies(reader.settle()) == Texts{"short"});
    CHECK(replies(reader.feed("start")) == Texts{"long"});
}

TEST_CASE("A device that understands nothing passes over all") {
    RequestReader reader{{}};

    CHECK(reader.feed("anything").empty());
    CHECK(reader.settle().empty());
}
