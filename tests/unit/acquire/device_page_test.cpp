// The manual page of devices says what the drivers say.
#include "acquire/drivers/registry.hpp"
#include "common/text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <map>

using namespace ecg;
using namespace ecg::acquire;

namespace {

std::vector<std::string> lines_of_page() {
    std::ifstream page{ECG_SOURCE_DIR "/man/ecg-devices.7"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(page, line);) {
        line.erase(std::remove(line.begin(), line.end(), '\\'), line.end());
        lines.push_back(line);
    }
    return lines;
}

/// The rows of the table, by the driver's name.
std::map<std::string, std::vector<std::string>> rows_of_page() {
    std::map<std::string, std::vector<std::string>> rows;
    for (const std::string& line : lines_of_page()) {
        const auto cells = split(line, '\t');
        if (cells.size() == 7) {
            rows[std::string{cells[0]}] = {cells.begin() + 1, cells.end()};
        }
    }
    return rows;
}

/// What the page's paragraphs name: ".B checksum" and ".BR healthypi3 ", " healthypi4".
bool is_in_bold(const std::vector<std::string>& lines, std::string_view word) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        const auto words = split_blanks(line);
        return line.starts_with(".B") && std::any_of(words.begin(), words.end(), [&](auto part) {
                   part = part.substr(0, part.find(','));
                   return part == word;
               });
    });
}

} // namespace

TEST_CASE("Each driver has its row in the page of devices, and the row is right") {
    const auto rows = rows_of_page();
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        const auto options =
            options_of(driver.name, driver.options, {std::string{driver.name}, {}});
        const Description device = driver.describe(options);
        const auto found = rows.find(std::string{driver.name});
        REQUIRE(found != rows.end());
        const auto& cells = found->second;

        CHECK(cells[0] == std::to_string(device.line.baud));
        CHECK(cells[1] == (device.rate ? format_number(device.rate->value, 0) : "-"));
        CHECK((cells[2] == "any" || cells[2] == std::to_string(device.channels.size())));
        if (device.counter_modulus > 0) {
            CHECK((cells[3] == "option" || cells[3] == std::to_string(device.counter_modulus)));
        } else {
            CHECK(cells[3] == (device.tick_modulus > 0 ? "clock" : "no"));
        }
        CHECK(device.has_checksum == (cells[4] != "no" && cells[4] != "parity"));
        CHECK(device.tells_electrodes == (cells[5] != "no"));
    }
}

TEST_CASE("The page of devices has a paragraph for each driver and names each of its options") {
    const auto lines = lines_of_page();
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        CHECK(is_in_bold(lines, driver.name));
        for (const OptionKey& key : driver.options) {
            CAPTURE(key.name);
            CHECK(is_in_bold(lines, key.name));
        }
    }
}
