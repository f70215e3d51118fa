#include "target_rests.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace ecg {
namespace {

using std::chrono::milliseconds;

class RestingTarget final : public sync::Target {
public:
    RestingTarget(std::string name, std::string reason, std::chrono::seconds left)
        : name_{std::move(name)}, reason_{std::move(reason)}, left_{left} {}

    [[nodiscard]] std::string name() const override { return name_; }

    sync::Delivered greet() override {
        sync::Delivered later;
        later.verdict = sync::Verdict::later;
        later.reason = reason_;
        later.wait = left_;
        return later;
    }

    std::vector<sync::Delivered> send(const std::vector<sync::Parcel>& parcels) override {
        return std::vector<sync::Delivered>(parcels.size(), greet());
    }

    [[nodiscard]] std::size_t at_once() const override { return 1; }

private:
    std::string name_;
    std::string reason_;
    std::chrono::seconds left_;
};

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
        const auto left = std::chrono::ceil<std::chrono::seconds>(place->second.until - now);
        target.open = [name = target.name, reason = place->second.reason, left] {
            return std::make_unique<RestingTarget>(name, reason, left);
        };
    }
    return targets;
}

Rest TargetRests::after(const sync::TargetsResult& result, milliseconds until_open,
                        const std::function<double()>& chance) {
    const auto now = Clock::now();
    Rest rest{settings_.poll, false};
    for (const sync::TargetEnd& one : result.targets) {
        Place& place =
            places_.try_emplace(one.name, sync::WatchPace{settings_}, now, "").first->second;
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

} // namespace ecg
