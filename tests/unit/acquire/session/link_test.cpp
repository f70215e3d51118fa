// A cable that comes loose, three times in one session, through the backend that is under test:
// termios, or libserialport where the modem lines are feigned.
#include "acquire/session/host_clock.hpp"
#include "acquire/session/link.hpp"
#include "acquire/session/session_maker.hpp"
#include "support/catch.hpp"
#include "support/pseudo_terminal.hpp"

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#ifndef ECG_BACKEND_UNDER_TEST
#define ECG_BACKEND_UNDER_TEST termios
#endif

using namespace ecg;
using namespace ecg::acquire;
using ecg::test::point_link;
using ecg::test::PseudoTerminal;
using ecg::test::TemporaryFolder;

namespace {

constexpr double rate = 500;
constexpr std::string_view backend_name =
    SerialBackend::ECG_BACKEND_UNDER_TEST == SerialBackend::termios ? "termios" : "libserialport";
constexpr std::size_t frame_length = 22;
constexpr Seconds enough{60};

/// What has passed between the two ends, and when the device sent it by its own clock: a busy
/// machine wakes either end late, which is not what is tested here.
class Passed {
public:
    void sent(std::size_t count, Seconds when) {
        const std::lock_guard lock{mutex_};
        sent_ += count;
        moments_.push_back({sent_, when});
    }

    /// When the device sent the last of so many more bytes.
    Seconds heard(std::size_t count) {
        const std::lock_guard lock{mutex_};
        heard_ += count;
        for (; !moments_.empty() && moments_.front().end <= heard_; moments_.pop_front()) {
            last_ = moments_.front().when;
        }
        return last_;
    }

    void lost() { ++losses_; }

    bool is_all_heard() {
        const std::lock_guard lock{mutex_};
        return heard_ == sent_;
    }

    [[nodiscard]] int losses() const { return losses_; }

private:
    struct Moment {
        std::size_t end; ///< bytes until then
        Seconds when;
    };

    std::mutex mutex_;
    std::size_t sent_ = 0;
    std::size_t heard_ = 0;
    std::deque<Moment> moments_;
    Seconds last_{};
    std::atomic<int> losses_{0};
};

/// The 12-lead recorder: what it takes while it is not started is lost. Its clock counts its looks
/// at the host, and stands while it waits for it: no load of the machine gets between a sample and
/// its time.
class Player {
public:
    Player(std::string link, Passed& passed) : link_{std::move(link)}, passed_{passed} { plug(); }

    void plug() {
        terminal_ = std::make_unique<PseudoTerminal>();
        point_link(link_, terminal_->path());
    }

    /// When nothing is on its way any more, until the host has seen it. The name goes first: the
    /// terminal may be somebody else's at once.
    void unplug() {
        is_streaming_ = false;
        play_until([&] { return passed_.is_all_heard(); });
        std::filesystem::remove(link_);
        terminal_.reset();
        requests_.clear();
        const int losses = passed_.losses();
        play_until([&] { return passed_.losses() > losses; });
        play(Seconds{0.3});
    }

    void play(Seconds span) {
        const Seconds end = now_ + span;
        while (now_ < end) {
            look();
            now_ += Seconds{0.005};
            take_samples();
        }
    }

    /// Until it was started and played so long.
    void play_started(Seconds span) {
        play_until([&] { return is_streaming_; });
        play(span);
    }

    [[nodiscard]] const std::vector<bool>& sent() const { return sent_; }

    static double value(std::int64_t index) { return static_cast<double>(1000 + index % 1999); }

private:
    template <typename Condition> void play_until(const Condition& holds) {
        const Seconds end = monotonic_now() + enough;
        while (!holds() && monotonic_now() < end) {
            look();
        }
    }

    void look() {
        pollfd host{terminal_ ? terminal_->descriptor() : -1, POLLIN, 0};
        ::poll(&host, 1, 5);
        if ((host.revents & POLLHUP) != 0) { // nobody is there, which poll() tells at once
            std::this_thread::sleep_for(Milliseconds{5});
        }
        if (terminal_) {
            obey(terminal_->received());
        }
    }

    void send(const std::string& bytes, Seconds when) {
        passed_.sent(bytes.size(), when);
        terminal_->send(bytes);
    }

    void obey(const std::string& bytes) {
        requests_ += bytes;
        for (; requests_.size() >= frame_length; requests_.erase(0, frame_length)) {
            for (const Request& request : understood_) {
                if (request.bytes[3] == requests_[3]) {
                    send(request.reply, now_);
                    is_streaming_ = request.effect == Effect::none
                                        ? is_streaming_
                                        : request.effect == Effect::start;
                    break;
                }
            }
        }
    }

    void take_samples() {
        if (sent_.empty() && !is_streaming_) {
            begin_ = now_;
            return;
        }
        while (static_cast<double>(sent_.size()) < (now_ - begin_).count() * rate) {
            const auto index = static_cast<std::int64_t>(sent_.size());
            Frame frame;
            frame.counts.fill(no_value);
            std::fill_n(frame.counts.begin(), 8, value(index));
            const std::string encoded = encoder_->encode(frame, index);
            sent_.push_back(is_streaming_);
            if (is_streaming_) {
                send(encoded, begin_ + Seconds{static_cast<double>(sent_.size()) / rate});
            }
        }
    }

    std::string link_;
    Passed& passed_;
    ChosenDriver driver_ = choose_driver("deckmount22");
    Requests understood_ = driver_.driver->requests(driver_.options);
    std::unique_ptr<Encoder> encoder_ = driver_.driver->encoder(driver_.options);
    std::unique_ptr<PseudoTerminal> terminal_;
    std::string requests_;
    bool is_streaming_ = false;
    Seconds now_{};
    Seconds begin_{};
    std::vector<bool> sent_; ///< of each sample that it took
};

LinkSettings link_settings(const std::string& port) {
    LinkSettings settings;
    settings.port = port;
    settings.wire.backend = SerialBackend::ECG_BACKEND_UNDER_TEST;
    settings.driver = choose_driver("deckmount22");
    settings.retry.first_wait = Milliseconds{20};
    settings.retry.longest_wait = Milliseconds{50};
    return settings;
}

SessionMaker session_now() {
    SessionSettings settings;
    settings.driver = choose_driver("deckmount22");
    settings.device = settings.driver.driver->describe(settings.driver.options);
    settings.timeline.nominal = Hertz{rate};
    settings.leads.derive = false;
    settings.info.id = std::string{"s"}; // gcc 12 warns of a plain one
    return SessionMaker{settings, now_utc(), Seconds{0}};
}

void take(const LinkEvent& event, SessionMaker& session, Passed& passed) {
    switch (event.kind) {
    case LinkEventKind::connected:
        session.connected(passed.heard(0));
        break;
    case LinkEventKind::bytes:
        session.bytes(event.text, passed.heard(event.text.size()));
        break;
    case LinkEventKind::lost:
        session.lost(passed.heard(0), event.text);
        passed.lost();
        break;
    default:
        break;
    }
}

std::vector<double> lead_one(const std::vector<SessionLine>& lines) {
    std::vector<double> samples;
    for (const SessionLine& line : lines) {
        const auto& more = line.recording.leads.front().samples;
        samples.insert(samples.end(), more.begin(), more.end());
    }
    return samples;
}

std::int64_t count_of(const std::vector<Alert>& alerts, AlertKind kind) {
    return std::count_if(alerts.begin(), alerts.end(),
                         [&](const Alert& alert) { return alert.kind == kind; });
}

} // namespace

TEST_CASE("A cable that was out three times leaves three gaps, right to the sample", "[serial]") {
    const TemporaryFolder folder;
    const std::string port = folder.path("device");
    Passed passed;
    Player device{port, passed};
    Link link{link_settings(port)};
    SessionMaker session = session_now();
    CHECK(link.words().starts_with(backend_name));
    std::atomic<bool> is_over{false};
    std::thread play{[&] {
        device.play_started(Seconds{1.5});
        for (int i = 0; i < 3; ++i) {
            device.unplug();
            device.plug();
            device.play_started(Seconds{0.8});
        }
        is_over = true;
    }};

    while (!is_over) {
        if (const auto event = link.next(Milliseconds{20})) {
            take(*event, session, passed);
        }
    }
    play.join();
    link.close();
    while (const auto event = link.next(Milliseconds{0})) {
        take(*event, session, passed);
    }
    session.finish("stopped");

    const auto alerts = session.take_alerts();
    CHECK(count_of(alerts, AlertKind::device_lost) == 3);
    CHECK(count_of(alerts, AlertKind::device_back) == 3);
    CHECK(session.stats().rate->value == rate);
    const auto samples = lead_one(session.take_lines());
    REQUIRE(samples.size() > static_cast<std::size_t>(4 * rate));
    REQUIRE(samples.size() <= device.sent().size());
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double value = (Player::value(static_cast<std::int64_t>(i)) - 2048) * 0.78125 / 1000;
        wrong += device.sent()[i] ? (std::abs(samples[i] - value) < 1e-9 ? 0 : 1)
                                  : (std::isnan(samples[i]) ? 0 : 1);
    }
    CHECK(wrong == 0);
}
