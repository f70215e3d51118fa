#include "common/error.hpp"
#include "common/files.hpp"
#include "config/settings.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <array>

using namespace ecg;
using namespace ecg::config;

namespace {

const std::array keys{
    Key{"home", "ECG_HOME", "", "", {}},
    Key{"report.paper", "ECG_PAPER", "--paper", "a4", {"a4", "letter"}},
    Key{"report.gain", "ECG_GAIN", "--gain", "10", {"5", "10", "20"}},
    Key{"backend.key", "BACKEND_API_KEY", "", "", {}, true},
};

/// A folder with settings files, and an environment.
struct World {
    World() {
        sources.environment = [this](std::string_view variable) -> std::optional<std::string> {
            const auto found = environment.find(variable);
            return found == environment.end() ? std::nullopt : std::optional{found->second};
        };
    }

    World(const World&) = delete;
    World& operator=(const World&) = delete;

    std::string write(const std::string& name, std::string_view text) const {
        OutputFile file{folder.path(name), Overwrite::allowed};
        file.write(text);
        file.commit();
        return file.path();
    }

    void yaml(std::string_view text) { sources.yaml_file = write("ecg.yaml", text); }

    void env(std::string_view text) { sources.env_file = write(".env", text); }

    [[nodiscard]] std::string error() const {
        try {
            load_settings(keys, sources);
        } catch (const Error& e) {
            REQUIRE(e.kind() == ErrorKind::usage);
            std::string text = e.what();
            const std::string start = folder.path("");
            return text.starts_with(start) ? text.substr(start.size()) : text;
        }
        return "none";
    }

    test::TemporaryFolder folder;
    std::map<std::string, std::string, std::less<>> environment;
    Sources sources;
};

} // namespace

TEST_CASE("Without a word from anybody the defaults hold") {
    const World world;

    const Settings settings = load_settings(keys, world.sources);

    CHECK(settings.text("report.paper") == "a4");
    CHECK(settings["report.paper"].origin == "default");
    CHECK(settings.number("report.gain") == 10);
    CHECK(settings.text("home").empty());
}

TEST_CASE("A flag beats the environment, that .env, that ecg.yaml, that the default") {
    World world;
    world.yaml("report:\n  paper: letter\n");
    CHECK(load_settings(keys, world.sources)["report.paper"].origin ==
          world.folder.path("ecg.yaml") + ":2");

    world.env("# mine\n\nECG_PAPER=letter\n");
    CHECK(load_settings(keys, world.sources)["report.paper"].origin ==
          world.folder.path(".env") + ":3");

    world.environment["ECG_PAPER"] = "letter";
    CHECK(load_settings(keys, world.sources)["report.paper"].origin == "ECG_PAPER");

    world.sources.flags["report.paper"] = "A4";
    const Settings settings = load_settings(keys, world.sources);
    CHECK(settings["report.paper"].origin == "--paper");
    CHECK(settings.text("report.paper") == "a4");
}

TEST_CASE("A wrong value names its place and what would be right") {
    World world;
    world.yaml("# paper\nreport:\n  paper: a5\n");

    CHECK(world.error() == "ecg.yaml:3: report.paper is one of a4, letter, not a5");

    world.sources.flags["report.paper"] = "a6";
    CHECK(world.error() == "--paper: report.paper is one of a4, letter, not a6");
}

TEST_CASE("A list takes choices with commas between them, and names the one it does not know") {
    const std::array lists{Key{"pages", "ECG_PAGES", "--pages", "a", {"a", "b"}, false, true}};
    World world;

    world.sources.flags["pages"] = "B, a";
    CHECK(load_settings(lists, world.sources).text("pages") == "b,a");

    world.sources.flags["pages"] = "a,c";
    CHECK_THROWS_WITH(load_settings(lists, world.sources), "--pages: pages is one of a, b, not c");
}

TEST_CASE("A key that nobody knows is an error with its line") {
    World world;
    world.yaml("report:\n  paper: a4\n  colour: blue\n");

    CHECK(world.error() == "ecg.yaml:3: unknown setting report.colour");
}

TEST_CASE("YAML that is no map of settings is an error with its line") {
    World world;
    world.yaml("report: 5\n");
    CHECK(world.error() == "ecg.yaml:1: report is a section, not a value");
    world.yaml("home: /a\nhome: /b\n");
    CHECK(world.error() == "ecg.yaml:2: home is there twice");
    world.yaml("\nhome:\n  - a\n");
    CHECK(world.error() == "ecg.yaml:2: home is a list, not a value");
    world.yaml("- home\n");
    CHECK(world.error() == "ecg.yaml:1: not a map of settings");
    world.yaml("home: [\n");
    CHECK(world.error().substr(0, 9) == "ecg.yaml:");
    world.yaml("");
    CHECK(world.error() == "none");
}

TEST_CASE("A YAML file that was named must be there") {
    World world;
    world.sources.yaml_file = world.folder.path("none.yaml");

    CHECK(world.error() == "none.yaml: No such file or directory");
}

TEST_CASE(".env takes quotes, comments and export, and leaves other programs' keys alone") {
    World world;
    world.env("export ECG_HOME='/srv/ecg data' \r\nAWS_S3_REGION=us-east-1\nECG_GAIN=20 # tall\n");

    const Settings settings = load_settings(keys, world.sources);

    CHECK(settings.text("home") == "/srv/ecg data");
    CHECK(settings.number("report.gain") == 20);
}

TEST_CASE("A line of .env that says nothing is an error with its line") {
    World world;
    world.env("ECG_HOME=/srv\nnonsense\n");

    CHECK(world.error() == ".env:2: not of the form NAME=value");
}

TEST_CASE("A listing says who said so, and keeps secrets") {
    World world;
    world.environment["BACKEND_API_KEY"] = "tell-nobody";

    const std::string listing = load_settings(keys, world.sources).listing();

    CHECK(listing == "backend.key = *** (BACKEND_API_KEY)\n"
                     "home =  (default)\n"
                     "report.gain = 10 (default)\n"
                     "report.paper = a4 (default)\n");
}

TEST_CASE("Home is where the setting, XDG or the user's folder says") {
    World world;
    CHECK_THROWS_AS(home_folder(load_settings(keys, world.sources)), Error);

    world.environment["HOME"] = "/home/anna";
    CHECK(home_folder(load_settings(keys, world.sources)) == "/home/anna/.local/share/ecg");
    world.environment["XDG_DATA_HOME"] = "/data";
    CHECK(home_folder(load_settings(keys, world.sources)) == "/data/ecg");
    world.environment["ECG_HOME"] = "/srv/ecg";
    CHECK(home_folder(load_settings(keys, world.sources)) == "/srv/ecg");
}

TEST_CASE("Each default is one of its choices") {
    World world;

    CHECK_NOTHROW(load_settings(known_keys(), world.sources));
}

TEST_CASE("A list of words in YAML is one for keys that are lists, and for no other") {
    const std::array lists{Key{"pages", "PAGES", "--pages", "a", {"a", "b", "c"}, false, true},
                           Key{"rule", "RULE", "", "x", {}, false, true}};
    World world;
    world.yaml("pages: [b, c]\nrule:\n  - one\n  - two\n");
    const Settings settings = load_settings(lists, world.sources);
    CHECK(settings.text("pages") == "b,c");
    CHECK(settings.text("rule") == "one,two");
    CHECK(settings["rule"].origin == world.folder.path("ecg.yaml") + ":2");
    world.yaml("pages:\n  - {a: b}\n");
    CHECK_THROWS_WITH(load_settings(lists, world.sources),
                      Catch::Contains("ecg.yaml:1: pages is a list of other things than words"));
}
