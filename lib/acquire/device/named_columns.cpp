#include "acquire/device/named_columns.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "model/lead.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr double beyond_any_ecg = 1e6; // microvolts; numbers in mV name no converter

constexpr std::array no_signals{"t",      "time",   "timestamp", "ts",    "ms",      "us",
                                "millis", "micros", "date",      "n",     "sample",  "samples",
                                "index",  "idx",    "seq",       "count", "counter", "hr",
                                "bpm",    "rate",   "rr",        "spo2",  "temp",    "battery"};

bool is_no_signal(std::string_view name) {
    const std::string lower = to_lower(name);
    return std::find(no_signals.begin(), no_signals.end(), lower) != no_signals.end();
}

} // namespace

ColumnUnit unit_of(const DriverOptions& options) {
    if (options.text("unit") == "counts") {
        return {1,
                0,
                {"", options.number("gain"), options.number("zero"), options.number("lowest"),
                 options.number("highest")}};
    }
    const bool is_milli = options.text("unit") == "mV";
    return {is_milli ? 1000.0 : 1.0, is_milli ? 3 : 0, {"", 1, 0, -beyond_any_ecg, beyond_any_ecg}};
}

std::vector<std::string> columns_asked(const DriverOptions& options) {
    const std::string& columns = options.text("columns");
    std::vector<std::string> names;
    if (columns.empty()) {
        return names;
    }
    const char separator = columns.find(';') != std::string::npos ? ';' : '/';
    for (const std::string_view part : split(columns, separator)) {
        const std::string name{trim(part)};
        if (name.empty() || (name != "-" && place_of(name, names))) {
            throw Error{ErrorKind::usage,
                        "--driver: columns=" + columns + ": a name is empty or there twice"};
        }
        names.push_back(name);
    }
    if (const std::size_t count = without_dashes(names).size();
        count == 0 || count > most_channels) {
        throw Error{ErrorKind::usage, "--driver: columns=" + columns + ": " +
                                          std::to_string(count) + " channels, not 1 to " +
                                          std::to_string(most_channels)};
    }
    return names;
}

std::vector<std::string> without_dashes(const std::vector<std::string>& names) {
    std::vector<std::string> kept;
    std::copy_if(names.begin(), names.end(), std::back_inserter(kept),
                 [](const std::string& name) { return name != "-"; });
    return kept;
}

bool is_like_a_lead(std::string_view name) {
    const std::string lower = to_lower(name);
    return lead_named(name) || lower.starts_with("ch") || lower.starts_with("ecg");
}

std::vector<std::string> ecg_among(const std::vector<std::string>& names) {
    const auto is_lead = [](const std::string& name) { return lead_named(name).has_value(); };
    const bool has_leads = std::any_of(names.begin(), names.end(), is_lead);
    std::vector<std::string> kept;
    std::copy_if(
        names.begin(), names.end(), std::back_inserter(kept),
        [&](const std::string& name) { return has_leads ? is_lead(name) : !is_no_signal(name); });
    return kept;
}

std::vector<std::string> numbered_names(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i) {
        names.push_back("ch" + std::to_string(i));
    }
    return names;
}

std::vector<Channel> channels_named(const std::vector<std::string>& names, const ColumnUnit& unit) {
    std::vector<Channel> channels;
    for (const std::string& name : names) {
        channels.push_back(unit.channel);
        channels.back().name = name;
    }
    return channels;
}

std::vector<std::string> expected_names(const DriverOptions& options) {
    auto asked = without_dashes(columns_asked(options));
    if (!asked.empty()) {
        return asked;
    }
    return {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
}

bool is_finite(const Frame& frame) {
    return std::none_of(frame.counts.begin(), frame.counts.end(),
                        [](double count) { return std::isinf(count); });
}

std::optional<std::size_t> place_of(std::string_view name, const std::vector<std::string>& names) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - names.begin());
}

} // namespace ecg::acquire
