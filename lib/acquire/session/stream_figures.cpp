#include "acquire/session/stream_figures.hpp"

#include "acquire/stream/counter_steps.hpp"
#include "acquire/stream/measure_rate.hpp"

#include <utility>

namespace ecg::acquire {
namespace {

Numbering numbering_of(const Description& device) {
    Numbering numbering;
    numbering.counter_modulus = device.counter_modulus;
    if (device.tick_rate.value > 0 && device.rate) {
        numbering.ticks_per_sample = device.tick_rate.value / device.rate->value;
        numbering.tick_modulus = device.tick_modulus;
    }
    return numbering;
}

/// Counts what came and what did not.
class Counter {
public:
    explicit Counter(const Description& device) : steps_{numbering_of(device)} {}

    void take(const std::vector<SteppedFrame>& frames) {
        for (const SteppedFrame& stepped : frames) {
            index_ += stepped.step;
            figures_.lost += stepped.step - 1 + (stepped.frame.damaged ? 1 : 0);
            figures_.samples += stepped.frame.damaged ? 0 : 1;
            if (stepped.ends_read) {
                arrivals_.push_back({index_, stepped.arrival});
            }
        }
    }

    void add(std::vector<Frame> frames, Seconds arrival) {
        if (!frames.empty()) {
            take(steps_.add(std::move(frames), arrival));
        }
    }

    StreamFigures result(bool live) {
        take(steps_.flush());
        figures_.rate = live ? measure_rate(arrivals_) : std::nullopt;
        return figures_;
    }

private:
    CounterSteps steps_;
    StreamFigures figures_;
    std::vector<Arrival> arrivals_;
    std::int64_t index_ = 0;
};

} // namespace

std::string joined(const std::vector<HeardPiece>& pieces) {
    std::string bytes;
    for (const HeardPiece& piece : pieces) {
        bytes += piece.bytes;
    }
    return bytes;
}

double StreamFigures::loss() const {
    const std::int64_t all = samples + lost;
    return all > 0 ? static_cast<double>(lost) / static_cast<double>(all) : 0;
}

StreamFigures figures_of(const Candidate& device, const std::vector<HeardPiece>& pieces,
                         bool live) {
    const auto decoder = device.driver.driver->decoder(device.driver.options);
    Counter counter{device.description};
    for (const HeardPiece& piece : pieces) {
        counter.add(decoder->feed(piece.bytes).frames, piece.arrival);
    }
    StreamFigures figures = counter.result(live);
    figures.understood = score(device, joined(pieces)).understood;
    const auto told = decoder->channels();
    for (const Channel& channel : told.empty() ? device.description.channels : told) {
        figures.channels.push_back(channel.name);
    }
    return figures;
}

} // namespace ecg::acquire
