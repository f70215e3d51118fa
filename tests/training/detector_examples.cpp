#include "training/detector_examples.hpp"

#include "accuracy/validation/prepare.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <tuple>

namespace ecg::training {
namespace {

constexpr Seconds minute{60};
constexpr Seconds margin{5};
constexpr double match = 0.15;         // s, as EC57 has it
constexpr double beside_flutter = 0.3; // s

Recording part_of(const Recording& whole, std::int64_t from, std::int64_t to) {
    Recording part;
    part.rate = whole.rate;
    part.first_sample = from;
    for (const LeadSignal& lead : whole.leads) {
        part.leads.push_back(
            {lead.name, lead.lead, {lead.samples.begin() + from, lead.samples.begin() + to}});
    }
    return part;
}

/// Which of the times are beats: one to one, the closest first.
std::vector<char> beats_among(const std::vector<double>& times,
                              const accuracy::Reference& reference) {
    std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
    for (std::size_t r = 0; r < reference.beats.size(); ++r) {
        const double t = reference.beats[r].time.count();
        auto near = std::lower_bound(times.begin(), times.end(), t - match);
        for (; near != times.end() && *near <= t + match; ++near) {
            pairs.emplace_back(std::abs(*near - t), r,
                               static_cast<std::size_t>(near - times.begin()));
        }
    }
    std::sort(pairs.begin(), pairs.end());
    std::vector<char> taken(reference.beats.size());
    std::vector<char> out(times.size());
    for (const auto& [distance, r, c] : pairs) {
        if (taken[r] == 0 && out[c] == 0) {
            taken[r] = out[c] = 1;
        }
    }
    return out;
}

bool near_flutter(double time, const accuracy::Reference& reference) {
    return std::any_of(reference.flutter.begin(), reference.flutter.end(), [&](const auto& span) {
        return time > span.from.count() - beside_flutter && time < span.to.count() + beside_flutter;
    });
}

void add_piece(CandidateExamples& out, const Recording& piece, const accuracy::Reference& reference,
               const Lesson& lesson) {
    const FilteredRecording clean = analyze::filter_recording(piece, {});
    const analyze::Activity activity = analyze::weighed_activity(clean);
    const auto candidates = analyze::find_candidates(activity);
    std::vector<double> times;
    times.reserve(candidates.size());
    for (const std::size_t c : candidates) {
        times.push_back(clean.start.count() + activity.offset_s +
                        static_cast<double>(c) / activity.rate_hz);
    }
    const auto beats = beats_among(times, reference);
    const auto signs = analyze::describe_candidates(activity, candidates,
                                                    analyze::first_odds(activity, candidates));
    for (std::size_t c = 0; c < times.size(); ++c) {
        if (times[c] >= lesson.from.count() && times[c] < lesson.to.count() &&
            !near_flutter(times[c], reference)) {
            out.push_back({signs[c], beats[c] != 0, lesson.weight, -1});
        }
    }
}

std::vector<std::filesystem::path> headers_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> headers;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".hea") {
            headers.push_back(entry.path());
        }
    }
    std::sort(headers.begin(), headers.end());
    return headers;
}

accuracy::Reference qrs_marks(const std::filesystem::path& path, Hertz rate) {
    accuracy::Reference out;
    if (std::filesystem::exists(path)) {
        for (const auto& mark : formats::read_annotations(path.string())) {
            if (formats::annotation_symbol(mark.code) == "N") {
                out.beats.push_back({Seconds{static_cast<double>(mark.sample) / rate.value}, 'N'});
            }
        }
    }
    return out;
}

/// The first and the last beat of a record are not annotated.
Lesson between_marks(const accuracy::Reference& marks) {
    constexpr Seconds beside{0.3};
    return {marks.beats.front().time - beside, marks.beats.back().time + beside, 1};
}

} // namespace

void add_candidates(CandidateExamples& out, const Recording& recording,
                    const accuracy::Reference& reference, const Lesson& lesson) {
    const std::int64_t step = recording.rate.samples_in(minute);
    const std::int64_t beside = recording.rate.samples_in(margin);
    const std::int64_t count = recording.sample_count();
    for (std::int64_t first = 0; first < count; first += step) {
        const Recording piece = part_of(recording, std::max<std::int64_t>(0, first - beside),
                                        std::min(count, first + step + beside));
        const Seconds from = recording.rate.time_of(static_cast<double>(first));
        add_piece(out, piece, reference,
                  {std::max(from, lesson.from), std::min(from + minute, lesson.to), lesson.weight});
    }
}

void add_ludb(CandidateExamples& out, const std::filesystem::path& folder) {
    constexpr std::array extensions{".i",  ".ii", ".iii", ".avr", ".avl", ".avf",
                                    ".v1", ".v2", ".v3",  ".v4",  ".v5",  ".v6"};
    std::size_t turn = 0;
    for (const auto& header : headers_in(folder / "ludb")) {
        const Recording recording = formats::read_recording(header.string(), {}).recording;
        const Hertz rate{recording.rate.hertz()};
        const auto marks = [&](std::size_t lead) {
            return qrs_marks(std::filesystem::path{header}.replace_extension(extensions.at(lead)),
                             rate);
        };
        for (std::size_t lead = turn++ % 3; lead < extensions.size(); lead += 3) {
            const accuracy::Reference reference = marks(lead);
            if (reference.beats.size() < 2) {
                continue;
            }
            Recording one = recording;
            one.leads = {recording.leads.at(lead)};
            add_candidates(out, lead % 2 == 0 ? accuracy::at_80_hz(one) : one, reference,
                           between_marks(reference));
        }
        if (const auto reference = marks(1); reference.beats.size() > 1) {
            add_candidates(out, recording, reference, between_marks(reference));
        }
    }
}

} // namespace ecg::training
