#include "acquire/simulate/signal_frames.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::acquire;

namespace {

synth::SynthSettings short_signal() {
    synth::SynthSettings signal = synth::preset("normal");
    signal.rate = Hertz{250};
    signal.duration = Seconds{4};
    return signal;
}

Channel channel(const char* name) {
    return {name, 2.5, 2048, 0, 4095};
}

double nearest_count(double millivolts) {
    return std::nearbyint(millivolts * 400) + 2048;
}

} // namespace

TEST_CASE("Counts are the lead's millivolts in the channel's steps from its zero") {
    const auto signal = short_signal();
    const auto known = synth::synthesize(signal).recording;
    SignalFrames frames{signal, {channel("V3"), channel("II")}, false};

    bool same = true;
    for (std::size_t k = 0; k < 1000; ++k) {
        const Frame frame = frames.next().value();
        same = same &&
               frame.counts[0] == nearest_count(known.leads[index_of(Lead::V3)].samples[k]) &&
               frame.counts[1] == nearest_count(known.leads[index_of(Lead::II)].samples[k]) &&
               std::isnan(frame.counts[2]);
    }

    CHECK(same);
    CHECK_FALSE(frames.next());
}

TEST_CASE("Channels without a lead's name play I, II, V1 to V6 and these again") {
    const auto signal = short_signal();
    SignalFrames named{signal, {channel("I"), channel("II"), channel("V6")}, false};
    SignalFrames numbered{
        signal, {channel("ch1"), channel("ch2"), channel("ch8"), channel("ch9")}, false};

    bool same = true;
    for (int k = 0; k < 1000; ++k) {
        const Frame a = named.next().value();
        const Frame b = numbered.next().value();
        same = same && a.counts[0] == b.counts[0] && a.counts[1] == b.counts[1] &&
               a.counts[2] == b.counts[2] && b.counts[3] == a.counts[0];
    }

    CHECK(same);
}

TEST_CASE("Counts stop at the ends of the channel's range") {
    SignalFrames frames{short_signal(), {{"II", 2.5, 100, 90, 110}}, false};

    double low = 1000;
    double high = 0;
    while (const auto frame = frames.next()) {
        low = std::min(low, frame->counts[0]);
        high = std::max(high, frame->counts[0]);
    }

    CHECK(low == 90);
    CHECK(high == 110);
}

TEST_CASE("Without its electrode a channel has no counts, and says so") {
    auto signal = short_signal();
    signal.electrodes_off.push_back({"V1", Seconds{1}, Seconds{2}});
    SignalFrames frames{signal, {channel("I"), channel("V1")}, false};

    int missing = 0;
    int told = 0;
    for (int k = 0; k < 1000; ++k) {
        const Frame frame = frames.next().value();
        CHECK_FALSE(std::isnan(frame.counts[0]));
        missing += std::isnan(frame.counts[1]) ? 1 : 0;
        told += frame.channels_off.test(1) &&
                        frame.electrodes_off.test(static_cast<std::size_t>(synth::Electrode::V1)) &&
                        k >= 250 && k < 500
                    ? 1
                    : 0;
    }

    CHECK(missing == 250);
    CHECK(told == 250);
}

TEST_CASE("An endless signal begins anew") {
    SignalFrames frames{short_signal(), {channel("II")}, true};

    std::vector<double> counts;
    for (int k = 0; k < 2500; ++k) {
        counts.push_back(frames.next().value().counts[0]);
    }

    CHECK(std::equal(counts.begin(), counts.begin() + 1000, counts.begin() + 1000));
}
