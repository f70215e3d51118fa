#include "config/settings.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "common/url_secrets.hpp"
#include "config/files.hpp"
#include "config/target_keys.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>

namespace ecg::config {
namespace {

namespace fs = std::filesystem;

/// The two files, read once for all keys.
struct Files {
    PlacedValues env, yaml;
};

std::string place(const std::optional<std::string>& path, const Placed& value) {
    return *path + ":" + std::to_string(value.line);
}

Files read_files(const Sources& sources) {
    Files files;
    if (sources.env_file && fs::is_regular_file(*sources.env_file)) {
        files.env = read_env_file(*sources.env_file);
    }
    if (sources.yaml_file) {
        files.yaml = read_yaml_file(*sources.yaml_file);
    }
    return files;
}

/// What a variable says, or the folder below the user's home.
std::optional<fs::path> user_folder(const Sources& sources, std::string_view variable,
                                    const char* below_home) {
    if (const auto folder = sources.environment(variable); folder && !folder->empty()) {
        return fs::path{*folder};
    }
    if (const auto home = sources.environment("HOME"); home && !home->empty()) {
        return fs::path{*home} / below_home;
    }
    return std::nullopt;
}

std::string default_of(const Key& key, const Sources& sources) {
    if (key.name != "home") {
        return std::string{key.fallback};
    }
    const auto folder = user_folder(sources, "XDG_DATA_HOME", ".local/share");
    return folder ? (*folder / "ecg").string() : "";
}

/// The first of the sources that has anything to say.
Setting find_setting(const Key& key, const Sources& sources, const Files& files) {
    if (const auto flag = sources.flags.find(key.name);
        flag != sources.flags.end() && !flag->second.empty()) {
        return {flag->second, std::string{key.flag}};
    }
    const auto variable = sources.environment(key.environment);
    if (variable && !variable->empty()) {
        return {*variable, std::string{key.environment}};
    }
    if (const auto found = files.env.find(key.environment);
        found != files.env.end() && !found->second.value.empty()) {
        return {found->second.value, place(sources.env_file, found->second)};
    }
    if (const auto found = files.yaml.find(key.name);
        found != files.yaml.end() && !found->second.value.empty()) {
        if (found->second.is_list && !key.is_list) {
            throw Error{ErrorKind::usage, place(sources.yaml_file, found->second) + ": " +
                                              key.name + " is a list, not a value"};
        }
        return {found->second.value, place(sources.yaml_file, found->second)};
    }
    return {default_of(key, sources), "default"};
}

/// The choice that value means, as the key spells it.
std::string_view choice_of(const Key& key, std::string_view value, const std::string& origin) {
    std::string names;
    for (const std::string_view choice : key.choices) {
        if (to_lower(choice) == to_lower(value)) {
            return choice;
        }
        names.append(names.empty() ? "" : ", ").append(choice);
    }
    throw Error{ErrorKind::usage, origin + ": " + std::string{key.name} + " is one of " + names +
                                      ", not " + std::string{value}};
}

void check_choice(const Key& key, Setting& setting) {
    if (key.choices.empty()) {
        return;
    }
    if (setting.value.empty() && setting.origin == "default") {
        return; // nobody said anything, which is a choice of its own
    }
    if (!key.is_list) {
        setting.value = choice_of(key, setting.value, setting.origin);
        return;
    }
    std::string list;
    for (const std::string_view part : split(setting.value, ',')) {
        list.append(list.empty() ? "" : ",").append(choice_of(key, trim(part), setting.origin));
    }
    setting.value = list;
}

void refuse_unknown(std::span<const Key> keys, const Sources& sources, const PlacedValues& yaml) {
    for (const auto& entry : yaml) {
        const std::string& name = entry.first;
        const Placed& value = entry.second;
        const std::string section = name + ".";
        const auto same = [&](const Key& key) { return key.name == name; };
        const auto below = [&](const Key& key) { return key.name.starts_with(section); };
        if (std::any_of(keys.begin(), keys.end(), below)) {
            if (!value.value.empty()) {
                throw Error{ErrorKind::usage, place(sources.yaml_file, value) + ": " + name +
                                                  " is a section, not a value"};
            }
        } else if (std::none_of(keys.begin(), keys.end(), same)) {
            throw Error{ErrorKind::usage,
                        place(sources.yaml_file, value) + ": unknown setting " + name};
        }
    }
}

/// The names that settings files, rules and the original app have for targets.
std::set<std::string> target_names(const Settings& settings, const Sources& sources,
                                   const PlacedValues& yaml) {
    std::set<std::string> names = usual_targets();
    for (const auto& [key, value] : yaml) {
        if (!key.starts_with(targets_section)) {
            continue;
        }
        const std::string name = key.substr(
            targets_section.size(), key.find('.', targets_section.size()) - targets_section.size());
        if (!is_target_name(name)) {
            throw Error{ErrorKind::usage, place(sources.yaml_file, value) + ": \"" + name +
                                              "\" is no name of a target: a-z, 0-9, - and _"};
        }
        names.insert(name);
    }
    for (const char* rule : {"sync.reports", "sync.sessions", "sync.errors"}) {
        for (const std::string_view word : split(settings.text(rule), ',')) {
            if (is_target_name(trim(word))) {
                names.insert(std::string{trim(word)});
            }
        }
    }
    return names;
}

std::optional<std::string> variable_of_process(std::string_view name) {
    const char* value = std::getenv(std::string{name}.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

} // namespace

const Setting& Settings::operator[](std::string_view name) const {
    const auto found = entries_.find(name);
    assert(found != entries_.end());
    return found->second.setting;
}

const std::string& Settings::text(std::string_view name) const {
    return (*this)[name].value;
}

double Settings::number(std::string_view name) const {
    const auto number = parse_number(text(name));
    assert(number); // its choices are numbers
    return *number;
}

namespace {

/// A URL without its secrets, also one whose scheme is missing.
std::string shown(const std::string& name, const std::string& value) {
    const bool is_bare = name.ends_with("url") && value.find("://") == value.npos;
    return is_bare ? url_without_secrets("x://" + value).substr(4) : url_without_secrets(value);
}

} // namespace

std::string Settings::listing() const {
    std::string lines;
    for (const auto& [name, entry] : entries_) {
        if (entry.is_shown_when_set && entry.setting.origin == "default") {
            continue;
        }
        const bool hidden = entry.secret && !entry.setting.value.empty();
        lines.append(name).append(" = ");
        lines.append(hidden ? "***" : shown(name, entry.setting.value));
        lines.append(" (").append(entry.setting.origin).append(")\n");
    }
    return lines;
}

std::vector<std::string> Settings::targets() const {
    std::set<std::string> names;
    for (const auto& [key, entry] : entries_) {
        if (key.starts_with(targets_section) && entry.setting.origin != "default") {
            const std::size_t begin = targets_section.size();
            names.insert(key.substr(begin, key.rfind('.') - begin));
        }
    }
    return {names.begin(), names.end()};
}

Settings load_settings(std::span<const Key> keys, const Sources& sources) {
    const Files files = read_files(sources);
    Settings settings;
    const auto add = [&](const Key& key) {
        Setting setting = find_setting(key, sources, files);
        check_choice(key, setting);
        settings.entries_[key.name] = {std::move(setting), key.secret, key.is_shown_when_set};
    };
    std::vector<Key> all{keys.begin(), keys.end()};
    std::for_each(all.begin(), all.end(), add);
    if (settings.entries_.contains("sync.reports")) {
        for (const std::string& name : target_names(settings, sources, files.yaml)) {
            std::vector<Key> more = target_keys(name);
            std::for_each(more.begin(), more.end(), add);
            std::move(more.begin(), more.end(), std::back_inserter(all));
        }
    }
    refuse_unknown(all, sources, files.yaml);
    return settings;
}

Sources sources_of_process(const Flags& flags, const std::string& yaml_file) {
    Sources sources{flags, variable_of_process, ".env", std::nullopt};
    if (!yaml_file.empty()) {
        sources.yaml_file = yaml_file;
        return sources;
    }
    if (const auto named = variable_of_process("ECG_CONFIG"); named && !named->empty()) {
        sources.yaml_file = *named;
        return sources;
    }
    std::vector<fs::path> places{"/etc/ecg/ecg.yaml"};
    if (const auto folder = user_folder(sources, "XDG_CONFIG_HOME", ".config")) {
        places.insert(places.begin(), *folder / "ecg" / "ecg.yaml");
    }
    for (const fs::path& path : places) {
        if (fs::exists(path)) {
            sources.yaml_file = path.string();
            break;
        }
    }
    return sources;
}

std::string home_folder(const Settings& settings) {
    const std::string& home = settings.text("home");
    if (home.empty()) {
        throw Error{ErrorKind::usage, "ECG_HOME: neither it nor HOME is set"};
    }
    return home;
}

} // namespace ecg::config
