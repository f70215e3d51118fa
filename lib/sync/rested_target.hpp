// A target that is asked only once the time is over for which it wanted to be left alone.
#pragma once

#include "sync/run_targets.hpp"
#include "sync/target_memory.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ecg::sync {

/// Why a target is left alone, and for how much longer; 0 = it may be asked.
struct TargetRest {
    std::chrono::milliseconds left{};
    std::string reason;
};

/// Whether somebody slept for so long; not at all where that would have been too long.
enum class Slept { whole, stopped, not_at_all };

class RestedTarget final : public Target {
public:
    /// open is called when the target is asked.
    RestedTarget(std::string name, TargetRest rest,
                 std::function<Slept(std::chrono::milliseconds)> sleep,
                 std::function<std::shared_ptr<Target>()> open);

    [[nodiscard]] std::string name() const override { return name_; }

    Delivered greet() override;
    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override;
    [[nodiscard]] std::size_t at_once() const override;

private:
    std::string name_;
    TargetRest rest_;
    std::function<Slept(std::chrono::milliseconds)> sleep_;
    std::function<std::shared_ptr<Target>()> open_;
    std::shared_ptr<Target> target_;
};

/// The targets as a run with these settings may ask them: one that wants to be left alone for
/// longer than the run may wait is offline for it. world must outlive them.
std::vector<NamedTarget> leave_alone(std::vector<NamedTarget> targets, const TargetMemory& memory,
                                     const RunSettings& settings, const RunWorld& world);

} // namespace ecg::sync
