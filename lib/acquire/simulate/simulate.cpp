#include "acquire/simulate/simulate.hpp"

#include "acquire/simulate/delivery_times.hpp"
#include "acquire/simulate/fault_marks.hpp"
#include "acquire/simulate/link_faults.hpp"
#include "acquire/simulate/outgoing.hpp"
#include "acquire/simulate/packet_source.hpp"
#include "acquire/simulate/request_reader.hpp"
#include "common/stop.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace ecg::acquire {
namespace {

using namespace std::chrono_literals;

constexpr Hertz rate_without_nominal{250};
constexpr double samples_rounding = 1e-9;
constexpr std::size_t longest_backlog = 1U << 18; // bytes that wait for the host to read
constexpr auto quiet = 100ms;                     // after that a request goes no further
constexpr auto between_pieces = 100us;
constexpr auto lateness = 10ms;
constexpr auto drain_patience = 1s;
constexpr auto unplug_patience = 100ms;
constexpr int looks_for_drained = 6;

std::vector<std::int64_t> reboots_of(const SimulateSettings& settings) {
    std::vector<std::int64_t> samples;
    for (const TimedFault& fault : of_kind(settings.faults, TimedKind::reboot)) {
        samples.push_back(static_cast<std::int64_t>(
            std::ceil(fault.from.count() * settings.signal.rate.value - samples_rounding)));
    }
    return samples;
}

Requests requests_of(const ChosenDriver& device) {
    return device.driver->requests == nullptr ? Requests{}
                                              : device.driver->requests(device.options);
}

bool waits_for_start(const SimulateSettings& settings, const Requests& requests) {
    return settings.asked &&
           std::any_of(requests.begin(), requests.end(),
                       [](const Request& request) { return request.effect == Effect::start; });
}

class Simulation {
public:
    Simulation(const SimulateSettings& settings, DeviceEnd& end, SimulationTruth& truth);

    SimulationCounts run();

private:
    void wait_for_start();
    void wait_until(Seconds moment);
    void wait_for_host();
    void serve(MonotonicTime deadline);
    void obey(const Request& request);
    void pass_marks(Seconds moment);
    void pass(const Mark& mark);
    void deliver(const Packet& packet);
    void tell(const Damaged& sent, const Packet& packet, std::int64_t count);
    void boot();
    void send(std::string_view bytes);
    void send_piece(std::string_view piece);
    void drain(MonotonicClock::duration patience);
    [[nodiscard]] std::string_view unheard(const Packet& packet) const;

    [[nodiscard]] bool is_heard() const { return streaming_ && end_.has_listener(); }

    /// Then it hurries: a device that falls behind its clock would be of another rate.
    [[nodiscard]] bool is_late() const { return MonotonicClock::now() > real(moment_) + lateness; }

    [[nodiscard]] Seconds complete(const Packet& packet) const;
    [[nodiscard]] MonotonicTime real(Seconds moment) const;

    SimulateSettings settings_;
    DeviceEnd& end_;
    SimulationTruth& truth_;
    Description device_;
    Requests requests_;
    bool asked_; ///< streams when the host says so
    PacketSource packets_;
    LinkFaults faults_;
    DeliveryTimes times_;
    std::vector<TimedFault> pauses_;
    std::vector<Mark> marks_;
    std::size_t next_mark_ = 0;
    RequestReader reader_{requests_};
    SimulationCounts counts_;
    Outgoing outgoing_{end_};
    bool streaming_;
    bool plugged_ = true;
    Seconds moment_{0}; ///< of the last packet
    MonotonicTime start_;
    MonotonicTime last_heard_;
};

Simulation::Simulation(const SimulateSettings& settings, DeviceEnd& end, SimulationTruth& truth)
    : settings_{settings}, end_{end}, truth_{truth}, device_{settings.device.driver->describe(
                                                         settings.device.options)},
      requests_{requests_of(settings.device)}, asked_{waits_for_start(settings, requests_)},
      packets_{settings.device, SignalFrames{settings.signal, device_.channels, settings.endless},
               reboots_of(settings)},
      faults_{settings.faults, settings.device, settings.signal.seed},
      times_{settings.burst, of_kind(settings.faults, TimedKind::stall)},
      pauses_{of_kind(settings.faults, TimedKind::pause)}, marks_{marks_of(settings.faults)},
      streaming_{!asked_} {}

SimulationCounts Simulation::run() {
    truth_.begin(settings_.device.driver->name, settings_.signal.rate, device_.channels);
    wait_for_start();
    while (!stop_requested()) {
        const auto packet = packets_.next();
        if (!packet) {
            drain(drain_patience);
            break;
        }
        moment_ = std::max(moment_, times_.delivery(complete(*packet)));
        wait_until(moment_);
        if (!stop_requested()) {
            deliver(*packet);
        }
    }
    truth_.finish();
    return counts_;
}

Seconds Simulation::complete(const Packet& packet) const {
    const auto end = packet.first + static_cast<std::int64_t>(packet.frames.size());
    return Seconds{static_cast<double>(end) / settings_.signal.rate.value};
}

MonotonicTime Simulation::real(Seconds moment) const {
    const Seconds since = moment / (1 + settings_.clock_ppm * 1e-6);
    return start_ + std::chrono::duration_cast<MonotonicClock::duration>(since);
}

void Simulation::wait_for_start() {
    start_ = MonotonicClock::now();
    bool booted = false;
    while (!stop_requested()) {
        serve(MonotonicClock::now());
        if (end_.has_listener() && !std::exchange(booted, true) && settings_.faults.boot_text) {
            boot();
        }
        if (is_heard()) {
            break;
        }
        serve(MonotonicClock::now() + quiet);
    }
    start_ = MonotonicClock::now();
    if (!asked_) {
        truth_.event("start", 0);
    }
}

void Simulation::wait_until(Seconds moment) {
    if (!settings_.paced) {
        pass_marks(moment);
        serve(MonotonicClock::now());
        wait_for_host();
        return;
    }
    const MonotonicTime due = real(moment);
    do {
        const bool marked = next_mark_ < marks_.size() && marks_[next_mark_].at < moment;
        serve(marked ? std::min(due, real(marks_[next_mark_].at)) : due);
        while (next_mark_ < marks_.size() && marks_[next_mark_].at < moment &&
               real(marks_[next_mark_].at) <= MonotonicClock::now()) {
            pass(marks_[next_mark_++]);
        }
    } while (MonotonicClock::now() < due && !stop_requested());
    pass_marks(moment);
}

/// Without a clock the device stands still until it is heard.
void Simulation::wait_for_host() {
    while (plugged_ && !is_heard() && !stop_requested()) {
        serve(MonotonicClock::now() + quiet);
    }
}

/// Listens to the host until deadline, or a little less.
void Simulation::serve(MonotonicTime deadline) {
    const std::string bytes = end_.read(deadline, outgoing_.waiting() > 0);
    outgoing_.go_on();
    if (!bytes.empty()) {
        last_heard_ = MonotonicClock::now();
    }
    for (const Request& request : reader_.feed(bytes)) {
        obey(request);
    }
    if (bytes.empty() && MonotonicClock::now() - last_heard_ > quiet) {
        for (const Request& request : reader_.settle()) {
            obey(request);
        }
    }
}

void Simulation::obey(const Request& request) {
    send(request.reply);
    const bool stream =
        request.effect == Effect::none ? streaming_ : request.effect == Effect::start || !asked_;
    if (stream != streaming_) {
        streaming_ = stream;
        truth_.event(stream ? "start" : "stop", counts_.samples);
    }
}

void Simulation::pass_marks(Seconds moment) {
    while (next_mark_ < marks_.size() && marks_[next_mark_].at < moment) {
        pass(marks_[next_mark_++]);
    }
}

void Simulation::pass(const Mark& mark) {
    if (mark.kind == MarkKind::unplug) {
        drain(unplug_patience);
        end_.unplug();
        plugged_ = false;
        streaming_ = !asked_;
        outgoing_.forget();
    } else if (mark.kind == MarkKind::replug) {
        end_.plug();
        plugged_ = true;
    }
    truth_.event(name_of(mark.kind), counts_.samples);
}

std::string_view Simulation::unheard(const Packet& packet) const {
    const auto pauses_now = [&](const TimedFault& pause) {
        return moment_ > pause.from && moment_ <= pause.to;
    };
    if (packet.bytes.empty()) {
        return "unfinished";
    }
    if (!plugged_) {
        return "unplugged";
    }
    if (!streaming_) {
        return "stopped";
    }
    if (!end_.has_listener()) {
        return "idle";
    }
    if (std::any_of(pauses_.begin(), pauses_.end(), pauses_now)) {
        return "pause";
    }
    return outgoing_.waiting() > longest_backlog ? "overrun" : "";
}

void Simulation::deliver(const Packet& packet) {
    const auto count = static_cast<std::int64_t>(packet.frames.size());
    if (packet.rebooted) {
        truth_.event("reboot", packet.first);
        boot();
    }
    const Damaged sent = faults_.damage(packet.bytes);
    const std::string_view cause = unheard(packet);
    truth_.took(packet.frames);
    counts_.samples += count;
    if (!cause.empty()) {
        truth_.lost(cause, packet.first, count);
        counts_.lost += count;
        return;
    }
    tell(sent, packet, count);
    send(sent.bytes);
}

void Simulation::tell(const Damaged& sent, const Packet& packet, std::int64_t count) {
    if (sent.garbage) {
        truth_.event("garbage", packet.first);
    }
    if (sent.duplicate) {
        truth_.event("duplicate", packet.first);
    }
    if (!sent.harm.empty()) {
        truth_.event(sent.harm, packet.first, count);
        counts_.lost += count;
    }
}

void Simulation::boot() {
    const std::string banner = packets_.banner();
    send(banner.empty() ? "starting\r\nready\r\n" : banner);
}

void Simulation::send(std::string_view bytes) {
    for (const std::string_view piece : faults_.pieces(bytes)) {
        send_piece(piece);
        if (settings_.faults.split && settings_.paced && !is_late()) {
            std::this_thread::sleep_for(between_pieces); // else the host would read them as one
        }
    }
    counts_.bytes += static_cast<std::int64_t>(bytes.size());
}

void Simulation::send_piece(std::string_view piece) {
    outgoing_.add(piece);
    while (!settings_.paced && outgoing_.waiting() > 0 && end_.has_listener() &&
           !stop_requested()) {
        serve(MonotonicClock::now() + quiet);
    }
}

/// Until the host has read all, but no longer than patience.
void Simulation::drain(MonotonicClock::duration patience) {
    const MonotonicTime deadline = MonotonicClock::now() + patience;
    int empty = 0; // looks in a row; what the terminal holds may be on its way to where it is read
    while (empty < looks_for_drained && plugged_ && end_.has_listener() &&
           MonotonicClock::now() < deadline && !stop_requested()) {
        serve(MonotonicClock::now() + 5ms);
        empty = outgoing_.waiting() == 0 && end_.is_drained() ? empty + 1 : 0;
    }
}

} // namespace

Hertz rate_of(const Description& device) {
    return device.rate.value_or(rate_without_nominal);
}

SimulationCounts simulate(const SimulateSettings& settings, DeviceEnd& end,
                          SimulationTruth& truth) {
    return Simulation{settings, end, truth}.run();
}

} // namespace ecg::acquire
