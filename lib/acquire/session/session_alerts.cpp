// What a session maker tells of while it makes lines.
#include "acquire/session/session_maker.hpp"
#include "common/text.hpp"

#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr Seconds between_loss_alerts{1};
constexpr std::int64_t clock_step_ms = 500;
constexpr double suspicious_rate = 0.05; // from the nominal: more than any clock is wrong by

std::string hertz(double value) {
    return format_number(value, 2) + " Hz";
}

} // namespace

void SessionMaker::tell(AlertKind kind, Severity severity, std::string message) {
    Alert alert;
    alert.kind = kind;
    alert.severity = severity;
    alert.message = std::move(message);
    alert.time = wall_of(now_);
    alerts_.push_back(std::move(alert));
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

void SessionMaker::note_electrodes(const ContactChange& change) {
    std::vector<std::string> names = names_of(change.electrodes_off);
    for (const PlannedLead& lead : plan_->measured) {
        if (change.channels_off.test(lead.channel)) {
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
    alerts_.back().first_sample = change.first;
    alerts_.back().leads = std::move(names);
    stats_.electrodes_off = words;
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

void SessionMaker::note_learned() {
    const std::vector<std::string> learned = decoder_->learned();
    for (; learned_ < learned.size(); ++learned_) {
        words_.push_back(std::string{settings_.driver.driver->name} +
                         ", learned: " + learned[learned_]);
    }
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
        tell(AlertKind::silent, Severity::error,
             "nothing came for " + seconds + (start_words_.empty() ? "" : "; " + start_words_));
    } else {
        tell(AlertKind::no_sync, Severity::error,
             std::to_string(bytes_since_frame_) + " bytes came in " + seconds +
                 " and no frame of " + std::string{settings_.driver.driver->name} +
                 "; is the driver or the baud rate another? see ecg-acquire probe");
    }
}

/// Where the measured rate is the session's.
void SessionMaker::note_first_rate() {
    const auto nominal = settings_.device.rate;
    const double off = nominal ? std::abs(timeline_.rate()->value / nominal->value - 1) : 0;
    if (off > Timeline::rate_tolerance) {
        rate_told_ = true;
        tell(AlertKind::rate_off, Severity::warning,
             "the device takes " + hertz(timeline_.rate()->value) + ", not " +
                 hertz(nominal->value) + "; recorded as it is measured" +
                 (off > suspicious_rate ? "; give --rate if that is wrong" : ""));
    }
}

} // namespace ecg::acquire
