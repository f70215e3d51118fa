#include "sync/rested_target.hpp"

#include <utility>

namespace ecg::sync {

using std::chrono::milliseconds;

RestedTarget::RestedTarget(std::string name, TargetRest rest,
                           std::function<Slept(std::chrono::milliseconds)> sleep,
                           std::function<std::shared_ptr<Target>()> open)
    : name_{std::move(name)}, rest_{std::move(rest)}, sleep_{std::move(sleep)}, open_{std::move(
                                                                                    open)} {}

Delivered RestedTarget::greet() {
    const Slept slept = rest_.left.count() > 0 ? sleep_(rest_.left) : Slept::whole;
    if (slept != Slept::whole) {
        Delivered later;
        later.verdict = slept == Slept::stopped ? Verdict::abandoned : Verdict::later;
        later.reason = rest_.reason;
        later.wait = std::chrono::ceil<std::chrono::seconds>(rest_.left);
        later.left_alone = true;
        return later;
    }
    rest_.left = {};
    target_ = open_();
    return target_->greet();
}

std::vector<Delivered> RestedTarget::send(const std::vector<Parcel>& parcels) {
    return target_->send(parcels);
}

std::size_t RestedTarget::at_once() const {
    return target_ ? target_->at_once() : 1;
}

std::vector<NamedTarget> leave_alone(std::vector<NamedTarget> targets, const TargetMemory& memory,
                                     const RunSettings& settings, const RunWorld& world) {
    const auto sleep = [&world, waits = settings.waits,
                        budget = settings.budget](milliseconds span) {
        if (!waits || span >= budget - world.elapsed()) {
            return Slept::not_at_all;
        }
        world.pause(span);
        return world.stop() ? Slept::stopped : Slept::whole;
    };
    const UtcTime now = world.now();
    for (NamedTarget& target : targets) {
        if (const TargetNote* const note = memory.resting(target.name, target.place, now)) {
            target.open = [name = target.name, rest = TargetRest{note->rest(now), note->reason},
                           sleep, open = target.open] {
                return std::make_shared<RestedTarget>(name, rest, sleep, open);
            };
        }
    }
    return targets;
}

} // namespace ecg::sync
