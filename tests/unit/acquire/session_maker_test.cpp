// From the bytes of each driver's device to session lines, over a wire that is not perfect.
#include "acquire/session/session_maker.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr double fallback_rate = 250; // of devices that have none of their own
constexpr std::int64_t seconds = 14;
constexpr double way_jitter = 0.002; // seconds

/// How the wire treats the packets of a device, in thousandths.
struct Wire {
    unsigned dropped = 0;
    unsigned hurt = 0;
    bool junk = false;
};

enum class Fate { arrives, lost };

/// A device that plays random counts, and what became of each sample.
struct Playback {
    explicit Playback(const Driver& played)
        : driver{&played}, options{options_of(driver->name, driver->options,
                                              {std::string{driver->name}, {}})},
          device{driver->describe(options)}, encoder{driver->encoder(options)},
          rate{device.rate ? device.rate->value : fallback_rate} {
        if (device.channels.empty()) { // those that the stream names
            const auto decoder = driver->decoder(options);
            decoder->feed(encoder->banner());
            Frame zero;
            decoder->feed(encoder->encode(zero, 0));
            channels = decoder->channels();
            encoder = driver->encoder(options);
        } else {
            channels = device.channels;
        }
    }

    [[nodiscard]] SessionMaker session(Seconds chunk = Seconds{5}) const {
        SessionSettings settings;
        settings.driver = {driver, options};
        settings.device = device;
        settings.timeline.nominal = device.rate;
        settings.leads.derive = false;
        settings.chunk = chunk;
        settings.info.id = std::string{"test"};
        return SessionMaker{settings, UtcTime{1'700'000'000'000}, Seconds{10}};
    }

    void frame(std::int64_t index) {
        Frame next;
        next.counts.fill(no_value);
        for (std::size_t i = 0; i < channels.size(); ++i) {
            const auto low = static_cast<std::int64_t>(channels[i].lowest);
            const auto width = static_cast<std::uint64_t>(channels[i].highest - channels[i].lowest);
            next.counts[i] =
                static_cast<double>(low + static_cast<std::int64_t>(random() % (width + 1)));
        }
        sent.push_back(next);
        fates.push_back(Fate::arrives);
        waiting += encoder->encode(next, index);
        if (!waiting.empty()) {
            packet_begin = packet_end;
            packet_end = index + 1;
        }
    }

    /// The bytes of the newest packet as they come out of the wire.
    std::string treat(const Wire& wire) {
        std::string bytes = std::exchange(waiting, {});
        const bool first = packet_begin < 8; // from these the decoder learns where frames begin
        const auto dice = static_cast<unsigned>(random() % 1000);
        const bool is_dropped = !first && dice < wire.dropped;
        const bool is_hurt = !first && !is_dropped && dice < wire.dropped + wire.hurt;
        if (is_dropped || is_hurt) {
            std::fill(fates.begin() + packet_begin, fates.begin() + packet_end, Fate::lost);
        }
        if (is_dropped) {
            return {};
        }
        if (is_hurt && device.has_checksum) { // one bit, which the shortest of checks shows
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
        } else if (is_hurt) {
            bytes.front() = 'x'; // a letter begins no number, and no frame
        }
        if (wire.junk && !first && random() % 100 == 0) {
            bytes += "~\x7f#boot\x7f~\n";
        }
        return bytes;
    }

    const Driver* driver;
    DriverOptions options;
    Description device;
    std::vector<Channel> channels;
    std::unique_ptr<Encoder> encoder;
    double rate;
    std::mt19937_64 random{5};
    std::vector<Frame> sent;
    std::vector<Fate> fates;
    std::string waiting;
    std::int64_t packet_begin = 0, packet_end = 0;
};

struct Recorded {
    std::vector<SessionLine> lines;
    std::vector<Alert> alerts;
    SessionStats stats;
};

void take(SessionMaker& session, Recorded& all) {
    for (SessionLine& line : session.take_lines()) {
        all.lines.push_back(std::move(line));
    }
    for (Alert& alert : session.take_alerts()) {
        all.alerts.push_back(std::move(alert));
    }
}

Recorded record(Playback& playback, const Wire& wire) {
    SessionMaker session = playback.session();
    session.connected(Seconds{10});
    session.bytes(playback.encoder->banner(), Seconds{10});
    Recorded all;
    std::string queue;
    const auto count = static_cast<std::int64_t>(static_cast<double>(seconds) * playback.rate);
    for (std::int64_t i = 0; i < count; ++i) {
        playback.frame(i);
        if (!playback.waiting.empty()) {
            queue += playback.treat(wire);
        }
        const double late = way_jitter * static_cast<double>(playback.random() % 100) / 100;
        const Seconds now{10 + static_cast<double>(i + 1) / playback.rate + late};
        const std::size_t size = queue.size() - playback.random() % (queue.size() / 8 + 1);
        if (playback.random() % 3 == 0) {
            session.bytes(std::string_view{queue}.substr(0, size), now);
            queue.erase(0, size);
        }
        take(session, all);
    }
    session.bytes(queue, Seconds{10 + static_cast<double>(seconds) + 0.01});
    session.finish("finished");
    take(session, all);
    all.stats = session.stats();
    return all;
}

std::vector<double> lead_of(const Recorded& recorded, const std::string& name) {
    std::vector<double> samples;
    for (const SessionLine& line : recorded.lines) {
        for (const LeadSignal& lead : line.recording.leads) {
            if (lead.name == name) {
                samples.insert(samples.end(), lead.samples.begin(), lead.samples.end());
            }
        }
    }
    return samples;
}

/// Every sample that arrived is where it was sent and what it was; every other is missing.
void check_equal(const Playback& playback, const Recorded& recorded) {
    std::int64_t last = playback.packet_end;
    while (last > 0 && playback.fates[static_cast<std::size_t>(last - 1)] == Fate::lost) {
        --last; // nobody can know of those behind the last that came
    }
    for (std::size_t channel = 0; channel < playback.channels.size(); ++channel) {
        const Channel& c = playback.channels[channel];
        const auto samples = lead_of(recorded, c.name);
        REQUIRE(static_cast<std::int64_t>(samples.size()) == last);
        std::int64_t wrong = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double sent = (playback.sent[i].counts[channel] - c.zero) * c.uv_per_count / 1000;
            const bool same =
                playback.fates[i] == Fate::lost
                    ? std::isnan(samples[i])
                    : std::abs(samples[i] - sent) <= 1e-9 * std::max(1.0, std::abs(sent));
            wrong += same ? 0 : 1;
        }
        CHECK(wrong == 0);
    }
}

std::int64_t count_of(const Playback& playback, Fate fate) {
    return std::count(playback.fates.begin(), playback.fates.end(), fate);
}

} // namespace

TEST_CASE("Each driver, over a good wire: the lines hold what was sent") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Playback playback{driver};

        const Recorded recorded = record(playback, {});

        check_equal(playback, recorded);
        CHECK(recorded.stats.lost == 0);
        CHECK(recorded.stats.damaged == 0);
        CHECK(recorded.stats.rate->value == Approx(playback.rate).epsilon(2e-3));
        REQUIRE_FALSE(recorded.lines.empty());
        CHECK(recorded.lines.back().end);
        CHECK(recorded.lines.front().recording.info.device.driver == driver.name);
    }
}

TEST_CASE("Each driver that counts: dropped, hurt and junk between, every loss is at its place") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Playback playback{driver};
        if (playback.device.counter_modulus == 0 && playback.device.tick_modulus == 0) {
            continue;
        }

        // three bytes with a check of four bits are found in junk, too
        const bool has_marks = driver.name != "bitalino";
        const Recorded recorded = record(playback, {10, 16, has_marks});

        check_equal(playback, recorded);
        CHECK(recorded.stats.lost > 0);
        CHECK(std::any_of(recorded.alerts.begin(), recorded.alerts.end(),
                          [](const Alert& alert) { return alert.kind == AlertKind::loss; }));
    }
}

TEST_CASE(
    "Each driver that does not count: a frame that is hurt is a missing sample at its place") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Playback playback{driver};
        if (playback.device.counter_modulus > 0 || playback.device.tick_modulus > 0) {
            continue;
        }

        const Recorded recorded = record(playback, {0, 16, false});

        check_equal(playback, recorded);
        CHECK(recorded.stats.damaged + recorded.stats.lost <= count_of(playback, Fate::lost));
        CHECK(recorded.stats.damaged > 0);
    }
}
