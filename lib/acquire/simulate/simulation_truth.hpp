// What the simulated device really took, and what became of it on the way, as JSON Lines.
#pragma once

#include "acquire/device/driver.hpp"
#include "common/units.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// A line for the device, one for each second of samples, and one for each event: "first" is the
/// sample that the device had come to, and the "count" samples from it on did not get through
/// whole.
class SimulationTruth {
public:
    /// write gets each line when it is complete; none: nothing is told.
    explicit SimulationTruth(std::function<void(std::string_view)> write);

    void begin(std::string_view driver, Hertz rate, const std::vector<Channel>& channels);
    /// The next samples.
    void took(const std::vector<Frame>& frames);
    void event(std::string_view what, std::int64_t first, std::int64_t count = 0);
    /// As event; what is lost on end for one cause becomes one line when it is over.
    void lost(std::string_view cause, std::int64_t first, std::int64_t count);
    void finish();

private:
    void end_second();
    void end_loss();
    void write_event(std::string_view what, std::int64_t first, std::int64_t count);

    struct Loss {
        std::string cause;
        std::int64_t first = 0;
        std::int64_t count = 0;
    };

    std::function<void(std::string_view)> write_;
    double rate_ = 1;
    std::vector<std::string> channels_;
    std::vector<std::vector<double>> counts_; ///< of the second that is not over, by channel
    std::int64_t next_ = 0;                   ///< sample
    Loss loss_;
};

} // namespace ecg::acquire
