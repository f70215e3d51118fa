// Writes the beats that scripts/train-classes learns from, with their signs and reference classes:
// each lead alone and all together, as a long recording and as ten seconds that nothing was seen
// of before. OUT.records names the records by their numbers, one a line.
#include "accuracy/beat_score.hpp"
#include "accuracy/noise_stress.hpp"
#include "analyze/classify/beat_signs.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

namespace ecg::training {
namespace {

namespace fs = std::filesystem;

constexpr Seconds minute{60};
constexpr Seconds margin{3};
constexpr Seconds ten_seconds{10};
constexpr Seconds match{0.15};

/// How a record is seen: as it is, in pieces of ten seconds each by itself, or with noise added.
enum class Way { whole, cold, noisy };

/// A record, one of its leads or all (the number of leads), and how it is seen.
struct View {
    int record = 0;
    std::size_t lead = 0;
    Way way = Way::whole;
};

class Writer {
public:
    explicit Writer(const std::string& path) : out_{path, std::ios::binary} {
        if (!out_) {
            throw Error{ErrorKind::data, path + ": cannot be written"};
        }
    }

    void add(const View& view, const accuracy::ScoredBeat& beat, bool in_run, int shape,
             const analyze::BeatSigns& signs) {
        constexpr std::string_view classes = "NSVFQ?";
        const std::array head{static_cast<float>(view.record),
                              static_cast<float>(view.lead),
                              static_cast<float>(view.way),
                              static_cast<float>(beat.time.count()),
                              static_cast<float>(classes.find(beat.label)),
                              in_run ? 1.0F : 0.0F,
                              static_cast<float>(shape)};
        write(head.data(), sizeof head);
        write(signs.data(), sizeof signs);
    }

private:
    void write(const void* bytes, std::size_t count) {
        out_.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(count));
    }

    std::ofstream out_;
};

Recording part_of(const Recording& whole, std::int64_t from, std::int64_t to) {
    Recording piece = whole;
    piece.first_sample = whole.first_sample + from;
    for (LeadSignal& lead : piece.leads) {
        lead.samples = {lead.samples.begin() + from, lead.samples.begin() + to};
    }
    return piece;
}

/// The reference class of the beat there; '?' when there is none, ' ' in flutter.
char class_at(Seconds time, const accuracy::Reference& reference) {
    for (const accuracy::TimeSpan& span : reference.flutter) {
        if (time >= span.from && time <= span.to) {
            return ' ';
        }
    }
    const auto near = std::min_element(
        reference.beats.begin(), reference.beats.end(), [&](const auto& a, const auto& b) {
            return std::abs((a.time - time).count()) < std::abs((b.time - time).count());
        });
    const bool there =
        near != reference.beats.end() && std::abs((near->time - time).count()) <= match.count();
    return there ? near->label : '?';
}

void add_view(Writer& out, const Recording& recording, const accuracy::Reference& reference,
              const View& view) {
    analyze::BeatMemory memory;
    const std::int64_t step =
        recording.rate.samples_in((view.way == Way::cold) ? ten_seconds : minute);
    const std::int64_t beside = (view.way == Way::cold) ? 0 : recording.rate.samples_in(margin);
    const std::int64_t count = recording.sample_count();
    for (std::int64_t first = 0; first < count; first += step) {
        if ((view.way == Way::cold)) {
            memory = {};
        }
        const FilteredRecording clean =
            analyze::filter_recording(part_of(recording, std::max<std::int64_t>(0, first - beside),
                                              std::min(count, first + step + beside)),
                                      {});
        const Beats beats = analyze::detect_beats(clean).beats;
        if (beats.size() < 3) {
            continue;
        }
        const auto described = analyze::describe_beats(clean, beats, memory);
        const Seconds from = recording.rate.time_of(static_cast<double>(first));
        const Seconds to = recording.rate.time_of(static_cast<double>(first + step));
        for (std::size_t i = 0; i < beats.size(); ++i) {
            const char label = class_at(beats[i].time, reference);
            if (beats[i].time >= from && beats[i].time < to && label != ' ') {
                out.add(view, {beats[i].time, label}, described.in_run[i],
                        memory.bank.shapes()[described.shape_of[i]].id, described.signs[i]);
            }
        }
    }
}

/// Electrode motion and muscle noise, of another time than the noise stress test adds.
struct Noises {
    Recording electrodes;
    Recording muscles;
};

Recording noise_of(const fs::path& data, const char* name) {
    constexpr Seconds shift{600};
    Recording noise = formats::read_recording((data / "nstdb" / name).string(), {}).recording;
    for (LeadSignal& lead : noise.leads) {
        std::rotate(lead.samples.begin(), lead.samples.begin() + noise.rate.samples_in(shift),
                    lead.samples.end());
    }
    return noise;
}

void add_noisy(Writer& out, const Recording& whole, const accuracy::Reference& reference,
               int number, const Noises& noises) {
    struct Mixture {
        const Recording* noise;
        double snr_db;
        bool first_lead;
    };

    for (const auto& [noise, snr_db, first_lead] :
         {Mixture{&noises.electrodes, 12, true}, Mixture{&noises.electrodes, 6, false},
          Mixture{&noises.muscles, 6, true}}) {
        Recording seen = accuracy::with_noise(whole, reference, *noise, snr_db);
        if (first_lead) {
            seen.leads.resize(1);
        }
        add_view(out, seen, reference, {number, first_lead ? 0 : whole.leads.size(), Way::noisy});
    }
}

void add_record(Writer& out, const fs::path& header, int number, const Noises& noises) {
    const Recording whole = formats::read_recording(header.string(), {}).recording;
    const auto reference = accuracy::reference_of(
        formats::read_annotations(fs::path{header}.replace_extension(".atr").string()),
        Hertz{whole.rate.hertz()});
    for (std::size_t l = 0; l <= whole.leads.size(); ++l) {
        Recording seen = whole;
        if (l < whole.leads.size()) {
            seen.leads = {whole.leads[l]};
        }
        for (const Way way : {Way::whole, Way::cold}) {
            add_view(out, seen, reference, {number, l, way});
        }
    }
    if (header.parent_path().filename() == "mitdb") {
        add_noisy(out, whole, reference, number, noises);
    }
}

void run(const std::string& data, const std::string& path) {
    Writer out{path};
    std::ofstream names{path + ".records"};
    const Noises noises{noise_of(data, "em.hea"), noise_of(data, "ma.hea")};
    std::vector<fs::path> headers;
    for (const char* set : {"mitdb", "qtdb"}) {
        for (const auto& entry : fs::directory_iterator{fs::path{data} / set}) {
            const bool beats = fs::exists(fs::path{entry.path()}.replace_extension(".atr"));
            if (entry.path().extension() == ".hea" && beats) {
                headers.push_back(entry.path());
            }
        }
    }
    std::sort(headers.begin(), headers.end());
    cli::Progress progress{"records", static_cast<double>(headers.size())};
    int number = 0;
    for (const fs::path& header : headers) {
        // Excerpts of MIT-BIH in QTDB are beats of the same people.
        const std::string name = header.stem().string();
        names << header.parent_path().filename().string() << ' ' << name << '\n';
        const bool excerpt = name.size() == 6 && name >= "sel100" && name < "sel300";
        if (!excerpt) {
            add_record(out, header, number, noises);
        }
        progress.show(++number);
    }
}

} // namespace
} // namespace ecg::training

int main(int argc, char** argv) {
    CLI::App app{"Beats with their signs and classes, for scripts/train-classes", "class_examples"};
    std::string data;
    std::string out;
    app.add_option("DATA_DIR", data, "Folder that holds mitdb, nstdb and qtdb")->required();
    app.add_option("OUT", out, "File to write")->required();
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::training::run(data, out); });
}
