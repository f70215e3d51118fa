// Columns that have names: which of them are ECG, and what their numbers mean.
#pragma once

#include "acquire/device/driver_options.hpp"
#include "acquire/device/frame.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

inline constexpr OptionKey columns_option{
    "columns", "", "*",
    "the leads in order, such as I;II;-;V1 ('-' is left out); else from the data"};

/// What unit_of looks at.
inline constexpr std::array<OptionKey, 5> unit_options{{
    {"unit", "mV", "mV|uV|counts", "of the numbers"},
    {"gain", "1", "", "microvolts a count, with unit=counts"},
    {"zero", "0", "", "the count that is 0 mV, with unit=counts"},
    {"lowest", "-8388608", "", "the least that the converter gives, with unit=counts"},
    {"highest", "8388607", "", "the most, with unit=counts"},
}};

/// What a number stands for.
struct ColumnUnit {
    double counts_per_number = 1;
    int decimals = 0; ///< of a number, so that it tells one count from the next
    Channel channel;  ///< every one, but for its name
};

ColumnUnit unit_of(const DriverOptions& options);

/// The parts of "columns=I;II;-" or "I/II/-"; empty where it was not given. Throws Error{usage} for
/// more channels than a frame holds and for a name that is empty or there twice.
std::vector<std::string> columns_asked(const DriverOptions& options);

/// Without those that are to be left out.
std::vector<std::string> without_dashes(const std::vector<std::string>& names);

/// Whether a name is a lead's, or such as "ch2" and "ECG".
bool is_like_a_lead(std::string_view name);

/// Those that name leads where any does, else all but clocks, counters and rates.
std::vector<std::string> ecg_among(const std::vector<std::string>& names);

/// "ch1" to "chN".
std::vector<std::string> numbered_names(std::size_t count);

std::vector<Channel> channels_named(const std::vector<std::string>& names, const ColumnUnit& unit);

/// The channels before a byte has come: those asked for, else the eight leads that a recorder of
/// twelve measures.
std::vector<std::string> expected_names(const DriverOptions& options);

/// False for a number that is larger than any, in counts.
bool is_finite(const Frame& frame);

/// Where in names; absent when it is none of them.
std::optional<std::size_t> place_of(std::string_view name, const std::vector<std::string>& names);

} // namespace ecg::acquire
