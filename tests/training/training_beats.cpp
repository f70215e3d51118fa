// Writes the beats that scripts/train-delineator learns from: LUDB's at their own rate and at
// 80 Hz, synthetic ones, and those of "weak" stretches, of which only is known whether P waves
// are there.
#include "accuracy/reference_waves.hpp"
#include "accuracy/validation/prepare.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "formats/open_recording.hpp"
#include "synth/synthesizer.hpp"
#include "training/beat_rows.hpp"
#include "training/synthetic_settings.hpp"
#include "training/weak_stretches.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace ecg::training {
namespace {

namespace fs = std::filesystem;

constexpr int synthetic_count = 500;
constexpr int first_weak = -100000; // numbers go down from here

struct Options {
    std::string data;
    std::string weak;
    std::string out;
};

/// LUDB's records are called by numbers.
std::vector<int> numbers_in(const fs::path& folder) {
    std::vector<int> numbers;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator{folder, missing}) {
        if (entry.path().extension() == ".hea") {
            numbers.push_back(std::atoi(entry.path().stem().c_str()));
        }
    }
    if (numbers.empty()) {
        throw Error{ErrorKind::data, folder.string() + ": no recordings"};
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void add_annotated(BeatRows& rows, const fs::path& folder, int number) {
    const std::string base = (folder / std::to_string(number)).string();
    const Recording recording = formats::read_recording(base + ".hea", {}).recording;
    std::vector<std::vector<KnownBeat>> leads;
    for (const char* lead :
         {"i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6"}) {
        leads.push_back(beats_of(accuracy::read_waves(base + "." + lead, recording.rate.hertz())));
    }
    rows.add({recording, number, 0, leads, {}});
    rows.add({accuracy::at_80_hz(recording), number, 1, leads, {}});
}

void add_all_annotated(BeatRows& rows, const fs::path& folder) {
    const std::vector<int> numbers = numbers_in(folder);
    cli::Progress progress{"annotated records", static_cast<double>(numbers.size())};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        add_annotated(rows, folder, numbers[i]);
        progress.show(static_cast<double>(i + 1));
    }
}

void add_all_synthetic(BeatRows& rows) {
    cli::Progress progress{"synthetic records", synthetic_count};
    for (int i = 0; i < synthetic_count; ++i) {
        const synth::Synthetic made = synth::synthesize(synthetic_settings(i));
        rows.add({made.recording, -1 - i, 0, {}, beats_of(made.truth)});
        progress.show(i + 1);
    }
}

Recording cut(const Recording& whole, double start) {
    const double rate = whole.rate.hertz();
    const auto from = static_cast<std::ptrdiff_t>(start * rate);
    const auto to = std::min<std::ptrdiff_t>(
        whole.sample_count(), from + static_cast<std::ptrdiff_t>(stretch_length * rate));
    Recording piece = whole;
    for (LeadSignal& lead : piece.leads) {
        lead.samples = {lead.samples.begin() + from, lead.samples.begin() + to};
    }
    return piece;
}

void add_all_weak(BeatRows& rows, const std::vector<WeakStretch>& stretches) {
    std::string loaded;
    Recording whole;
    cli::Progress progress{"weak stretches", static_cast<double>(stretches.size())};
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const WeakStretch& stretch = stretches[i];
        if (stretch.header != loaded) {
            whole = formats::read_recording(stretch.header, {}).recording;
            loaded = stretch.header;
        }
        rows.add(
            {cut(whole, stretch.start), first_weak - static_cast<int>(i), stretch.has_p, {}, {}});
        progress.show(static_cast<double>(i + 1));
    }
}

void run(const Options& options) {
    const fs::path data = options.data;
    BeatRows rows{options.out};
    add_all_annotated(rows, data / "ludb");
    add_all_synthetic(rows);
    std::vector<WeakStretch> weak = listed_stretches(options.weak);
    const std::vector<WeakStretch> more = rhythm_stretches(data / "mitdb");
    weak.insert(weak.end(), more.begin(), more.end());
    add_all_weak(rows, weak);
    rows.commit();
}

} // namespace
} // namespace ecg::training

int main(int argc, char** argv) {
    CLI::App app{"Beats with what is known of them, for scripts/train-delineator",
                 "training_beats"};
    ecg::training::Options options;
    app.add_option("DATA_DIR", options.data, "Folder that holds ludb and mitdb")->required();
    app.add_option("WEAK", options.weak, "List that tests/training/weak_records.py wrote")
        ->required();
    app.add_option("OUT", options.out, "File to write")->required();
    return ecg::cli::run_tool(app, argc, argv, [&] { ecg::training::run(options); });
}
