#include "shared/input_flags.hpp"

#include "common/text.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace ecg {
namespace {

constexpr auto group = "Input";

std::string positive(const std::string& text) {
    const auto number = parse_number(text);
    return number && *number > 0 ? "" : text + " is not a number above 0";
}

} // namespace

void add_input_flags(CLI::App& app, formats::OpenSettings& settings) {
    const std::function<void(const double&)> set_rate = [&](const double& hz) {
        settings.rate = Hertz{hz};
    };
    app.add_option_function<double>("--rate", set_rate, "Sampling rate where a file names none")
        ->check(CLI::Validator{positive, ""})
        ->type_name("HZ")
        ->group(group);
    app.add_option("--unit", settings.unit, "mV, uV or adc:UV where a file names none")
        ->type_name("UNIT")
        ->group(group);
    const std::function<void(const std::string&)> set_leads = [&](const std::string& names) {
        for (const std::string_view name : split(names, ',')) {
            settings.leads.emplace_back(trim(name));
        }
    };
    app.add_option_function<std::string>(
           "--leads", set_leads, "Names of the columns, I,II,… where a CSV file has no header")
        ->type_name("NAMES")
        ->group(group);
}

} // namespace ecg
