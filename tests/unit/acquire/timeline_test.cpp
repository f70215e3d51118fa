#include "acquire/stream/timeline.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <random>

using namespace ecg;
using namespace ecg::acquire;

namespace {

/// A device that samples for ever, and the way to the host.
struct Wire {
    double rate = 500;         ///< of the device's own clock, in host time
    std::int64_t modulus = 64; ///< of its counter; 0: none
    double burst = 0.004;      ///< seconds of signal that arrive together
    double jitter = 0.001;     ///< seconds, at most, that a burst is late
    std::mt19937_64 random{3};
    std::int64_t counter_at_zero = 0;

    Frame frame(std::int64_t index) const {
        Frame f;
        f.counts.fill(no_value);
        f.counts[0] = static_cast<double>(index);
        if (modulus > 0) {
            f.counter = (index + counter_at_zero) % modulus;
        }
        return f;
    }

    double late() { return jitter * static_cast<double>(random() % 1000) / 1000; }

    /// Plays the samples from first to end (without it) that keep says, to the timeline, each burst
    /// delayed by more(time).
    template <class Keep, class Delay>
    void play(Timeline& timeline, Placed& all, std::int64_t first, std::int64_t end, Keep keep,
              Delay more) {
        const auto size = std::max<std::int64_t>(1, std::llround(burst * rate));
        double arrived = 0;
        for (std::int64_t at = first; at < end; at += size) {
            std::vector<Frame> frames;
            const std::int64_t stop = std::min(end, at + size);
            for (std::int64_t i = at; i < stop; ++i) {
                if (keep(i)) {
                    frames.push_back(frame(i));
                }
            }
            const double taken = static_cast<double>(stop) / rate;
            arrived = std::max(arrived, taken + late() + more(taken));
            append(all, timeline.add(std::move(frames), Seconds{100 + arrived}));
        }
    }

    static void append(Placed& all, Placed more) {
        for (PlacedFrame& f : more.frames) {
            all.frames.push_back(std::move(f));
        }
        for (Loss& loss : more.losses) {
            all.losses.push_back(std::move(loss));
        }
        all.restarted = all.restarted || more.restarted;
    }
};

constexpr auto always = [](std::int64_t) { return true; };
constexpr auto at_once = [](double) { return 0.0; };

Timeline timeline_for(const Wire& wire, std::optional<Hertz> nominal = Hertz{500}) {
    TimelineSettings settings;
    settings.numbering.counter_modulus = wire.modulus;
    settings.nominal = nominal;
    return Timeline{settings};
}

/// Every frame carries its true index as its value, counted from the first that was kept.
void check_places(const Placed& placed, std::int64_t origin = 0) {
    std::int64_t wrong = 0;
    std::int64_t next = 0;
    std::size_t loss = 0;
    for (const PlacedFrame& f : placed.frames) {
        wrong += f.index != static_cast<std::int64_t>(f.frame.counts[0]) - origin ? 1 : 0;
        if (f.index != next) {
            REQUIRE(loss < placed.losses.size());
            CHECK(placed.losses[loss].first == next);
            CHECK(placed.losses[loss].count == f.index - next);
            ++loss;
        }
        next = f.index + 1;
    }
    CHECK(wrong == 0);
    CHECK(loss == placed.losses.size());
}

} // namespace

TEST_CASE("What the counter tells is where each sample stands, and what is missing is a loss") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    const auto keep = [](std::int64_t i) { return i % 97 != 50 && (i < 7000 || i >= 7030); };

    wire.play(timeline, all, 0, 20000, keep, at_once);
    Wire::append(all, timeline.flush());

    check_places(all);
    CHECK(timeline.next_index() == 20000);
    CHECK(timeline.rate()->value == 500);
    CHECK_FALSE(all.restarted);
}

TEST_CASE("A loss of a whole turn of the counter is seen by the clock") {
    for (const std::int64_t lost : {64, 128, 640}) {
        CAPTURE(lost);
        Wire wire;
        Timeline timeline = timeline_for(wire);
        Placed all;
        const auto keep = [&](std::int64_t i) { return i < 9001 || i >= 9001 + lost; };

        wire.play(timeline, all, 0, 20000, keep, at_once);
        Wire::append(all, timeline.flush());

        check_places(all);
        REQUIRE(all.losses.size() == 1);
        CHECK(all.losses[0] == Loss{9001, lost, "lost"});
    }
}

TEST_CASE("A host that was busy for half a second lost nothing") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    const auto busy = [](double t) { return t > 20 && t < 20.5 ? 20.5 - t : 0.0; };

    wire.play(timeline, all, 0, 20000, always, busy);
    Wire::append(all, timeline.flush());

    check_places(all);
    CHECK(all.losses.empty());
}

TEST_CASE("A device that does not count: a pause on the wire is a loss of as long") {
    Wire wire;
    wire.modulus = 0;
    Timeline timeline = timeline_for(wire);
    Placed all;
    const auto keep = [](std::int64_t i) { return i < 10000 || i >= 10100; };

    wire.play(timeline, all, 0, 20000, keep, at_once);
    Wire::append(all, timeline.flush());

    REQUIRE(all.losses.size() == 1);
    CHECK(all.losses[0].first == 10000);
    CHECK(std::abs(all.losses[0].count - 100) <= 1);
}

TEST_CASE("A cable that was out leaves a gap that is right to a sample") {
    for (const std::int64_t modulus : {64, 0}) {
        CAPTURE(modulus);
        Wire wire;
        wire.modulus = modulus;
        Timeline timeline = timeline_for(wire);
        Placed all;
        std::vector<std::int64_t> gaps;
        std::int64_t at = 0;
        for (const std::int64_t out : {777, 1500, 2001}) {
            wire.play(timeline, all, at, at + 5000, always, at_once);
            Wire::append(all, timeline.interrupt("unplugged"));
            gaps.push_back(out);
            at += 5000 + out;
        }
        wire.play(timeline, all, at, at + 5000, always, at_once);
        Wire::append(all, timeline.flush());

        REQUIRE(all.losses.size() == 3);
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            CHECK(all.losses[i].cause == "unplugged");
            CHECK(std::abs(all.losses[i].count - gaps[i]) <= 1);
        }
        if (modulus > 0) {
            check_places(all);
        }
    }
}

TEST_CASE("A device that begins to count anew is placed by the clock") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    wire.play(timeline, all, 0, 10000, always, at_once);
    Wire::append(all, timeline.interrupt("unplugged"));
    wire.counter_at_zero = 64 - (11500 % 64) + 17; // it counts from elsewhere now

    wire.play(timeline, all, 11500, 20000, always, at_once);
    Wire::append(all, timeline.flush());

    CHECK(all.restarted);
    REQUIRE(all.losses.size() == 1);
    CHECK(std::abs(all.losses[0].count - 1500) <= 1);
}

TEST_CASE("A counter that jumps without any time gone by has begun anew") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    wire.play(timeline, all, 0, 10000, always, at_once);
    wire.counter_at_zero = 30;

    wire.play(timeline, all, 10000, 20000, always, at_once);
    Wire::append(all, timeline.flush());

    CHECK(all.restarted);
    CHECK(timeline.next_index() == 20000);
    CHECK(all.losses.empty());
}

TEST_CASE("Repeated packets are dropped and counted, a number that was hurt costs one sample") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    std::int64_t repeated = 0;
    for (std::int64_t i = 0; i < 5000; ++i) {
        std::vector<Frame> frames{wire.frame(i)};
        if (i % 100 == 7) {
            frames.push_back(frames.back());
            ++repeated;
        }
        if (i % 100 == 40) {
            frames[0].counter = *frames[0].counter ^ 16;
        }
        const double taken = static_cast<double>(i + 1) / wire.rate;
        Wire::append(all, timeline.add(std::move(frames), Seconds{taken}));
    }
    Wire::append(all, timeline.flush());

    check_places(all);
    CHECK(timeline.duplicates() == repeated);
    CHECK(timeline.hurt_numbers() == 50);
    CHECK(all.losses.size() == 50);
}

TEST_CASE("A device that says no rate, or the wrong one, is measured first") {
    for (const std::optional<Hertz> nominal : {std::optional<Hertz>{}, std::optional{Hertz{80}}}) {
        Wire wire;
        wire.rate = 255.7;
        wire.modulus = 0;
        wire.jitter = 0.004;
        Timeline timeline = timeline_for(wire, nominal);
        Placed all;

        wire.play(timeline, all, 0, 5000, always, at_once);
        Wire::append(all, timeline.flush());

        CHECK(timeline.rate()->value == Approx(255.7).epsilon(1e-3));
        CHECK(all.frames.size() == 5000);
        CHECK(all.losses.empty());
    }
}

TEST_CASE("In bursts of 16 ms and 80 ppm off, the rate is known to 20 ppm after a minute") {
    for (const double ppm : {80.0, -80.0, 0.0}) {
        Wire wire;
        wire.rate = 500 * (1 + ppm * 1e-6);
        wire.burst = 0.016;
        wire.jitter = 0.003;
        Timeline timeline = timeline_for(wire);
        Placed all;

        wire.play(timeline, all, 0, 30000, always, at_once);

        REQUIRE(timeline.clock() != nullptr);
        REQUIRE(timeline.clock()->measured_rate());
        CHECK(std::abs(timeline.clock()->measured_rate()->value / wire.rate - 1) < 20e-6);
        Wire::append(all, timeline.flush());
        check_places(all);
    }
}

TEST_CASE("Without a live device only what it counts is known, and nothing is held") {
    TimelineSettings settings;
    settings.numbering.counter_modulus = 64;
    settings.nominal = Hertz{500};
    settings.live = false;
    Timeline timeline{settings};
    const Wire wire;
    Placed all;
    for (std::int64_t i = 0; i < 1000; ++i) {
        if (i != 500) {
            Wire::append(all, timeline.add({wire.frame(i)}, Seconds{0}));
        }
    }
    Wire::append(all, timeline.flush());

    check_places(all);
    CHECK(all.losses.size() == 1);
    CHECK(timeline.clock() == nullptr);
}

TEST_CASE("In a flat line, too, what was lost is lost and nothing is taken for a repetition") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    std::int64_t lost = 0;
    for (std::int64_t i = 0; i < 5000; ++i) {
        if (i % 100 == 7 || i % 100 == 8 || (i > 3000 && i < 3040)) {
            ++lost;
            continue;
        }
        Frame frame = wire.frame(i);
        frame.counts[0] = 2048;
        Wire::append(all, timeline.add({frame}, Seconds{static_cast<double>(i + 1) / wire.rate}));
    }
    Wire::append(all, timeline.flush());

    CHECK(timeline.next_index() == 5000);
    CHECK(timeline.duplicates() == 0);
    CHECK(static_cast<std::int64_t>(all.frames.size()) == 5000 - lost);
}

TEST_CASE("A loss while the rate is measured is a loss and no other rate") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    const auto keep = [](std::int64_t i) { return i < 900 || i >= 900 + 150; };

    wire.play(timeline, all, 0, 8000, keep, at_once);
    Wire::append(all, timeline.flush());

    CHECK(timeline.rate()->value == 500);
    check_places(all);
    CHECK(all.losses == std::vector<Loss>{{900, 150, "lost"}});
}

TEST_CASE("Whole turns of the counter went where the rest of the loss did") {
    Wire wire;
    Timeline timeline = timeline_for(wire);
    Placed all;
    // the host did not look for a second; the system kept 200 samples for it and lost the others
    const auto keep = [](std::int64_t i) { return i < 5200 || i >= 5500; };
    const auto busy = [](double t) { return t > 10 && t < 11 ? 11 - t : 0; };

    wire.play(timeline, all, 0, 10000, keep, busy);
    Wire::append(all, timeline.flush());

    check_places(all);
    CHECK(all.losses == std::vector<Loss>{{5200, 300, "lost"}});
}

TEST_CASE("A clock of the device that begins anew at its end loses nothing") {
    struct Ticks {
        double rate;
        std::int64_t each, modulus;
    };

    for (const Ticks& ticks :
         {Ticks{500, 2, 1 << 16}, Ticks{512, 64, 1 << 24}, Ticks{250, 4, std::int64_t{1} << 32}}) {
        CAPTURE(ticks.modulus);
        Wire wire;
        wire.rate = ticks.rate;
        wire.modulus = 0;
        TimelineSettings settings;
        settings.nominal = Hertz{ticks.rate};
        settings.numbering.ticks_per_sample = static_cast<double>(ticks.each);
        settings.numbering.tick_modulus = ticks.modulus;
        Timeline timeline{settings};
        Placed all;
        for (std::int64_t i = 0; i < 6000; ++i) {
            if (i == 3000) {
                continue; // the clock begins anew with the lost sample
            }
            Frame frame = wire.frame(i);
            frame.ticks = (ticks.modulus + (i - 3000) * ticks.each) % ticks.modulus;
            const Seconds arrival{static_cast<double>(i + 1) / ticks.rate};
            Wire::append(all, timeline.add({frame}, arrival));
        }
        Wire::append(all, timeline.flush());

        check_places(all);
        CHECK(all.losses == std::vector<Loss>{{3000, 1, "lost"}});
        CHECK_FALSE(all.restarted);
    }
}

TEST_CASE("Bytes that were held up while the rate is measured make no other rate") {
    Wire wire;
    wire.burst = 0.1;
    Timeline timeline = timeline_for(wire);
    Placed all;
    // half a second late, then five bursts one close after the other
    const auto busy = [](double t) { return t > 2 && t < 2.5 ? 2.5 - t + 0.01 * (t - 2) : 0; };

    wire.play(timeline, all, 0, 8000, always, busy);
    Wire::append(all, timeline.flush());

    CHECK(timeline.rate()->value == 500);
    check_places(all);
    CHECK(all.losses.empty());
}

TEST_CASE("A device that held its samples back for two seconds lost none, repetitions among them") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
        CAPTURE(seed);
        Wire wire;
        wire.random.seed(seed);
        Timeline timeline = timeline_for(wire);
        Placed all;
        double arrived = 0;
        for (std::int64_t i = 0; i < 15000; ++i) {
            if (wire.random() % 200 == 0) {
                continue; // lost
            }
            const double taken = static_cast<double>(i + 1) / wire.rate;
            const double slow = seed % 2 == 0 ? 0.01 : 0.7; // how it catches up, of real time
            const double held = taken > 12 ? std::max(taken, 14 + slow * (taken - 12)) : taken;
            arrived = std::max(arrived, held + wire.late());
            Wire::append(all, timeline.add({wire.frame(i)}, Seconds{100 + arrived}));
            if (wire.random() % 4 == 0) { // it comes again, alone
                Wire::append(all, timeline.add({wire.frame(i)}, Seconds{100 + arrived + 1e-4}));
            }
        }
        Wire::append(all, timeline.flush());

        check_places(all);
        CHECK_FALSE(all.restarted);
    }
}
