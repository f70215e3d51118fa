#include "formats/wfdb/wfdb_source.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/sample_unit.hpp"
#include "formats/wfdb/comments.hpp"
#include "formats/wfdb/segment_reader.hpp"
#include "formats/wfdb/signal_choice.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

namespace ecg::formats {
namespace {

constexpr double piece_seconds = 5;
constexpr std::int64_t most_piece_samples = 1 << 21; // of all leads, at any rate
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A segment that is being read, and where its signals go.
struct OpenSegment {
    std::optional<SegmentReader> reader; ///< absent for a stretch without samples
    std::vector<std::size_t> leads;      ///< of the recording, by signal read
    std::int64_t frames = 0;
    std::int64_t position = 0;
};

class WfdbSource : public RecordingSource {
public:
    WfdbSource(const std::string& path, OpenSettings settings)
        : settings_{std::move(settings)}, record_{read_wfdb_record(path)} {
        settle_rate();
        take_all(record_.header.warnings);
        choose_leads();
        piece_frames_ = std::clamp<std::int64_t>(
            std::llround(std::min(piece_seconds * *record_.header.rate, 1e9)), 1,
            std::max<std::int64_t>(most_piece_samples / static_cast<std::int64_t>(leads_.size()) /
                                       samples_per_frame_,
                                   1));
        info_.id = std::filesystem::path{path}.stem().string();
        info_.source = path;
        info_.start = record_.header.start;
        info_.patient = patient_in_comments(record_.header.comments);
        info_.notes = record_.header.comments;
        if (is_segmented()) {
            check_length();
        }
        open_next_segment();
    }

    std::optional<SessionLine> next() override {
        while (segment_.position == segment_.frames) {
            close_segment();
            if (!open_next_segment()) {
                return std::nullopt;
            }
        }
        const std::int64_t frames = std::min(piece_frames_, segment_.frames - segment_.position);
        SessionLine line;
        line.sequence = sequence_++;
        Recording& piece = line.recording;
        piece.info = info_;
        piece.rate =
            SampleRate{Hertz{*record_.header.rate * static_cast<double>(samples_per_frame_)}};
        piece.first_sample = first_sample_;
        piece.leads = leads_;
        fill(piece, frames);
        segment_.position += frames;
        first_sample_ += frames * samples_per_frame_;
        return line;
    }

    std::vector<std::string> take_warnings() override { return std::exchange(warnings_, {}); }

private:
    [[nodiscard]] bool is_segmented() const { return !record_.header.segments.empty(); }

    [[noreturn]] void fail(const std::string& why) const {
        throw Error{ErrorKind::data, record_.path + ": " + why};
    }

    void take_all(const std::vector<std::string>& warnings) {
        for (const std::string& warning : warnings) {
            if (std::find(told_.begin(), told_.end(), warning) == told_.end()) {
                told_.push_back(warning);
                warnings_.push_back(warning);
            }
        }
    }

    /// The header's rate, or --rate where it has none.
    void settle_rate() {
        auto& rate = record_.header.rate;
        if (!rate && !settings_.rate) {
            fail("names no sampling rate; give --rate");
        }
        if (!rate) {
            rate = settings_.rate->value;
        }
    }

    /// Refuses what no ECG is sampled at, and a --rate that is not the file's.
    void check_rate() const {
        const double rate = *record_.header.rate * static_cast<double>(samples_per_frame_);
        if (!is_sampling_rate(rate)) {
            fail("is sampled at " + format_number(rate, 6) + " Hz, as no ECG is");
        }
        if (settings_.rate && std::abs(settings_.rate->value - rate) > 1e-6 * rate) {
            fail("is sampled at " + format_number(rate, 6) + " Hz, --rate says " +
                 format_number(settings_.rate->value, 6));
        }
    }

    [[nodiscard]] std::string header_path(const WfdbSegment& segment) const {
        return record_.folder + segment.name + ".hea";
    }

    /// The leads of the whole recording are those of the record itself, of its layout segment, or
    /// of its first segment.
    void choose_leads() {
        const WfdbRecord* described = &record_;
        WfdbRecord segment;
        if (is_segmented()) {
            const auto& segments = record_.header.segments;
            const auto first = std::find_if(segments.begin(), segments.end(),
                                            [](const WfdbSegment& s) { return s.name != "~"; });
            if (first == segments.end()) {
                fail("has no segment with samples");
            }
            segment = read_wfdb_record(header_path(*first));
            described = &segment;
        }
        SignalChoice choice = choose_signals(described->header, settings_, described->path);
        if (choice.leads.empty()) {
            throw Error{ErrorKind::data, described->path + ": has no signal that is a voltage"};
        }
        take_all(choice.warnings);
        leads_ = std::move(choice.leads);
        samples_per_frame_ = choice.samples_per_frame;
        check_rate();
    }

    void check_length() {
        std::int64_t sum = 0;
        for (const WfdbSegment& segment : record_.header.segments) {
            sum += segment.frames;
        }
        if (record_.header.frames && *record_.header.frames != sum) {
            fail("promises " + std::to_string(*record_.header.frames) +
                 " samples a signal, its segments hold " + std::to_string(sum));
        }
    }

    bool open_next_segment() {
        const auto& segments = record_.header.segments;
        while (next_segment_ < segments.size() && segments[next_segment_].frames == 0) {
            ++next_segment_; // the layout
        }
        if (next_segment_ >= std::max(segments.size(), std::size_t{1})) {
            return false;
        }
        segment_ = OpenSegment{};
        if (!is_segmented()) {
            open_segment(record_);
        } else if (const WfdbSegment& segment = segments[next_segment_]; segment.name == "~") {
            segment_.frames = segment.frames;
        } else {
            WfdbRecord record = read_wfdb_record(header_path(segment));
            check_segment(segment, record);
            record.header.frames = segment.frames;
            open_segment(std::move(record));
        }
        ++next_segment_;
        return true;
    }

    void check_segment(const WfdbSegment& segment, const WfdbRecord& record) const {
        const std::string where = record_.path + ":" + std::to_string(segment.line) + ": ";
        if (!record.header.segments.empty()) {
            throw Error{ErrorKind::data, where + "a segment cannot have segments itself"};
        }
        if (record.header.frames && *record.header.frames != segment.frames) {
            throw Error{ErrorKind::data, where + "promises " + std::to_string(segment.frames) +
                                             " samples a signal, " + record.path + " has " +
                                             std::to_string(*record.header.frames)};
        }
        if (record.header.rate && *record.header.rate != *record_.header.rate) {
            throw Error{ErrorKind::data, where + "is sampled at another rate than the record"};
        }
    }

    /// Finds the recording's leads among the segment's signals by name.
    void open_segment(WfdbRecord record) {
        const SignalChoice choice = choose_signals(record.header, settings_, record.path);
        take_all(choice.warnings);
        std::vector<std::size_t> wanted;
        const bool fits = choice.samples_per_frame == samples_per_frame_;
        for (std::size_t i = 0; fits && i < choice.signals.size(); ++i) {
            if (is_placeholder(record.header.signals[choice.signals[i]])) {
                continue;
            }
            const auto lead = find_lead_named(choice.leads[i].name);
            if (lead) {
                wanted.push_back(choice.signals[i]);
                segment_.leads.push_back(*lead);
            } else {
                take_all({record.path +
                          ": left out, as the first segment has none: " + choice.leads[i].name});
            }
        }
        if (!fits) {
            take_all({record.path + ": left out, as its leads are sampled at another rate"});
        }
        segment_.reader.emplace(std::move(record), std::move(wanted), settings_);
        segment_.frames = segment_.reader->frames();
        if (segment_.frames == 0) {
            fail("holds no samples");
        }
    }

    [[nodiscard]] std::optional<std::size_t> find_lead_named(const std::string& name) const {
        for (std::size_t i = 0; i < leads_.size(); ++i) {
            if (leads_[i].name == name) {
                return i;
            }
        }
        return std::nullopt;
    }

    void close_segment() {
        if (segment_.reader) {
            take_all(segment_.reader->warnings());
        }
        segment_ = OpenSegment{};
    }

    void fill(Recording& piece, std::int64_t frames) {
        if (segment_.reader) {
            auto samples = segment_.reader->read(frames);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                piece.leads[segment_.leads[i]].samples = std::move(samples[i]);
            }
        }
        const auto count = frames * samples_per_frame_;
        for (LeadSignal& lead : piece.leads) { // a lead that this segment lacks
            lead.samples.resize(static_cast<std::size_t>(count), missing);
        }
        if (segment_.leads.empty()) {
            piece.gaps.push_back({first_sample_, count, "not recorded"});
        }
    }

    OpenSettings settings_;
    WfdbRecord record_;
    RecordingInfo info_;
    std::vector<LeadSignal> leads_;
    std::int64_t samples_per_frame_ = 1;
    std::int64_t piece_frames_ = 1;
    std::size_t next_segment_ = 0;
    OpenSegment segment_;
    std::int64_t first_sample_ = 0;
    std::int64_t sequence_ = 0;
    std::vector<std::string> warnings_;
    std::vector<std::string> told_;
};

} // namespace

std::unique_ptr<RecordingSource> open_wfdb(const std::string& path, const OpenSettings& settings) {
    return std::make_unique<WfdbSource>(path, settings);
}

} // namespace ecg::formats
