#include "acquire/view/signal_window.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr float lost = std::numeric_limits<float>::quiet_NaN();

float missing_sample(bool electrode_off) {
    if (electrode_off) {
        return std::numeric_limits<float>::infinity();
    }
    return lost;
}

bool names(const std::vector<std::string>& all, const std::string& name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

} // namespace

bool SignalWindow::goes_on(const Recording& piece) const {
    const auto same = [](const Ring& ring, const LeadSignal& lead) {
        return ring.name == lead.name;
    };
    return !leads_.empty() && piece.rate == rate_ && piece.first_sample >= end_ &&
           std::equal(leads_.begin(), leads_.end(), piece.leads.begin(), piece.leads.end(), same);
}

void SignalWindow::begin_anew(const Recording& piece) {
    rate_ = piece.rate;
    first_ = end_ = piece.first_sample;
    capacity_ = std::max<std::int64_t>(rate_.samples_in(span), 1);
    mask_ = std::bit_ceil(static_cast<std::size_t>(capacity_)) - 1;
    leads_.clear();
    for (const LeadSignal& lead : piece.leads) {
        leads_.push_back({lead.name, lead.lead, false, std::vector<float>(mask_ + 1, lost)});
    }
}

void SignalWindow::lose_until(std::int64_t index) {
    const std::int64_t from = std::max(end_, index - capacity_);
    for (Ring& ring : leads_) {
        for (std::int64_t i = from; i < index; ++i) {
            ring.samples[place(i)] = lost;
        }
    }
    end_ = index;
}

void SignalWindow::add(const Recording& piece) {
    if (!goes_on(piece)) {
        begin_anew(piece);
    }
    lose_until(piece.first_sample);
    for (std::size_t l = 0; l < leads_.size(); ++l) {
        Ring& ring = leads_[l];
        ring.off = names(piece.electrodes_off, ring.name);
        const float missing = missing_sample(ring.off);
        for (std::int64_t i = 0; i < piece.sample_count(); ++i) {
            const double value = piece.leads[l].samples[static_cast<std::size_t>(i)];
            ring.samples[place(end_ + i)] =
                std::isfinite(value) ? static_cast<float>(value) : missing;
        }
    }
    end_ += piece.sample_count();
}

Recording SignalWindow::last(Seconds length, const std::vector<std::size_t>& leads) const {
    Recording recording;
    recording.rate = rate_;
    recording.first_sample = std::max(begin(), end_ - rate_.samples_in(length));
    for (const std::size_t lead : leads) {
        LeadSignal signal{leads_[lead].name, leads_[lead].lead, {}};
        for (std::int64_t i = recording.first_sample; i < end_; ++i) {
            const float sample = at(lead, i);
            signal.samples.push_back(presence_of(sample) == Presence::there
                                         ? static_cast<double>(sample)
                                         : std::numeric_limits<double>::quiet_NaN());
        }
        recording.leads.push_back(std::move(signal));
    }
    return recording;
}

} // namespace ecg::acquire
