// Settings from wherever they may come: flag, environment, .env, ecg.yaml, default, in this order.
#pragma once

#include "config/keys.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::config {

/// Name of a key -> what its flag said; "" when the flag was not given.
using Flags = std::map<std::string, std::string, std::less<>>;

/// A value and who said so.
struct Setting {
    std::string value;  ///< "" when nobody said anything
    std::string origin; ///< "--paper", "ECG_PAPER", ".env:3", "ecg.yaml:7" or "default"
};

class Settings {
public:
    /// The value of a key. The key must be known.
    [[nodiscard]] const std::string& text(std::string_view name) const;
    /// Of a key whose choices are all numbers.
    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] const Setting& operator[](std::string_view name) const;

    /// Names of the targets that something is known of: "s3", say.
    [[nodiscard]] std::vector<std::string> targets() const;

    /// One line a key, "report.paper = a4 (default)"; a secret is "***", also that of a URL.
    [[nodiscard]] std::string listing() const;

private:
    friend Settings load_settings(std::span<const Key> keys, const struct Sources& sources);

    struct Entry {
        Setting setting;
        bool secret = false;
        bool is_shown_when_set = false;
    };

    std::map<std::string, Entry, std::less<>> entries_;
};

/// Where to look.
struct Sources {
    Flags flags;
    std::function<std::optional<std::string>(std::string_view)> environment;
    std::optional<std::string> env_file;  ///< read when it exists
    std::optional<std::string> yaml_file; ///< must exist
};

/// The keys of targets belong to those that have "sync.reports". Throws Error{usage} "origin: why"
/// for a value that its key does not take, for an unknown key
/// in the YAML file, and for a file that cannot be read.
Settings load_settings(std::span<const Key> keys, const Sources& sources);

/// What the running process may look at: its environment, .env in the working folder, and the
/// first of yaml_file, $ECG_CONFIG, $XDG_CONFIG_HOME/ecg/ecg.yaml and /etc/ecg/ecg.yaml.
Sources sources_of_process(const Flags& flags, const std::string& yaml_file);

/// The folder of reports and sessions: setting "home", which is $XDG_DATA_HOME/ecg or
/// ~/.local/share/ecg by default. Throws Error{usage} when nothing says where home is.
std::string home_folder(const Settings& settings);

} // namespace ecg::config
