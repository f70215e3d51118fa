#include "accuracy/noise_stress.hpp"
#include "accuracy/validation/prepare.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"
#include "training/detector_examples.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>

namespace ecg::training {
namespace {

constexpr Seconds noise_shift{600}; // the noise stress test adds the same noise unshifted
constexpr Seconds forever{1e9};

/// One way to see a record.
struct View {
    std::optional<std::size_t> lead; ///< absent: both
    const char* noise;               ///< of NSTDB, or null
    double snr_db;
    bool slow;      ///< at 80 Hz
    double stretch; ///< in time
    bool uneven;    ///< each beat with its own gain
    float weight;
};

constexpr std::array views{
    View{0, nullptr, 0, false, 1, false, 2},
    View{1, nullptr, 0, false, 1, false, 0.7F},
    View{std::nullopt, nullptr, 0, false, 1, false, 2},
    View{0, nullptr, 0, true, 1, false, 1},
    View{std::nullopt, "em", 6, false, 1, false, 0.2F},
    View{std::nullopt, "em", 0, false, 1, false, 0.1F},
    View{0, nullptr, 0, false, 1.3, false, 1},
    View{std::nullopt, nullptr, 0, false, 0.8, false, 1},
    View{0, nullptr, 0, false, 1.05, true, 0.7F},
    View{std::nullopt, nullptr, 0, false, 0.95, true, 0.7F},
    View{0, "em", 12, false, 1, false, 0.2F},
    View{0, "ma", 6, false, 1, false, 0.2F},
};

Recording noise_of(const std::filesystem::path& folder, const std::string& name) {
    Recording noise =
        formats::read_recording((folder / "nstdb" / (name + ".hea")).string(), {}).recording;
    for (LeadSignal& lead : noise.leads) {
        std::rotate(lead.samples.begin(), lead.samples.begin() + noise.rate.samples_in(noise_shift),
                    lead.samples.end());
    }
    return noise;
}

/// From beat to beat another gain, a quarter of the beats small, on a line between T and P.
void make_uneven(Recording& recording, const accuracy::Reference& reference, unsigned seed) {
    std::mt19937 random{seed};
    const auto uniform = [&] { return static_cast<double>(random()) / 4294967296.0; };
    std::vector<double> gain(static_cast<std::size_t>(recording.sample_count()), 1.0);
    double last = 1;
    for (std::size_t b = 0; b + 1 < reference.beats.size(); ++b) {
        const Seconds begin = reference.beats[b].time;
        const Seconds end = reference.beats[b + 1].time;
        const bool small = uniform() < 0.25;
        const double next = small ? 0.35 + 0.4 * uniform() : 0.85 + 0.5 * uniform();
        const auto to = std::min(recording.sample_count(), recording.rate.samples_in(end));
        for (std::int64_t i = recording.rate.samples_in(begin); i < to; ++i) {
            const Seconds t = recording.rate.time_of(static_cast<double>(i)) - begin;
            const double share = std::clamp((t / (end - begin) - 0.4) / 0.4, 0.0, 1.0);
            gain[static_cast<std::size_t>(i)] = last + (next - last) * share;
        }
        last = next;
    }
    for (LeadSignal& lead : recording.leads) {
        for (std::size_t i = 0; i < gain.size(); ++i) {
            lead.samples[i] *= gain[i];
        }
    }
}

void stretch(Recording& recording, accuracy::Reference& reference, double factor) {
    recording.rate = SampleRate{Hertz{recording.rate.hertz() / factor}};
    for (auto& beat : reference.beats) {
        beat.time *= factor;
    }
    for (auto& span : reference.flutter) {
        span.from *= factor;
        span.to *= factor;
    }
}

} // namespace

std::vector<std::string> mitdb_records(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "mitdb"}) {
        if (entry.path().extension() == ".hea") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

void add_mitdb(CandidateExamples& out, const std::filesystem::path& folder) {
    const Recording electrodes = noise_of(folder, "em");
    const Recording muscles = noise_of(folder, "ma");
    const auto records = mitdb_records(folder);
    unsigned seed = 0;
    for (std::size_t r = 0; r < records.size(); ++r) {
        const auto header = folder / "mitdb" / (records[r] + ".hea");
        const std::size_t before = out.size();
        const Recording recorded = formats::read_recording(header.string(), {}).recording;
        const auto annotations = formats::read_annotations(
            std::filesystem::path{header}.replace_extension(".atr").string());
        const auto known = accuracy::reference_of(annotations, Hertz{recorded.rate.hertz()});
        for (const View& view : views) {
            ++seed;
            Recording seen = recorded;
            accuracy::Reference reference = known;
            if (view.noise != nullptr) {
                const bool motion = std::string{view.noise} == "em";
                seen =
                    accuracy::with_noise(seen, known, motion ? electrodes : muscles, view.snr_db);
            }
            if (view.lead) {
                seen.leads = {seen.leads.at(*view.lead)};
            }
            if (view.uneven) {
                make_uneven(seen, known, seed);
            }
            if (view.slow) {
                seen = accuracy::at_80_hz(seen);
            }
            stretch(seen, reference, view.stretch);
            add_candidates(out, seen, reference, {Seconds{0}, forever, view.weight});
        }
        for (std::size_t e = before; e < out.size(); ++e) {
            out[e].fold = static_cast<int>(r) % fold_count;
        }
    }
}

} // namespace ecg::training
