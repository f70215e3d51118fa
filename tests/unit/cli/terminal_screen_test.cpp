#include "cli/terminal_screen.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ecg::cli {
namespace {

/// The environment with some variables set and the others of a terminal's unset, while it lives.
class Environment {
public:
    explicit Environment(const std::map<std::string, std::string>& words) {
        for (const char* name : {"TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"}) {
            const char* value = std::getenv(name);
            before_[name] = value != nullptr ? std::optional<std::string>{value} : std::nullopt;
            ::unsetenv(name);
        }
        for (const auto& [name, value] : words) {
            ::setenv(name.c_str(), value.c_str(), 1);
        }
    }

    ~Environment() {
        for (const auto& [name, value] : before_) {
            value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
        }
    }

    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    Environment(Environment&&) = delete;
    Environment& operator=(Environment&&) = delete;

private:
    std::map<std::string, std::optional<std::string>> before_;
};

TerminalAbilities abilities_with(const std::map<std::string, std::string>& words) {
    const Environment environment{words};
    return terminal_abilities();
}

TEST_CASE("A dumb terminal or none has no place for a picture") {
    CHECK_FALSE(abilities_with({}).places_text);
    CHECK_FALSE(abilities_with({{"TERM", "dumb"}}).places_text);
    CHECK(abilities_with({{"TERM", "xterm"}}).places_text);
}

TEST_CASE("Colour is for terminals that have it and people who want it") {
    CHECK(abilities_with({{"TERM", "screen-256color"}}).colour);
    CHECK(abilities_with({{"TERM", "xterm"}, {"NO_COLOR", ""}}).colour);
    CHECK_FALSE(abilities_with({{"TERM", "xterm"}, {"NO_COLOR", "1"}}).colour);
    CHECK_FALSE(abilities_with({{"TERM", "vt220"}}).colour);
    CHECK_FALSE(abilities_with({{"TERM", "dumb"}}).colour);
}

TEST_CASE("The locale says whether there is Unicode, LC_ALL before LC_CTYPE before LANG") {
    CHECK(abilities_with({{"TERM", "xterm"}, {"LANG", "de_DE.UTF-8"}}).unicode);
    CHECK(abilities_with({{"TERM", "xterm"}, {"LC_CTYPE", "C.utf8"}, {"LANG", "C"}}).unicode);
    CHECK_FALSE(abilities_with({{"TERM", "xterm"}, {"LC_ALL", "C"}, {"LANG", "C.utf8"}}).unicode);
    CHECK_FALSE(abilities_with({{"TERM", "xterm"}}).unicode);
}

TEST_CASE("The Linux console's fonts have no braille") {
    CHECK_FALSE(abilities_with({{"TERM", "linux"}, {"LANG", "C.UTF-8"}}).unicode);
}

} // namespace
} // namespace ecg::cli
