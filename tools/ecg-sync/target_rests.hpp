// Which of several targets are left alone for a while: those that were away or did not know us.
#pragma once

#include "sync/run_targets.hpp"
#include "sync/watch_pace.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// When the next pass is due at the latest, and whether something new brings it forward.
struct Rest {
    std::chrono::milliseconds wait{};
    bool wakes = true;
};

class TargetRests {
public:
    explicit TargetRests(const sync::WatchSettings& settings) : settings_{settings} {}

    /// The targets as they are for the next pass: one that rests says so itself, and nobody asks
    /// the server.
    [[nodiscard]] std::vector<sync::NamedTarget> of(std::vector<sync::NamedTarget> targets) const;

    /// How that pass ended. until_open: as WatchPace::passed() has it. chance: 0 to 1 each time.
    Rest after(const sync::TargetsResult& result, std::chrono::milliseconds until_open,
               const std::function<double()>& chance);

    /// How long until one that is away is asked again; absent for any other.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next_of(const std::string& name) const;

private:
    using Clock = std::chrono::steady_clock;

    struct Place {
        sync::WatchPace pace;
        Clock::time_point until;
        std::string reason; ///< "" = it does not rest
    };

    sync::WatchSettings settings_;
    std::map<std::string, Place> places_;
};

} // namespace ecg
