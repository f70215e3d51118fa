#include "acquire/session_cutter.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ecg::acquire {
namespace {

void check_same_shape(const Recording& a, const Recording& b) {
    const auto same_name = [](const LeadSignal& x, const LeadSignal& y) {
        return x.name == y.name;
    };
    if (a.rate != b.rate) {
        throw Error{ErrorKind::data, b.info.source + ": sampling rate changes within a session"};
    }
    if (!std::equal(a.leads.begin(), a.leads.end(), b.leads.begin(), b.leads.end(), same_name)) {
        throw Error{ErrorKind::data, b.info.source + ": leads change within a session"};
    }
}

void append(Recording& rest, const Recording& piece) {
    for (std::size_t i = 0; i < rest.leads.size(); ++i) {
        auto& samples = rest.leads[i].samples;
        const auto& more = piece.leads[i].samples;
        samples.insert(samples.end(), more.begin(), more.end());
    }
    for (const Gap& gap : piece.gaps) {
        if (std::find(rest.gaps.begin(), rest.gaps.end(), gap) == rest.gaps.end()) {
            rest.gaps.push_back(gap); // a gap that touches two pieces is named by both
        }
    }
}

void add_names(std::vector<std::string>& names, const std::vector<std::string>& more) {
    for (const std::string& name : more) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
}

} // namespace

SessionCutter::SessionCutter(Seconds line_length, SessionStart start)
    : line_length_{line_length}, resumed_{start.sequence > 0}, origin_{start.first_sample},
      sequence_{start.sequence}, gaps_{start.gaps}, told_until_{start.next_sample} {}

/// Lines end on a grid that begins with the session, wherever they begin.
std::int64_t SessionCutter::end_of_line() const {
    const std::int64_t at = rest_->first_sample + taken_ - origin_;
    const Seconds time = rest_->rate.time_of(static_cast<double>(at));
    const auto grid_point = [&](double number) {
        return rest_->rate.samples_in(line_length_ * number);
    };
    double number = std::floor(time / line_length_);
    while (grid_point(number) <= at) {
        ++number;
    }
    return origin_ + grid_point(number);
}

std::int64_t SessionCutter::waiting() const {
    return rest_ ? rest_->sample_count() - taken_ : 0;
}

void SessionCutter::begin(Recording piece) {
    if (!rest_ && !resumed_) {
        origin_ = piece.first_sample;
        told_until_ = origin_;
    }
    rest_ = std::move(piece);
}

void SessionCutter::close_hole(const Recording& piece, std::vector<SessionLine>& lines) {
    const std::int64_t hole = piece.first_sample - rest_->first_sample - rest_->sample_count();
    if (hole > rest_->rate.samples_in(longest_filled)) {
        if (auto line = cut_now()) {
            lines.push_back(std::move(*line));
        }
        return;
    }
    for (LeadSignal& lead : rest_->leads) {
        lead.samples.insert(lead.samples.end(),
                            static_cast<std::size_t>(std::max<std::int64_t>(0, hole)),
                            std::numeric_limits<double>::quiet_NaN());
    }
}

std::vector<SessionLine> SessionCutter::add(Recording piece) {
    const std::int64_t end = piece.first_sample + piece.sample_count();
    if (!piece.electrodes_off.empty()) {
        leads_off_.push_back({piece.first_sample, end, std::move(piece.electrodes_off)});
        piece.electrodes_off.clear();
    }
    std::vector<SessionLine> lines;
    if (rest_) {
        check_same_shape(*rest_, piece);
        close_hole(piece, lines);
    }
    if (rest_ && rest_->first_sample + rest_->sample_count() == piece.first_sample) {
        append(*rest_, piece);
    } else {
        begin(std::move(piece));
    }
    while (rest_->first_sample + rest_->sample_count() > end_of_line()) {
        lines.push_back(take(end_of_line() - rest_->first_sample - taken_));
    }
    forget_taken();
    return lines;
}

std::optional<SessionLine> SessionCutter::cut_now() {
    if (waiting() == 0) {
        return std::nullopt;
    }
    SessionLine line = take(waiting());
    forget_taken();
    return line;
}

SessionLine SessionCutter::take(std::int64_t count) {
    SessionLine line;
    line.sequence = sequence_++;
    Recording& part = line.recording;
    part.info = rest_->info;
    part.rate = rest_->rate;
    part.first_sample = rest_->first_sample + taken_;
    const std::int64_t end = part.first_sample + count;
    for (const LeadSignal& lead : rest_->leads) {
        const auto from = lead.samples.begin() + taken_;
        part.leads.push_back({lead.name, lead.lead, {from, from + count}});
    }
    for (const Gap& gap : rest_->gaps) { // a hole between two lines is told by the second
        if (gap.first < end && gap.first + gap.count > told_until_) {
            part.gaps.push_back(gap);
            gaps_ += gap.first >= told_until_ || (sequence_ == 1 && !resumed_) ? 1 : 0;
        }
    }
    for (const LeadsOff& off : leads_off_) {
        if (off.first < end && off.end > part.first_sample) {
            add_names(part.electrodes_off, off.names);
        }
    }
    taken_ += count;
    told_until_ = end;
    return line;
}

void SessionCutter::forget_taken() {
    for (LeadSignal& lead : rest_->leads) {
        lead.samples.erase(lead.samples.begin(), lead.samples.begin() + taken_);
    }
    rest_->first_sample += std::exchange(taken_, 0);
    const std::int64_t now = rest_->first_sample;
    std::erase_if(rest_->gaps, [&](const Gap& gap) { // one before the next line is not told yet
        return gap.first + gap.count <= told_until_;
    });
    std::erase_if(leads_off_, [&](const LeadsOff& off) { return off.end <= now; });
}

std::optional<SessionLine> SessionCutter::finish(const std::string& reason,
                                                 const std::optional<Gap>& tail) {
    if (!rest_) {
        return std::nullopt;
    }
    SessionLine line = take(waiting());
    std::int64_t end = rest_->first_sample + taken_;
    if (tail) {
        line.recording.gaps.push_back(*tail);
        end = tail->first + tail->count;
        ++gaps_;
    }
    line.end = SessionEnd{reason, end - origin_, gaps_};
    return line;
}

} // namespace ecg::acquire
