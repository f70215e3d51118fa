#include "acquire/session/session_maker.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Seconds between_loss_alerts{1};
constexpr std::int64_t clock_step_ms = 500;

std::string hertz(double value) {
    return format_number(value, 2) + " Hz";
}

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

void SessionMaker::tell(AlertKind kind, Severity severity, std::string message) {
    Alert alert;
    alert.kind = kind;
    alert.severity = severity;
    alert.message = std::move(message);
    alert.time = wall_of(now_);
    alerts_.push_back(std::move(alert));
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
        } else if (reply.kind == ReplyKind::serial && device.serial.empty()) {
            device.serial = std::move(reply.text);
        } else if (reply.kind == ReplyKind::model) {
            device.model = std::move(reply.text);
        }
    }
    answer_ += decoded.answer;
    if (!decoded.frames.empty()) {
        last_frame_ = arrival;
        bytes_since_frame_ = 0;
        silence_told_ = false;
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
    const ClockFit* clock = timeline_.clock();
    const Seconds first = clock != nullptr ? clock->expected(0) : now_;
    settings_.info.start = wall_of(first);
    if (settings_.resumption) {
        const Resumption& before = *settings_.resumption;
        const auto since = static_cast<double>(settings_.info.start->milliseconds -
                                               before.time_zero.milliseconds) /
                           1000;
        shift_ = std::max(before.start.next_sample, SampleRate{rate}.samples_in(Seconds{since}));
        settings_.info.start = before.time_zero;
    }
    const auto nominal = settings_.device.rate;
    if (nominal && std::abs(rate.value / nominal->value - 1) > Timeline::rate_tolerance) {
        rate_told_ = true;
        tell(AlertKind::rate_off, Severity::warning,
             "the device takes " + hertz(rate.value) + ", not " + hertz(nominal->value) +
                 "; recorded as it is measured");
    }
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
    note_electrodes();
    note_rate();
    for (Recording& piece : pieces) {
        if (settings_.resumption && !std::exchange(stop_told_, true)) {
            const std::int64_t from = settings_.resumption->start.next_sample;
            if (piece.first_sample > from) {
                piece.gaps.insert(piece.gaps.begin(), {from, piece.first_sample - from, "stopped"});
            }
        }
        piece.info = settings_.info;
        if (somebody_looks_) {
            pieces_.push_back(piece);
        }
        for (SessionLine& line : cutter_.add(std::move(piece))) {
            add_line(std::move(line));
        }
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

void SessionMaker::note_losses(const Placed& placed) {
    for (const Loss& loss : placed.losses) {
        if (loss_count_ == 0) {
            loss_first_ = loss.first;
        }
        loss_count_ += loss.count;
        ++loss_places_;
        stats_.lost += loss.count;
    }
    for (const PlacedFrame& frame : placed.frames) {
        stats_.samples += frame.frame.damaged ? 0 : 1;
        if (frame.frame.damaged) {
            loss_first_ = loss_count_ == 0 ? frame.index : loss_first_;
            ++loss_count_;
            ++loss_places_;
            ++stats_.damaged;
        }
    }
    tell_losses(false);
}

void SessionMaker::tell_losses(bool all) {
    if (loss_count_ == 0 || (!all && now_ - losses_told_ < between_loss_alerts)) {
        return;
    }
    losses_told_ = now_;
    const std::string places =
        loss_places_ == 1 ? "" : " in " + std::to_string(loss_places_) + " places";
    tell(AlertKind::loss, Severity::warning,
         std::to_string(loss_count_) + (loss_count_ == 1 ? " sample" : " samples") + " lost" +
             places + ", from sample " + std::to_string(loss_first_) + " on");
    alerts_.back().first_sample = loss_first_;
    alerts_.back().count = loss_count_;
    loss_count_ = loss_places_ = 0;
}

void SessionMaker::note_electrodes() {
    const ElectrodeSet electrodes = maker_->latch().electrodes_off();
    const ChannelSet channels = maker_->latch().channels_off();
    if (electrodes == electrodes_off_ && channels == channels_off_) {
        return;
    }
    std::vector<std::string> names;
    for (const std::string_view name : split(names_of(electrodes), ',')) {
        if (!trim(name).empty()) {
            names.emplace_back(trim(name));
        }
    }
    for (const PlannedLead& lead : plan_->measured) {
        if (channels.test(lead.channel)) {
            names.push_back(lead.name);
        }
    }
    std::string words;
    for (const std::string& name : names) {
        words += (words.empty() ? "" : ", ") + name;
    }
    const bool any = !names.empty();
    tell(any ? AlertKind::lead_off : AlertKind::lead_on, any ? Severity::warning : Severity::info,
         any ? "no contact: " + words : "all electrodes have contact again");
    alerts_.back().leads = std::move(names);
    stats_.electrodes_off = words;
    electrodes_off_ = electrodes;
    channels_off_ = channels;
}

void SessionMaker::note_troubles(const Placed& placed) {
    for (const LeadTrouble& trouble : watch_->see(placed)) {
        const bool flat = trouble.trouble == Trouble::flat;
        tell(flat ? AlertKind::flat : AlertKind::saturated, Severity::warning,
             trouble.lead + (flat ? " has not changed for 2 s" : " is at the end of its range"));
        alerts_.back().first_sample = trouble.first;
        alerts_.back().leads = {trouble.lead};
    }
}

void SessionMaker::note_rate() {
    const ClockFit* clock = timeline_.clock();
    const auto measured = clock != nullptr ? clock->measured_rate() : std::nullopt;
    const Hertz rate = *timeline_.rate();
    if (rate_told_ || !measured ||
        std::abs(measured->value / rate.value - 1) <= Timeline::rate_tolerance) {
        return;
    }
    rate_told_ = true;
    tell(AlertKind::rate_off, Severity::warning,
         "the device takes " + hertz(measured->value) + " by now, the session counts " +
             hertz(rate.value) + "; give --rate");
}

void SessionMaker::connected(Seconds now) {
    now_ = now;
    last_frame_ = now;
    bytes_since_frame_ = 0;
    silence_told_ = false;
    is_connected_ = true;
    if (std::exchange(was_lost_, false)) {
        tell(AlertKind::device_back, Severity::info, "the device is back");
    }
}

void SessionMaker::lost(Seconds now, const std::string& why) {
    now_ = now;
    is_connected_ = false;
    was_lost_ = true;
    take(decoder_->finish(), now);
    take(timeline_.interrupt("unplugged"));
    if (auto line = maker_ ? cutter_.cut_now() : std::nullopt) {
        add_line(std::move(*line));
    }
    tell(AlertKind::device_lost, Severity::error, why);
}

void SessionMaker::tick(Seconds now, UtcTime wall) {
    now_ = now;
    tell_losses(false);
    const std::int64_t drift = wall.milliseconds - wall_of(now).milliseconds;
    if (std::abs(drift - wall_drift_ms_) > clock_step_ms) {
        const double step = static_cast<double>(drift - wall_drift_ms_) / 1000;
        tell(AlertKind::clock_step, Severity::info,
             "the host's clock was set by " + format_number(step, 1) +
                 " s; the session's times go on as they began");
        wall_drift_ms_ = drift;
    }
    if (!is_connected_ || silence_told_ || now - last_frame_ < settings_.stall) {
        return;
    }
    silence_told_ = true;
    const std::string seconds = format_number(Seconds{now - last_frame_}.count(), 0) + " s";
    if (bytes_since_frame_ == 0) {
        tell(AlertKind::silent, Severity::error, "nothing came for " + seconds);
    } else {
        tell(AlertKind::no_sync, Severity::error,
             std::to_string(bytes_since_frame_) + " bytes came in " + seconds +
                 " and no frame of " + std::string{settings_.driver.driver->name} +
                 "; is the driver or the baud rate another? see ecg-acquire probe");
    }
}

void SessionMaker::finish(const std::string& reason) {
    if (std::exchange(finished_, true)) {
        return;
    }
    take(decoder_->finish(), now_);
    take(timeline_.flush());
    tell_losses(true);
    if (auto last = cutter_.finish(reason)) {
        add_line(std::move(*last));
    }
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
