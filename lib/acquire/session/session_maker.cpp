#include "acquire/session/session_maker.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Seconds silence_that_lost{1}; // at the end of a session

TimelineSettings timeline_of(const SessionSettings& settings) {
    TimelineSettings timeline = settings.timeline;
    const Description& device = settings.device;
    timeline.numbering.counter_modulus = device.counter_modulus;
    if (device.tick_rate.value > 0 && timeline.nominal) {
        timeline.numbering.ticks_per_sample = device.tick_rate.value / timeline.nominal->value;
        timeline.numbering.tick_modulus = device.tick_modulus;
    }
    timeline.measure_for = std::min(timeline.measure_for, 0.9 * settings.chunk);
    return timeline;
}

} // namespace

SessionMaker::SessionMaker(SessionSettings settings, UtcTime wall, Seconds now)
    : settings_{std::move(settings)}, wall_{wall}, start_{now}, now_{now},
      decoder_{settings_.driver.driver->decoder(settings_.driver.options)}, timeline_{timeline_of(
                                                                                settings_)},
      cutter_{settings_.chunk, settings_.resumption ? settings_.resumption->start : SessionStart{}},
      last_frame_{now}, losses_told_{now} {
    if (!settings_.device.channels.empty()) {
        settle_leads();
    }
}

/// Once the channels are known: from the driver, or from the stream itself.
void SessionMaker::settle_leads() {
    plan_ = plan_leads(settings_.device, settings_.leads);
    Device& device = settings_.info.device;
    device.driver = settings_.driver.driver->name;
    if (device.model.empty()) {
        device.model = settings_.device.model;
    }
    device.uv_per_count = plan_->uv_per_count;
    device.gain_source = plan_->gain_source;
    if (settings_.device.rate) {
        device.rate_nominal_hz = settings_.device.rate->value;
    }
}

UtcTime SessionMaker::wall_of(Seconds moment) const {
    return later(wall_, moment - start_);
}

void SessionMaker::bytes(std::string_view bytes, Seconds arrival) {
    now_ = arrival;
    bytes_since_frame_ += static_cast<std::int64_t>(bytes.size());
    take(decoder_->feed(bytes), arrival);
}

void SessionMaker::take(Decoded decoded, Seconds arrival) {
    Device& device = settings_.info.device;
    for (Reply& reply : decoded.replies) {
        if (reply.kind == ReplyKind::firmware) {
            device.firmware = std::move(reply.text);
        } else if (reply.kind == ReplyKind::serial &&
                   (device.serial.empty() || settings_.resumption)) { // the file may be another's
            device.serial = std::move(reply.text);
        } else if (reply.kind == ReplyKind::model) {
            device.model = std::move(reply.text);
        } else if (reply.kind == ReplyKind::text) {
            words_.push_back("the device says: " + reply.text);
        }
    }
    const auto is_reply = [](const Reply& reply) { return reply.kind != ReplyKind::text; };
    if (std::any_of(decoded.replies.begin(), decoded.replies.end(), is_reply)) {
        bytes_since_frame_ = 0; // it was understood, whatever it was
    }
    answer_ += decoded.answer;
    if (!decoded.frames.empty()) {
        first_frame_ = first_frame_.value_or(arrival);
        last_frame_ = arrival;
        bytes_since_frame_ = 0;
        silence_told_ = false;
        note_learned();
        take(timeline_.add(std::move(decoded.frames), arrival));
    }
}

void SessionMaker::begin() {
    const Hertz rate = timeline_.rate().value();
    if (auto channels = decoder_->channels(); !channels.empty()) {
        settings_.device.channels = std::move(channels);
        settle_leads();
    }
    maker_.emplace(*plan_, rate, settings_.keep_off);
    watch_.emplace(*plan_, rate);
    if (const ClockFit* clock = timeline_.clock()) {
        settings_.info.start = wall_of(clock->expected(0));
    } else if (settings_.timeline.live || settings_.resumption) {
        settings_.info.start = wall_of(now_);
    }
    if (settings_.resumption) {
        const Resumption& before = *settings_.resumption;
        const auto since = static_cast<double>(settings_.info.start->milliseconds -
                                               before.time_zero.milliseconds) /
                           1000;
        shift_ = std::max(before.start.next_sample, SampleRate{rate}.samples_in(Seconds{since}));
        settings_.info.start = before.time_zero;
    }
    note_first_rate();
}

/// Leaves out what lies beyond the duration asked for.
void SessionMaker::shorten(Placed& placed) {
    if (!settings_.duration) {
        return;
    }
    const std::int64_t end = SampleRate{*timeline_.rate()}.samples_in(*settings_.duration);
    const auto beyond = [&](const PlacedFrame& frame) { return frame.index >= end; };
    const auto first = std::find_if(placed.frames.begin(), placed.frames.end(), beyond);
    complete_ = complete_ || first != placed.frames.end() || timeline_.next_index() >= end;
    placed.frames.erase(first, placed.frames.end());
    std::erase_if(placed.losses, [&](const Loss& loss) { return loss.first + loss.count > end; });
}

void SessionMaker::take(Placed placed) {
    if (placed.frames.empty() || complete_) {
        return;
    }
    if (!maker_) {
        begin();
    }
    shorten(placed);
    for (PlacedFrame& frame : placed.frames) {
        frame.index += shift_;
    }
    for (Loss& loss : placed.losses) {
        loss.first += shift_;
    }
    if (placed.restarted) {
        tell(AlertKind::device_restart, Severity::warning,
             "the device began to count anew; its samples are placed by the clock");
    }
    note_losses(placed);
    note_troubles(placed);
    std::vector<Recording> pieces = maker_->add(placed);
    for (const ContactChange& change : maker_->take_contact_changes()) {
        note_electrodes(change);
    }
    note_rate();
    for (Recording& piece : pieces) {
        if (settings_.resumption && !std::exchange(stop_told_, true)) {
            const std::int64_t from = settings_.resumption->start.next_sample;
            if (piece.first_sample > from) {
                piece.gaps.insert(piece.gaps.begin(), {from, piece.first_sample - from, "stopped"});
            }
        }
        cut(std::move(piece));
    }
}

void SessionMaker::cut(Recording piece) {
    piece.info = settings_.info;
    if (somebody_looks_) {
        pieces_.push_back(piece);
    }
    for (SessionLine& line : cutter_.add(std::move(piece))) {
        add_line(std::move(line));
    }
}

/// A line's timestamp is when its first sample was taken by the clocks' fit; so it stays right in a
/// long session though the rate is never exactly the nominal one.
void SessionMaker::add_line(SessionLine line) {
    RecordingInfo& info = line.recording.info;
    if (const ClockFit* clock = timeline_.clock()) {
        const auto first = static_cast<double>(line.recording.first_sample);
        const Seconds taken = clock->expected(first - static_cast<double>(shift_));
        info.start = later(wall_of(taken), -line.recording.rate.time_of(first));
        if (const auto rate = clock->measured_rate()) {
            info.device.rate_measured_hz = rate->value;
        }
    }
    ++stats_.lines;
    lines_.push_back(std::move(line));
}

void SessionMaker::connected(Seconds now) {
    now_ = now;
    last_frame_ = now;
    bytes_since_frame_ = 0;
    silence_told_ = false;
    start_words_.clear();
    is_connected_ = true;
    if (std::exchange(was_lost_, false)) {
        tell(AlertKind::device_back, Severity::info, "the device is back");
    }
}

void SessionMaker::started(Seconds now, std::string how) {
    if (silence_told_ && first_frame_) { // once more; it may count from anywhere now
        take(decoder_->finish(), now);
        take(timeline_.interrupt("lost"));
    }
    last_frame_ = std::max(last_frame_, silence_told_ ? last_frame_ : now);
    start_words_ = std::move(how);
}

void SessionMaker::lost(Seconds now, const std::string& why) {
    now_ = now;
    is_connected_ = false;
    const bool is_told = std::exchange(was_lost_, true); // it never was back in between
    take(decoder_->finish(), now);
    take(timeline_.interrupt("unplugged"));
    if (auto line = maker_ ? cutter_.cut_now() : std::nullopt) {
        add_line(std::move(*line));
    }
    if (!is_told) {
        tell(AlertKind::device_lost, Severity::error, why);
    }
}

void SessionMaker::finish(const std::string& reason) {
    if (std::exchange(finished_, true)) {
        return;
    }
    take(decoder_->finish(), now_);
    take(timeline_.flush());
    tell_losses(true);
    auto tail = missing_tail();
    if (tail) {
        stats_.lost += tail->count;
        tail = fill_tail(*tail);
    }
    if (auto last = cutter_.finish(reason, tail)) {
        add_line(std::move(*last));
    }
}

/// Samples of a device that is gone or silent, from its last to this moment.
std::optional<Gap> SessionMaker::missing_tail() const {
    const ClockFit* clock = timeline_.clock();
    if (!maker_ || complete_ || clock == nullptr) {
        return std::nullopt;
    }
    const std::int64_t first = timeline_.next_index();
    auto end = static_cast<std::int64_t>(std::floor(clock->index_at(now_))) + 1;
    const auto silent_for = static_cast<double>(end - first) / timeline_.rate()->value;
    if (!was_lost_ && Seconds{silent_for} < silence_that_lost) {
        return std::nullopt;
    }
    if (settings_.duration) {
        end = std::min(end, SampleRate{*timeline_.rate()}.samples_in(*settings_.duration));
    }
    if (end <= first) {
        return std::nullopt;
    }
    return Gap{first + shift_, end - first, was_lost_ ? "unplugged" : "lost"};
}

/// As every other gap: a short one is of samples that are null; a long one is returned, to be told.
std::optional<Gap> SessionMaker::fill_tail(const Gap& tail) {
    if (tail.count > SampleRate{*timeline_.rate()}.samples_in(SessionCutter::longest_filled)) {
        return tail;
    }
    Recording piece = maker_->nothing(tail.first, tail.count);
    piece.gaps.push_back(tail);
    cut(std::move(piece));
    return std::nullopt;
}

std::vector<Recording> SessionMaker::take_pieces() {
    somebody_looks_ = true;
    return std::exchange(pieces_, {});
}

SessionStats SessionMaker::stats() const {
    SessionStats stats = stats_;
    stats.decoded = decoder_->counts();
    stats.duplicates = timeline_.duplicates();
    stats.unplaced = timeline_.unplaced();
    stats.rate = timeline_.rate();
    if (const ClockFit* clock = timeline_.clock()) {
        stats.measured_rate = clock->measured_rate();
    }
    return stats;
}

} // namespace ecg::acquire
