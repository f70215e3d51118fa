#include "acquire/session/link.hpp"

#include "acquire/session/host_clock.hpp"
#include "acquire/wire/port_names.hpp"
#include "common/error.hpp"
#include "common/threads.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Milliseconds read_patience{50}; // how long a word to the device may wait, and a stop
constexpr Milliseconds write_patience{1000};
constexpr Milliseconds stop_patience{200}; // a word; who stops does not want to wait

} // namespace

Link::Link(LinkSettings settings) : settings_{std::move(settings)}, queue_{settings_.queue_bytes} {
    if (settings_.driver.driver->scripts != nullptr) {
        scripts_ = settings_.driver.driver->scripts(settings_.driver.options);
    }
    std::unique_ptr<Transport> transport;
    try {
        transport = open_transport(settings_.port, settings_.wire);
        live_ = transport->is_live();
        words_ = transport->words();
        settings_.port = lasting_name(settings_.port);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unavailable || !settings_.retry.at_start) {
            throw;
        }
        push(LinkEventKind::lost, error.what());
    }
    thread_ =
        start_thread([this, first = std::move(transport)]() mutable { run(std::move(first)); });
}

Link::~Link() {
    close();
}

void Link::close() {
    stopping_ = true;
    queue_.close();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::optional<LinkEvent> Link::next(Milliseconds patience) {
    return queue_.pop(patience);
}

void Link::start_again() {
    start_again_ = true;
}

void Link::send(std::string_view bytes) {
    const std::lock_guard lock{mutex_};
    to_send_ += bytes;
}

LineErrors Link::line_errors() const {
    const std::lock_guard lock{mutex_};
    return errors_;
}

void Link::push(LinkEventKind kind, std::string text) {
    queue_.push({kind, monotonic_now(), std::move(text), 0}, !live_);
}

/// Shorter when the port is a path that comes to be meanwhile.
void Link::wait(Milliseconds span) const {
    std::error_code ignored;
    const bool is_path = settings_.port.find('/') != std::string::npos ||
                         settings_.port.find(':') == std::string::npos;
    const bool is_missing = is_path && !std::filesystem::exists(settings_.port, ignored);
    const Seconds end = monotonic_now() + span;
    while (!stopping_ && monotonic_now() < end) {
        std::this_thread::sleep_for(std::min(read_patience, Milliseconds{end - monotonic_now()}));
        if (is_missing && std::filesystem::exists(settings_.port, ignored)) {
            return;
        }
    }
}

void Link::run(std::unique_ptr<Transport> transport) {
    while (!stopping_) {
        if (!transport) {
            transport = open_again();
        }
        if (!transport) {
            return;
        }
        if (begin(*transport)) {
            stream(*transport);
        }
        if (stopping_ && transport->takes_commands()) {
            stop(*transport);
        }
        transport
            .reset(); // at once: a held handle would give the port another name when it is back
        if (!live_) {
            return;
        }
    }
}

/// Absent when no more tries are left, or nobody wants the device any more.
std::unique_ptr<Transport> Link::open_again() {
    Milliseconds pause = settings_.retry.first_wait;
    std::string why = settings_.port + ": the device is gone, and is not looked for";
    for (std::int64_t tries = 0; !settings_.retry.most || tries < *settings_.retry.most; ++tries) {
        wait(pause);
        if (stopping_) {
            return nullptr;
        }
        pause = std::min(2 * pause, settings_.retry.longest_wait);
        try {
            auto transport = open_transport(settings_.port, settings_.wire);
            settings_.port = lasting_name(settings_.port);
            return transport;
        } catch (const Error& error) {
            why = error.what();
        }
    }
    push(LinkEventKind::given_up, why);
    return nullptr;
}

/// False when it is not to be read.
bool Link::begin(Transport& transport) {
    if (live_) {
        transport.discard_input();
    }
    unsent_.clear();
    unsent_told_ = false;
    if (transport.takes_commands() && !identify(transport)) {
        return false;
    }
    if (!transport.takes_commands()) {
        push(LinkEventKind::connected, transport.name());
    }
    if (const std::string warning = transport.warning(); !warning.empty()) {
        push(LinkEventKind::warning, transport.name() + ": " + warning);
    }
    return !transport.takes_commands() || scripts_.start.empty() || start(transport);
}

/// Settles and asks who it is. What it says meanwhile is kept back until that is known: it may be
/// another device that streams already.
bool Link::identify(Transport& transport) {
    std::vector<LinkEvent> heard;
    const ByteSink keep = [&](std::string bytes) {
        heard.push_back({LinkEventKind::bytes, monotonic_now(), std::move(bytes), 0});
    };
    std::vector<Step> steps;
    if (!scripts_.identify.empty() || !scripts_.start.empty()) {
        Step settle;
        settle.pause = settings_.settle;
        steps.push_back(settle);
    }
    steps.insert(steps.end(), scripts_.identify.begin(), scripts_.identify.end());
    Identity now;
    const Conversation went = converse(transport, settings_.driver, steps, now, keep,
                                       [this] { return !stopping_.load(); });
    if (!went.whole) {
        push(LinkEventKind::lost, transport.name() + ": lost before it could be started");
        return false;
    }
    if (!identity_.may_be(now)) {
        push(LinkEventKind::wrong_device, transport.name() + ": another device answers there, " +
                                              (now.serial.empty() ? now.firmware : now.serial));
        wait(settings_.retry.longest_wait);
        return false;
    }
    identity_.learn(now);
    push(LinkEventKind::connected, transport.name());
    for (LinkEvent& event : heard) {
        queue_.push(std::move(event), !live_);
    }
    return true;
}

bool Link::start(Transport& transport) {
    Identity nobody;
    const ByteSink sink = [this](std::string bytes) {
        push(LinkEventKind::bytes, std::move(bytes));
    };
    const Conversation went = converse(transport, settings_.driver, scripts_.start, nobody, sink,
                                       [this] { return !stopping_.load(); });
    if (!went.whole) {
        push(LinkEventKind::lost, transport.name() + ": lost while it was started");
        return false;
    }
    if (went.unsent && !std::exchange(unsent_told_, true)) {
        push(LinkEventKind::write_failed, transport.name() + ": takes no bytes, it is not started");
    }
    push(LinkEventKind::started, went.unsent           ? "the start command was not taken"
                                 : went.unanswered > 0 ? "the start command was not answered"
                                 : went.answered > 0
                                     ? "the start command was answered"
                                     : "such a device does not answer the start command");
    return true;
}

void Link::stream(Transport& transport) {
    next_keep_alive_ = monotonic_now() + scripts_.keep_alive_every;
    std::string bytes;
    start_again_ = false;
    while (!stopping_) {
        if (start_again_.exchange(false) && !start(transport)) {
            return;
        }
        write_waiting(transport);
        bytes.clear();
        const ReadResult result = transport.read(bytes, read_patience);
        if (!bytes.empty()) {
            push(LinkEventKind::bytes, bytes);
        }
        if (result.end == ReadEnd::lost) {
            push(LinkEventKind::lost, transport.name() + ": the device is gone");
            return;
        }
        if (result.end == ReadEnd::finished) {
            push(LinkEventKind::finished, transport.name());
            stopping_ = true;
            return;
        }
    }
}

/// Without waiting: samples come meanwhile. A word is short, the line takes it whole or not at all.
void Link::write_waiting(Transport& transport) {
    const Seconds now = monotonic_now();
    {
        const std::lock_guard lock{mutex_};
        unsent_since_ = unsent_.empty() ? now : unsent_since_;
        unsent_ += std::exchange(to_send_, {});
        errors_ = transport.line_errors();
    }
    if (!scripts_.keep_alive.empty() && now >= next_keep_alive_) {
        next_keep_alive_ = now + scripts_.keep_alive_every;
        unsent_ += scripts_.keep_alive;
    }
    if (unsent_.empty()) {
        return;
    }
    if (transport.write(unsent_, Milliseconds{0})) {
        unsent_.clear();
        unsent_told_ = false;
    } else if (now - unsent_since_ > write_patience) {
        unsent_.clear();
        if (!std::exchange(unsent_told_, true)) {
            push(LinkEventKind::write_failed, transport.name() + ": takes no bytes");
        }
    }
}

/// What comes after the stop is nobody's.
void Link::stop(Transport& transport) {
    Identity nobody;
    converse(
        transport, settings_.driver, scripts_.stop, nobody, [](std::string) {}, [] { return true; },
        stop_patience);
}

} // namespace ecg::acquire
