#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/open_recording.hpp"

#include <algorithm>
#include <limits>

namespace ecg::formats {
namespace {

constexpr double longest_hole_seconds = 24 * 3600;
constexpr std::int64_t most_filled_samples = std::int64_t{1} << 26; // of all leads: 512 MB
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Puts pieces end to end; what was never had between them becomes NaN and a gap.
class Joiner {
public:
    Joiner(SessionLine first, Seconds enough) : whole_{std::move(first)}, enough_{enough} {}

    void append(SessionLine line) {
        Recording& all = whole_.recording;
        Recording& piece = line.recording;
        if (piece.rate != all.rate) {
            fail(piece, "the sampling rate changes");
        }
        if (all.duration() >= enough_) {
            all.samples_beyond =
                piece.first_sample + piece.sample_count() - all.first_sample - all.sample_count();
            take_findings(std::move(line));
            return;
        }
        const Gap hole = fill_hole(piece);
        const auto old_length = all.sample_count();
        const auto added = piece.sample_count();
        for (LeadSignal& lead : piece.leads) {
            append_lead(lead, old_length);
        }
        for (LeadSignal& lead : all.leads) { // those that the piece lacks
            lead.samples.resize(static_cast<std::size_t>(old_length + added), missing);
        }
        for (const Gap& gap : piece.gaps) {
            add_gap(gap);
        }
        if (hole.count > 0 && !is_covered(hole)) {
            add_gap(hole);
        }
        for (const std::string& name : piece.electrodes_off) {
            if (std::find(all.electrodes_off.begin(), all.electrodes_off.end(), name) ==
                all.electrodes_off.end()) {
                all.electrodes_off.push_back(name);
            }
        }
        take_findings(std::move(line));
    }

    SessionLine take() { return std::move(whole_); }

private:
    [[noreturn]] static void fail(const Recording& piece, const std::string& why) {
        throw Error{ErrorKind::data, piece.info.source + ": sample " +
                                         std::to_string(piece.first_sample) + ": " + why};
    }

    /// What lies between the pieces; nothing when they meet.
    Gap fill_hole(const Recording& piece) {
        Recording& all = whole_.recording;
        const std::int64_t expected = all.first_sample + all.sample_count();
        const std::int64_t hole = piece.first_sample - expected;
        if (hole < 0) {
            fail(piece, "the piece before reaches to sample " + std::to_string(expected));
        }
        const double seconds = all.rate.time_of(static_cast<double>(hole)).count();
        if (seconds > longest_hole_seconds ||
            hole > most_filled_samples /
                       std::max<std::int64_t>(static_cast<std::int64_t>(all.leads.size()), 1)) {
            fail(piece, "a gap of " + format_number(seconds, 0) + " s is too long to be filled");
        }
        for (LeadSignal& lead : all.leads) {
            lead.samples.insert(lead.samples.end(), static_cast<std::size_t>(hole), missing);
        }
        return {expected, hole, "missing"};
    }

    void append_lead(LeadSignal& lead, std::int64_t old_length) {
        auto& leads = whole_.recording.leads;
        const auto same = std::find_if(leads.begin(), leads.end(), [&](const LeadSignal& known) {
            return known.name == lead.name;
        });
        if (same != leads.end()) {
            same->samples.insert(same->samples.end(), lead.samples.begin(), lead.samples.end());
            return;
        }
        lead.samples.insert(lead.samples.begin(), static_cast<std::size_t>(old_length), missing);
        leads.push_back(std::move(lead));
    }

    /// Whether a piece told of the gap itself, and why.
    [[nodiscard]] bool is_covered(const Gap& hole) const {
        const auto& gaps = whole_.recording.gaps;
        return std::any_of(gaps.begin(), gaps.end(), [&](const Gap& known) {
            return known.first <= hole.first &&
                   known.first + known.count >= hole.first + hole.count;
        });
    }

    /// Pieces tell of a long gap bit by bit, or of the same one again.
    void add_gap(const Gap& gap) {
        auto& gaps = whole_.recording.gaps;
        for (Gap& known : gaps) {
            const auto end = known.first + known.count;
            if (gap.cause == known.cause && gap.first >= known.first && gap.first <= end) {
                known.count = std::max(end, gap.first + gap.count) - known.first;
                return;
            }
        }
        gaps.push_back(gap);
    }

    /// The last word counts, but beats and waves add up.
    void take_findings(SessionLine line) {
        if (line.metrics) {
            whole_.metrics = line.metrics;
        }
        for (std::string& name : line.arrhythmias) {
            if (std::find(whole_.arrhythmias.begin(), whole_.arrhythmias.end(), name) ==
                whole_.arrhythmias.end()) {
                whole_.arrhythmias.push_back(std::move(name));
            }
        }
        if (line.analysis && whole_.analysis) {
            LineAnalysis& all = *whole_.analysis;
            all.beats.insert(all.beats.end(), line.analysis->beats.begin(),
                             line.analysis->beats.end());
            all.waves.insert(all.waves.end(), line.analysis->waves.begin(),
                             line.analysis->waves.end());
            all.qtc = line.analysis->qtc;
            all.quality = std::move(line.analysis->quality);
        } else if (line.analysis) {
            whole_.analysis = std::move(line.analysis);
        }
        if (line.summary) {
            whole_.summary = std::move(line.summary);
        }
        if (line.end) {
            whole_.end = std::move(line.end);
        }
    }

    SessionLine whole_;
    Seconds enough_;
};

} // namespace

SessionLine read_recording(const std::string& path, const OpenSettings& settings) {
    return read_recording(*open_recording(path, settings), path);
}

SessionLine read_recording(RecordingSource& source, const std::string& name) {
    return read_beginning(source, name, Seconds{std::numeric_limits<double>::infinity()});
}

SessionLine read_beginning(RecordingSource& source, const std::string& name, Seconds enough) {
    auto first = source.next();
    if (!first) {
        throw Error{ErrorKind::data, name + ": holds no samples"};
    }
    const std::string id = first->recording.info.id;
    Joiner joiner{std::move(*first), enough};
    while (auto line = source.next()) {
        if (line->recording.info.id != id) {
            break;
        }
        joiner.append(std::move(*line));
    }
    return joiner.take();
}

} // namespace ecg::formats
