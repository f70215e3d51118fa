#include "acquire/session/session_maker.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr double rate = 500;

/// Feeds seconds of a device that begins at that moment, in packets of 20 ms.
std::vector<SessionLine> record(const std::optional<Resumption>& resumption, double begin,
                                double seconds) {
    SessionSettings settings;
    settings.driver = choose_driver("deckmount22");
    settings.device = settings.driver.driver->describe(settings.driver.options);
    settings.timeline.nominal = Hertz{rate};
    settings.info.id = std::string{"s"}; // gcc 12 warns of a plain one
    settings.resumption = resumption;
    SessionMaker session{settings, later(*parse_utc("2025-01-08T12:00:00Z"), Seconds{begin}),
                         Seconds{100}};
    session.connected(Seconds{100});
    const auto encoder = settings.driver.driver->encoder(settings.driver.options);
    std::string bytes;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(seconds * rate); ++i) {
        Frame frame;
        frame.counts.fill(no_value);
        for (std::size_t channel = 0; channel < settings.device.channels.size(); ++channel) {
            frame.counts[channel] = 2000 + static_cast<double>(i % 100);
        }
        bytes += encoder->encode(frame, i);
        if (i % 10 == 9) {
            session.bytes(bytes, Seconds{100 + static_cast<double>(i) / rate});
            bytes.clear();
        }
    }
    session.finish("stopped");
    return session.take_lines();
}

Resumption after(const SessionLine& line) {
    const Recording& recording = line.recording;
    Resumption resumption;
    resumption.start = {line.sequence + 1, 0, recording.first_sample + recording.sample_count(), 0};
    resumption.time_zero = *recording.info.start;
    return resumption;
}

} // namespace

TEST_CASE("An interrupted session that goes on has one gap for the time in which it was stopped") {
    const auto before = record({}, 0, 12);
    REQUIRE(before.size() == 3);
    const SessionLine& last = before[1]; // the third was never written
    const auto stopped = GENERATE(3.0, 60.0);

    const auto lines = record(after(last), 10 + stopped, 8);

    REQUIRE(!lines.empty());
    CHECK(lines[0].sequence == 2);
    REQUIRE(lines[0].recording.gaps.size() == 1);
    const Gap& gap = lines[0].recording.gaps[0];
    CHECK(gap.cause == "stopped");
    CHECK(gap.first == 5000);
    CHECK(std::abs(static_cast<double>(gap.count) - stopped * rate) <= 2);
    CHECK(lines[0].recording.first_sample == 5000 + gap.count);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        INFO(i);
        CHECK(lines[i].recording.gaps.empty());
        const Recording& previous = lines[i - 1].recording;
        CHECK(lines[i].recording.first_sample == previous.first_sample + previous.sample_count());
    }
    REQUIRE(lines.back().end);
    CHECK(lines.back().end->samples == 5000 + gap.count + 4000);
    CHECK(lines.back().end->gaps == 1);
}
