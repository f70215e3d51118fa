#include "acquire/device/driver_options.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cassert>

namespace ecg::acquire {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorKind::usage, "--driver " + why};
}

bool takes(const OptionKey& key, std::string_view value) {
    if (key.choices.empty()) {
        return parse_number(value).has_value();
    }
    const auto choices = split(key.choices, '|');
    return key.choices == "*" || std::find(choices.begin(), choices.end(), value) != choices.end();
}

std::string names_of(std::span<const OptionKey> keys) {
    std::string names;
    for (const OptionKey& key : keys) {
        names.append(names.empty() ? "" : ", ").append(key.name);
    }
    return names.empty() ? "it has none" : "it has " + names;
}

} // namespace

const std::string& DriverOptions::text(std::string_view name) const {
    const auto found = values_.find(name);
    assert(found != values_.end());
    return found->second;
}

double DriverOptions::number(std::string_view name) const {
    return parse_number(text(name)).value();
}

DriverChoice parse_driver_choice(std::string_view text) {
    const std::size_t colon = text.find(':');
    DriverChoice choice{std::string{text.substr(0, colon)}, {}};
    if (colon == std::string_view::npos) {
        return choice;
    }
    for (const std::string_view part : split(text.substr(colon + 1), ',')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            refuse(choice.name + ": '" + std::string{part} + "' is not key=value");
        }
        const std::string key{part.substr(0, equals)};
        if (!choice.given.emplace(key, part.substr(equals + 1)).second) {
            refuse(choice.name + ": " + key + " is there twice");
        }
    }
    return choice;
}

DriverOptions options_of(std::string_view driver, std::span<const OptionKey> keys,
                         const DriverChoice& choice) {
    std::map<std::string, std::string, std::less<>> values;
    for (const OptionKey& key : keys) {
        values.emplace(key.name, key.fallback);
    }
    for (const auto& [name, value] : choice.given) {
        const auto is_named = [&wanted = name](const OptionKey& key) { return key.name == wanted; };
        const auto key = std::find_if(keys.begin(), keys.end(), is_named);
        if (key == keys.end()) {
            refuse(std::string{driver} + ": no option " + name + "; " + names_of(keys));
        }
        if (!takes(*key, value)) {
            const std::string what = key->choices.empty() ? "a number" : std::string{key->choices};
            refuse(std::string{driver} + ": " + name + "=" + value + " is not " + what);
        }
        values[name] = value;
    }
    return DriverOptions{std::move(values)};
}

} // namespace ecg::acquire
