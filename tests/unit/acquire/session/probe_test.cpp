#include "acquire/session/probe.hpp"
#include "acquire/session/probe_lines.hpp"
#include "support/catch.hpp"
#include "support/pseudo_terminal.hpp"

using namespace ecg;
using namespace ecg::acquire;
using ecg::test::PseudoTerminal;

namespace {

std::vector<std::string> words_of_lines(const std::vector<LineSettings>& lines) {
    std::vector<std::string> words;
    for (const LineSettings& line : lines) {
        words.push_back(words_of(line));
    }
    return words;
}

} // namespace

TEST_CASE("Lines that many drivers share are listened at first, and each once") {
    const auto lines = words_of_lines(lines_of_drivers());

    CHECK(lines.front() == "115200 8N1");
    CHECK(lines == std::vector<std::string>{"115200 8N1", "57600 8N1", "230400 8N1", "115200 8E1",
                                            "9600 8N1"});
    CHECK(words_of_lines(other_lines()).front() == "19200 8N1");
}

TEST_CASE("Only where a speed makes a difference others are tried") {
    const PseudoTerminal terminal;

    CHECK(has_speed("/dev/ttyUSB0"));
    CHECK_FALSE(has_speed(terminal.path()));
    CHECK_FALSE(has_speed("tcp:localhost:4000"));
    CHECK_FALSE(has_speed("file:raw.bin"));
}

TEST_CASE("A silent port is listened at one line after the other, until nobody wants to go on") {
    const PseudoTerminal terminal;
    std::vector<std::string> done;
    ProbeSettings settings;
    settings.port = terminal.path();
    settings.has_speed = true;
    settings.wire.reset_on_open = false;
    settings.progress = [&](const std::string& words) { done.push_back(words); };
    settings.keep_on = [&] { return done.size() < 2; };

    const ProbeResult result = probe(settings);

    CHECK(done == std::vector<std::string>{"listening at 115200 8N1", "listening at 57600 8N1"});
    CHECK_FALSE(result.device);
    REQUIRE(result.tries.size() == 2);
    CHECK(words_of(result.tries[1].line) == "57600 8N1");
    CHECK(result.tries[1].bytes == 0);
    CHECK(terminal.received().empty());
}
