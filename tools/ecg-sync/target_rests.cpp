#include "target_rests.hpp"

#include "sync/rested_target.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace ecg {
namespace {

using std::chrono::milliseconds;

bool is_away(sync::RunEnd end) {
    return end == sync::RunEnd::offline || end == sync::RunEnd::denied;
}

} // namespace

std::vector<sync::NamedTarget> TargetRests::of(std::vector<sync::NamedTarget> targets) const {
    const auto now = Clock::now();
    for (sync::NamedTarget& target : targets) {
        const auto place = places_.find(target.name);
        if (place == places_.end() || place->second.reason.empty() || now >= place->second.until) {
            continue;
        }
        const sync::TargetRest rest{std::chrono::ceil<milliseconds>(place->second.until - now),
                                    place->second.reason};
        target.open = [name = target.name, rest, open = target.open] {
            const auto never = [](milliseconds) { return sync::Slept::not_at_all; };
            return std::make_shared<sync::RestedTarget>(name, rest, never, open);
        };
    }
    return targets;
}

Rest TargetRests::after(const sync::TargetsResult& result, milliseconds until_open,
                        const std::function<double()>& chance) {
    const auto now = Clock::now();
    Rest rest{result.targets.empty() ? settings_.poll : milliseconds::max(), false};
    for (const sync::TargetEnd& one : result.targets) {
        Place& place =
            places_.try_emplace(one.name, Place{sync::WatchPace{settings_}, now, ""}).first->second;
        if (place.reason.empty() || now >= place.until) {
            place.pace.passed(one.result, until_open, chance());
            place.until = now + place.pace.wait();
            place.reason = is_away(one.result.end) ? one.result.reason : "";
        }
        const auto left = std::chrono::ceil<milliseconds>(place.until - now);
        rest.wait = std::min(rest.wait, std::max(left, milliseconds{1}));
        rest.wakes = rest.wakes || place.pace.wakes_for_items();
    }
    return rest;
}

std::optional<milliseconds> TargetRests::next_of(const std::string& name) const {
    const auto place = places_.find(name);
    if (place == places_.end() || place->second.reason.empty()) {
        return std::nullopt;
    }
    return std::max(std::chrono::ceil<milliseconds>(place->second.until - Clock::now()),
                    milliseconds{0});
}

} // namespace ecg
