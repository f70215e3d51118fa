// Beats with reference marks, as numbers for scripts/train-delineator: every whole beat of LUDB
// records and of synthetic ones, at their own rate and at 80 Hz.
//
//   training_beats OUT LUDB_DIR SYNTHETIC_COUNT
//
// OUT gets little-endian float32, `row` numbers a beat: record (negative: synthetic), variant (0:
// own rate, 1: 80 Hz), shape, class, RR before, RR after (s, 0: unknown), recorded Hz, leads, then
// by lead usable, 320 samples (mV), 9 marks (s from the fiducial, NaN: absent or unknown), P and T
// present (1, 0, NaN: unknown); then 9 global marks (synthetic only).
#include "analyze/classify/classify_beats.hpp"
#include "analyze/delineate/average_beat.hpp"
#include "analyze/delineate/beat_window.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace ecg;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t leads_a_row = 12;

/// The nine fiducials of one beat in one lead, in seconds since the start; and what is known of
/// the presence of P and T.
struct Reference {
    std::array<double, 9> mark;
    double p = none;
    double t = none;
    double qrs = none;

    Reference() { mark.fill(none); }
};

struct Wave {
    int kind;
    double onset, peak, offset;
};

std::vector<Wave> waves_of(const std::vector<formats::Annotation>& all, double rate) {
    std::vector<Wave> waves;
    double onset = none;
    bool open = false;
    for (const auto& a : all) {
        const double t = static_cast<double>(a.sample) / rate;
        const int kind = a.code == 24                          ? 0
                         : a.code == 27                        ? 2
                         : formats::is_beat_annotation(a.code) ? 1
                                                               : -1;
        if (a.code == 39) {
            onset = t;
            open = false;
        } else if (a.code == 40) {
            if (open)
                waves.back().offset = t;
            open = false;
            onset = none;
        } else if (kind >= 0) {
            if (open && waves.back().kind == kind && kind == 2)
                continue;
            waves.push_back({kind, onset, t, none});
            onset = none;
            open = true;
        }
    }
    return waves;
}

/// By QRS, in order.
std::vector<Reference> beats_of(const std::vector<Wave>& waves) {
    std::vector<Reference> beats;
    std::vector<std::size_t> qrs;
    for (std::size_t i = 0; i < waves.size(); ++i)
        if (waves[i].kind == 1)
            qrs.push_back(i);
    for (std::size_t q = 0; q < qrs.size(); ++q) {
        Reference r;
        const auto put = [&](const Wave& w) {
            const auto k = static_cast<std::size_t>(w.kind) * 3;
            r.mark[k] = w.onset;
            r.mark[k + 1] = w.peak;
            r.mark[k + 2] = w.offset;
        };
        put(waves[qrs[q]]);
        r.qrs = waves[qrs[q]].peak;
        const std::size_t from = q == 0 ? 0 : qrs[q - 1] + 1;
        const std::size_t to = q + 1 < qrs.size() ? qrs[q + 1] : waves.size();
        r.p = q == 0 ? none : 0;
        for (std::size_t i = from; i < qrs[q]; ++i)
            if (waves[i].kind == 0) {
                put(waves[i]); // the last before the QRS
                r.p = 1;
            }
        r.t = q + 1 == qrs.size() ? none : 0;
        for (std::size_t i = qrs[q] + 1; i < to; ++i)
            if (waves[i].kind == 2) {
                put(waves[i]);
                r.t = 1;
                break;
            }
        beats.push_back(r);
    }
    return beats;
}

double bessel(double x) {
    double sum = 1, term = 1;
    for (int k = 1; k < 60; ++k)
        sum += term *= (x / 2 / k) * (x / 2 / k);
    return sum;
}

/// Pass 36 Hz, stop 40 Hz, Kaiser, zero phase.
Recording at_80_hz(const Recording& in) {
    const double rate = in.rate.hertz();
    const double cut = 38, width = 4, beta = 8;
    const double half = 5.1 / width / 2; // s
    Recording out = in;
    out.rate = SampleRate{Hertz{80}};
    const auto count = static_cast<std::size_t>(static_cast<double>(in.sample_count()) / rate * 80);
    for (std::size_t l = 0; l < in.leads.size(); ++l) {
        const auto& x = in.leads[l].samples;
        std::vector<double> y(count);
        for (std::size_t j = 0; j < count; ++j) {
            const double c = static_cast<double>(j) / 80 * rate;
            const auto h = static_cast<std::ptrdiff_t>(half * rate);
            double sum = 0, weights = 0;
            for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(c) - h;
                 i <= static_cast<std::ptrdiff_t>(c) + h; ++i) {
                const double t = (static_cast<double>(i) - c) / rate;
                if (std::abs(t) >= half)
                    continue;
                const double s = t == 0 ? 2 * cut : std::sin(2 * M_PI * cut * t) / (M_PI * t);
                const double w = s * bessel(beta * std::sqrt(1 - t * t / half / half));
                const auto k =
                    std::clamp<std::ptrdiff_t>(i, 0, static_cast<std::ptrdiff_t>(x.size()) - 1);
                sum += w * x[static_cast<std::size_t>(k)];
                weights += w;
            }
            y[j] = sum / weights;
        }
        out.leads[l].samples = y;
    }
    return out;
}

class Writer {
public:
    explicit Writer(const char* path) : file_{path, std::ios::binary} {}

    void put(double v) {
        const auto f = static_cast<float>(v);
        file_.write(reinterpret_cast<const char*>(&f), sizeof f);
    }

private:
    std::ofstream file_;
};

/// references: by lead, by beat; global: by beat (may be empty).
void write_beats(Writer& out, const Recording& recording, int record, int variant,
                 const std::vector<std::vector<Reference>>& references,
                 const std::vector<Reference>& global) {
    const FilteredRecording clean = analyze::filter_recording(recording, {});
    const Beats beats = analyze::classify_beats(clean, analyze::detect_beats(clean));
    const double rate = clean.rate.hertz();
    for (std::size_t b = 0; b < beats.size(); ++b) {
        const double t = beats[b].time.count();
        const double place = (t - clean.start.count()) * rate;
        const double rr_before = b > 0 ? t - beats[b - 1].time.count() : 0;
        const double rr_after = b + 1 < beats.size() ? beats[b + 1].time.count() - t : 0;
        const double before =
            std::floor(std::min(0.5, 0.65 * (rr_before > 0 ? rr_before : 1)) * rate);
        const double after =
            std::floor(std::min(0.78, 0.95 * (rr_after > 0 ? rr_after : 1)) * rate);
        if (place - before < 0 ||
            place + after + 1 > static_cast<double>(clean.leads.front().samples.size()))
            continue;
        const auto match = [&](const std::vector<Reference>& all) -> const Reference* {
            const Reference* best = nullptr;
            for (const Reference& r : all)
                if (std::abs(r.qrs - t) < 0.15 &&
                    (!best || std::abs(r.qrs - t) < std::abs(best->qrs - t)))
                    best = &r;
            return best;
        };
        for (const double v :
             {double(record), double(variant), double(beats[b].shape), double(int(beats[b].label)),
              rr_before, rr_after, recording.rate.hertz(), double(clean.leads.size())})
            out.put(v);
        for (std::size_t l = 0; l < leads_a_row; ++l) {
            const bool there = l < clean.leads.size();
            out.put(there && clean.quality[l].verdict != Verdict::bad ? 1 : 0);
            std::vector<float> w(analyze::window_samples);
            if (there) {
                const auto full = static_cast<std::size_t>(std::ceil(1.32 * rate));
                const double first = std::floor(0.52 * rate);
                w = analyze::BeatWindow{rate, first, full}.of(
                    analyze::aligned(clean.leads[l].samples, place, first, full));
            }
            for (const float v : w)
                out.put(v);
            const Reference* r = there && l < references.size() ? match(references[l]) : nullptr;
            for (std::size_t k = 0; k < 9; ++k)
                out.put(r ? r->mark[k] - t : none);
            out.put(r ? r->p : none);
            out.put(r ? r->t : none);
        }
        const Reference* g = match(global);
        for (std::size_t k = 0; k < 9; ++k)
            out.put(g ? g->mark[k] - t : none);
        out.put(g ? g->p : none);
        out.put(g ? g->t : none);
    }
}

double uniform(std::mt19937_64& random, double from, double to) {
    return from + (to - from) * static_cast<double>(random() >> 11) / 9007199254740992.0;
}

void write_synthetic(Writer& out, int number) {
    std::mt19937_64 random(static_cast<std::uint64_t>(number) * 7919 + 1);
    synth::SynthSettings s;
    const double rates[] = {80, 125, 250, 500, 1000};
    s.rate = Hertz{rates[random() % 5]};
    s.seed = random();
    s.duration = Seconds{14};
    s.heart_rate = BeatsPerMinute{uniform(random, 40, 180)};
    s.qrs_axis = Degrees{uniform(random, -90, 120)};
    s.p_axis = Degrees{uniform(random, 20, 80)};
    s.t_axis = Degrees{uniform(random, -20, 90)};
    s.edges = random() % 4 == 0 ? synth::EdgeShape::sharp : synth::EdgeShape::soft;
    s.r_gain = uniform(random, 0.5, 1.6);
    const auto kind = random() % 10;
    if (kind == 0)
        s.rhythm = synth::RhythmKind::atrial_fibrillation;
    if (kind == 1)
        s.conduction = synth::Conduction::lbbb;
    if (kind == 2)
        s.conduction = synth::Conduction::rbbb;
    if (kind == 3)
        s.pvc_every = 4;
    if (kind == 4)
        s.rhythm = synth::RhythmKind::atrial_flutter;
    if (random() % 2 == 0) {
        s.hrv_hf = Milliseconds{uniform(random, 0, 5400 / s.heart_rate.value)};
        s.hrv_lf = Milliseconds{uniform(random, 0, 2400 / s.heart_rate.value)};
    }
    if (random() % 2 == 0 && s.conduction == synth::Conduction::normal) {
        s.qrs = Milliseconds{uniform(random, 70, 130)};
        if (s.rhythm == synth::RhythmKind::sinus && s.heart_rate.value < 100) {
            s.pr = Milliseconds{uniform(random, 120, 240)};
            s.qtc = Milliseconds{uniform(random, 340, 480)};
        }
    }
    if (random() % 2 == 0) {
        s.noise.white = Millivolts{uniform(random, 0, 0.05)};
        s.noise.wander = Millivolts{uniform(random, 0, 0.3)};
        s.noise.muscle = Millivolts{uniform(random, 0, 0.03)};
    }
    for (std::size_t l : {0, 1, 6, 7, 8, 9, 10, 11})
        if (random() % 4 == 0)
            s.st_mv[l] = uniform(random, -0.2, 0.3);
    const synth::Synthetic made = synth::synthesize(s);
    std::vector<Reference> global;
    for (const auto& beat : made.truth.beats) {
        Reference r;
        const auto put = [&](std::size_t k, const ecg::Wave& w) {
            r.mark[k] = w.onset ? w.onset->count() : none;
            r.mark[k + 1] = w.peak ? w.peak->count() : none;
            r.mark[k + 2] = w.offset ? w.offset->count() : none;
        };
        put(0, beat.waves.p);
        put(3, beat.waves.qrs);
        put(6, beat.waves.t);
        r.qrs = beat.r_peak.count();
        r.p = beat.waves.p.onset ? 1 : 0;
        r.t = beat.waves.t.offset ? 1 : none;
        global.push_back(r);
    }
    write_beats(out, made.recording, -1 - number, 0, {}, global);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: training_beats OUT LUDB_DIR SYNTHETIC_COUNT\n");
        return 2;
    }
    Writer out{argv[1]};
    const std::filesystem::path folder = argv[2];
    std::vector<int> records;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".hea")
            records.push_back(std::atoi(entry.path().stem().c_str()));
    std::sort(records.begin(), records.end());
    for (const int record : records) {
        const std::string base = (folder / std::to_string(record)).string();
        const Recording recording = formats::read_recording(base + ".hea", {}).recording;
        std::vector<std::vector<Reference>> references;
        for (const char* lead :
             {"i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6"})
            references.push_back(beats_of(
                waves_of(formats::read_annotations(base + "." + lead), recording.rate.hertz())));
        write_beats(out, recording, record, 0, references, {});
        write_beats(out, at_80_hz(recording), record, 1, references, {});
    }
    for (int i = 0; i < std::atoi(argv[3]); ++i)
        write_synthetic(out, i);
    std::ifstream weak{argc > 4 ? argv[4] : "/dev/null"};
    std::string path;
    std::string loaded;
    int present = 0;
    double start = 0;
    Recording whole;
    for (int i = 0; weak >> path >> present >> start; ++i) {
        if (path != loaded)
            whole = formats::read_recording(path, {}).recording;
        loaded = path;
        Recording piece = whole;
        const auto from = static_cast<std::ptrdiff_t>(start * whole.rate.hertz());
        const auto to = std::min<std::ptrdiff_t>(
            whole.sample_count(), from + static_cast<std::ptrdiff_t>(30 * whole.rate.hertz()));
        for (auto& lead : piece.leads)
            lead.samples = {lead.samples.begin() + from, lead.samples.begin() + to};
        write_beats(out, piece, -100000 - i, present, {}, {});
    }
    return 0;
}
