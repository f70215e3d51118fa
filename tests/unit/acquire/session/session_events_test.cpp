// What a session says of the world around the samples: clocks that are set, devices that are gone,
// silent or others.
#include "acquire/session/session_maker.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr double rate = 500;
constexpr std::int64_t packet = 10;
constexpr Seconds begin{100};

const UtcTime noon = *parse_utc("2025-01-08T12:00:00Z");

/// The 12-lead recorder, whose samples arrive in packets of 20 ms.
class Recorder {
public:
    explicit Recorder(std::optional<Seconds> duration = {}, UtcTime wall = noon)
        : session_{settings(duration), wall, begin}, wall_{wall} {
        session_.connected(begin);
    }

    /// Plays up to that second; until it, the host's clock is off by what is said.
    void play(double until, Seconds clock_off = Seconds{0}) {
        const auto end = static_cast<std::int64_t>(until * rate);
        std::string bytes;
        while (next_ < end) {
            bytes += encoder_->encode(frame(next_), next_ - counted_from_);
            if (++next_ % packet == 0) {
                session_.bytes(std::exchange(bytes, {}), now());
                session_.tick(now(), later(wall_, now() - begin + clock_off));
            }
        }
    }

    /// It counts from 0 once more.
    void begin_anew() { counted_from_ = next_; }

    /// Nothing comes for so long.
    void wait(Seconds span) {
        next_ += std::llround(span.count() * rate);
        session_.tick(now(), later(wall_, now() - begin));
    }

    [[nodiscard]] Seconds now() const { return begin + Seconds{static_cast<double>(next_) / rate}; }

    SessionMaker& session() { return session_; }

    std::vector<Alert> alerts(AlertKind kind) {
        std::vector<Alert> alerts = session_.take_alerts();
        std::erase_if(alerts, [&](const Alert& alert) { return alert.kind != kind; });
        return alerts;
    }

    bool electrode_is_off = false;

private:
    static ChosenDriver driver() { return choose_driver("deckmount22"); }

    static SessionSettings settings(std::optional<Seconds> duration) {
        SessionSettings settings;
        settings.driver = driver();
        settings.device = settings.driver.driver->describe(settings.driver.options);
        settings.timeline.nominal = Hertz{rate};
        settings.info.id = std::string{"s"}; // gcc 12 warns of a plain one
        settings.duration = duration;
        return settings;
    }

    [[nodiscard]] Frame frame(std::int64_t index) const {
        Frame frame;
        frame.counts.fill(no_value);
        std::fill_n(frame.counts.begin(), 8, 2000 + static_cast<double>(index % 100));
        frame.electrodes_off.set(static_cast<std::size_t>(synth::Electrode::V3), electrode_is_off);
        return frame;
    }

    SessionMaker session_;
    UtcTime wall_;
    std::unique_ptr<Encoder> encoder_ = driver().driver->encoder(driver().options);
    std::int64_t next_ = 0;
    std::int64_t counted_from_ = 0;
};

} // namespace

TEST_CASE("A host's clock that is set is told once and moves no sample") {
    Recorder recorder;

    recorder.play(12);
    recorder.play(24, Seconds{-3600}); // the summer is over
    recorder.session().finish("stopped");

    const auto told = recorder.alerts(AlertKind::clock_step);
    REQUIRE(told.size() == 1);
    CHECK(told[0].message == "the host's clock was set by -3600 s; the session's times go on as "
                             "they began");
    const auto lines = recorder.session().take_lines();
    REQUIRE(lines.size() == 5);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Recording& line = lines[i].recording;
        CHECK(line.gaps.empty());
        const auto seconds = line.rate.time_of(static_cast<double>(line.first_sample));
        CHECK(std::abs(later(*line.info.start, seconds).milliseconds - noon.milliseconds -
                       5000 * static_cast<std::int64_t>(i)) <= 25);
    }
}

TEST_CASE("After 2038 the times are right") {
    Recorder recorder{{}, *parse_utc("2038-01-19T03:14:05Z")};

    recorder.play(12);
    recorder.session().finish("stopped");

    const auto lines = recorder.session().take_lines();
    const UtcTime third = later(*lines.at(2).recording.info.start, Seconds{10});
    CHECK(format_utc(third).starts_with("2038-01-19T03:14:15"));
}

TEST_CASE("A session that ends while the device is gone tells what is missing at its end") {
    const auto gone = GENERATE(3.0, 30.0);
    CAPTURE(gone);
    Recorder recorder;

    recorder.play(8);
    recorder.session().lost(recorder.now(), "port: the device is gone");
    recorder.wait(Seconds{gone});
    recorder.session().finish("stopped");

    const auto lines = recorder.session().take_lines();
    REQUIRE(lines.back().end);
    CHECK(lines.back().end->gaps == 1);
    CHECK(std::abs(static_cast<double>(lines.back().end->samples) - (8 + gone) * rate) <= 2);
    const Gap gap = lines.back().recording.gaps.back();
    CHECK(gap.first == 4000);
    CHECK(gap.first + gap.count == lines.back().end->samples);
    CHECK(gap.cause == "unplugged");
    const Recording& last = lines.back().recording;
    const bool is_filled = last.first_sample + last.sample_count() == gap.first + gap.count;
    CHECK(is_filled == (gone <= 10));
}

TEST_CASE("What is missing at the end lies within the duration asked for") {
    Recorder recorder{Seconds{10}};

    recorder.play(8);
    recorder.session().lost(recorder.now(), "port: the device is gone");
    recorder.wait(Seconds{4});
    recorder.session().finish("finished");

    CHECK(recorder.session().take_lines().back().end->samples == 5000);
}

TEST_CASE("A device that is lost again before it was back is told of once") {
    Recorder recorder;

    recorder.play(6);
    recorder.session().lost(recorder.now(), "port: the device is gone");
    recorder.session().lost(recorder.now(), "port: lost before it could be started");

    CHECK(recorder.alerts(AlertKind::device_lost).size() == 1);
}

TEST_CASE("Silence says whether the device answered when it was started") {
    Recorder recorder;

    recorder.session().started(begin, "the start command was not answered");
    recorder.wait(Seconds{3.5});

    const auto told = recorder.alerts(AlertKind::silent);
    REQUIRE(told.size() == 1);
    CHECK(told[0].message == "nothing came for 4 s; the start command was not answered");
}

TEST_CASE(
    "An electrode that fell off and was put on again is told, however late the rate is known") {
    Recorder recorder;

    recorder.play(1);
    recorder.electrode_is_off = true;
    recorder.play(2);
    recorder.electrode_is_off = false;
    recorder.play(6);

    std::vector<std::int64_t> off;
    std::vector<std::int64_t> on;
    for (const Alert& alert : recorder.session().take_alerts()) {
        if (alert.kind == AlertKind::lead_off || alert.kind == AlertKind::lead_on) {
            (alert.kind == AlertKind::lead_off ? off : on).push_back(alert.first_sample.value());
        }
    }
    CHECK(off == std::vector<std::int64_t>{500});
    CHECK(on == std::vector<std::int64_t>{1049});
}

TEST_CASE("A device that counts anew while its rate is measured takes no other rate") {
    Recorder recorder;

    recorder.play(2.5);
    recorder.begin_anew();
    recorder.play(8);
    recorder.session().finish("stopped");

    CHECK(recorder.session().stats().rate->value == rate);
    CHECK(recorder.alerts(AlertKind::rate_off).empty());
}
