#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/statements.hpp"
#include "common/text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

using namespace ecg;
namespace criteria = analyze::criteria;

namespace {

const std::filesystem::path source_dir{ECG_SOURCE_DIR};

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string man_page() {
    const std::string page = text_of_file(source_dir / "man" / "ecg-criteria.7");
    std::string plain;
    for (std::size_t i = 0; i < page.size(); ++i) { // roff writes a minus as \-
        if (page[i] != '\\' || i + 1 == page.size() || page[i + 1] != '-') {
            plain += page[i];
        }
    }
    return plain;
}

/// The first three cells of a row of the page's table.
std::string row_of(const criteria::Criterion& criterion) {
    std::string row{"\n"};
    row.append(criterion.id).append("\t").append(analyze::symbol_of(criterion.sense));
    row.append(" ").append(format_number(criterion.limit, 2));
    if (!criterion.unit.empty()) {
        row.append(criterion.unit.starts_with('/') ? "" : " ").append(criterion.unit);
    }
    return row.append("\t").append(criterion.source).append("\t");
}

/// A number that differs where any limit or statement does (FNV-1a).
std::uint64_t fingerprint() {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto take = [&](std::string_view text) {
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        }
    };
    for (const auto& criterion : criteria::all) {
        take(row_of(criterion));
    }
    for (const auto& statement : analyze::statements::all) {
        take(statement.code);
        take(statement.words);
        take(std::to_string(static_cast<int>(statement.severity) * 2 +
                            (statement.critical ? 1 : 0)));
    }
    return hash;
}

/// Does the page explain key, in a paragraph that begins with it?
bool explains(const std::string& page, const std::string& key) {
    return page.find(std::string{"\n.B "}.append(key).append("\n")) != std::string::npos;
}

} // namespace

TEST_CASE("No two criteria have the same id") {
    std::set<std::string_view> ids;
    for (const auto& criterion : criteria::all) {
        CAPTURE(criterion.id);
        CHECK(ids.insert(criterion.id).second);
    }
}

TEST_CASE("ecg-criteria(7) lists each criterion with its sense, limit, unit and source") {
    const std::string page = man_page();
    for (const auto& criterion : criteria::all) {
        CAPTURE(row_of(criterion));
        CHECK(page.find(row_of(criterion)) != std::string::npos);
    }
}

TEST_CASE("whoever changes a limit or a statement gives the criteria a new version") {
    constexpr std::uint64_t recorded =
        0x75fdd3bee7d5275c; // of criteria::version: both change together
    CHECK(criteria::version == "1");
    CHECK(fingerprint() == recorded);
    CHECK(man_page().find("are version " + std::string{criteria::version} + ".\n") !=
          std::string::npos);
}

TEST_CASE("ecg-criteria(7) lists no criterion that the code does not have") {
    const std::string page = man_page();
    const std::size_t start = page.find("\n.SH CRITERIA\n");
    const std::size_t stop = page.find("\n.SH ", start + 1);
    REQUIRE(start != std::string::npos);
    std::size_t rows = 0;
    for (const std::string_view line :
         split(std::string_view{page}.substr(start, stop - start), '\n')) {
        const auto cells = split(line, '\t');
        if (cells.size() < 3 || cells[0] == "id") {
            continue;
        }
        ++rows;
        CAPTURE(line);
        CHECK(std::any_of(criteria::all.begin(), criteria::all.end(),
                          [&](const auto& criterion) { return criterion.id == cells[0]; }));
    }
    CHECK(rows == criteria::all.size());
}

TEST_CASE("ecg-criteria(7) names the publication behind every source of a criterion") {
    const std::string page = man_page();
    for (const auto& criterion : criteria::all) {
        CAPTURE(criterion.source);
        CHECK(explains(page, std::string{criterion.source}));
    }
}

TEST_CASE("ecg-criteria(7) names the publication behind every key that the code cites") {
    const std::string page = man_page();
    const std::regex key{R"(\[([a-z][a-z-]*-(18|19|20)\d\d)\])"};
    for (const auto& entry : std::filesystem::recursive_directory_iterator{source_dir / "lib"}) {
        if (!entry.is_regular_file()) {
            continue;
        }
        const std::string text = text_of_file(entry.path());
        for (std::sregex_iterator it{text.begin(), text.end(), key}, end; it != end; ++it) {
            CAPTURE(entry.path(), (*it)[1].str());
            CHECK(explains(page, (*it)[1].str()));
        }
    }
}

TEST_CASE("ecg-criteria(7) lists each statement with its code, words and severity") {
    constexpr std::array severities{"normal", "otherwise normal", "borderline", "abnormal"};
    const std::string page = man_page();
    for (const auto& statement : analyze::statements::all) {
        std::string row{"\n"};
        row.append(statement.code).append("\t").append(statement.words).append("\t");
        row.append(severities.at(static_cast<std::size_t>(statement.severity)));
        row.append(statement.critical ? ", critical\n" : "\n");
        CAPTURE(row);
        CHECK(page.find(row) != std::string::npos);
    }
}

TEST_CASE("A value is held against its limit as it is printed") {
    using analyze::meets;
    CHECK_FALSE(meets(criteria::slow, BeatsPerMinute{59.5}));
    CHECK(meets(criteria::slow, BeatsPerMinute{59.4}));
    CHECK_FALSE(meets(criteria::long_pr, Milliseconds{200.4}));
    CHECK(meets(criteria::long_pr, Milliseconds{200.6}));
    CHECK(meets(criteria::wide_qrs, Milliseconds{119.5}));
    CHECK_FALSE(meets(criteria::left_axis, Degrees{-30.4}));
    CHECK(meets(criteria::st_up, Millivolts{0.096}));
}
