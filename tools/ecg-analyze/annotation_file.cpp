#include "annotation_file.hpp"

#include "common/files.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace ecg {
namespace {

// WFDB's codes (ecgcodes.h): NORMAL, SVPB, PVC, FUSION, UNKNOWN, RHYTHM.
constexpr std::array beat_codes{1, 9, 5, 6, 13};
constexpr int rhythm_code = 28;

struct RhythmWord {
    std::string_view code; ///< of Episode
    std::string_view aux;  ///< as MIT's databases write it
};

constexpr std::array rhythm_words{
    RhythmWord{"SR", "(N"},      RhythmWord{"SBRAD", "(SBR"}, RhythmWord{"STACH", "(N"},
    RhythmWord{"AFIB", "(AFIB"}, RhythmWord{"AFLT", "(AFL"},  RhythmWord{"BIGU", "(B"},
    RhythmWord{"SARRH", "(N"},
};

std::string_view word_for(const Episode& episode) {
    for (const RhythmWord& word : rhythm_words) {
        if (word.code == episode.code) {
            return word.aux;
        }
    }
    return "";
}

std::string file_name(const std::string& id) {
    std::string name = id.empty() ? "recording" : id;
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

} // namespace

std::vector<formats::Annotation> annotations_of(const Analysis& analysis) {
    const auto sample_of = [&](Seconds time) {
        return std::max<std::int64_t>(0, std::llround(time.count() * analysis.rate_hz));
    };
    std::vector<formats::Annotation> annotations;
    for (const Episode& episode : analysis.rhythm.episodes) {
        if (const auto word = word_for(episode); !word.empty()) {
            annotations.push_back(
                {sample_of(episode.onset), rhythm_code, 0, 0, 0, std::string{word}});
        }
    }
    for (const Beat& beat : analysis.beats) {
        const int code = beat_codes.at(static_cast<std::size_t>(beat.label));
        annotations.push_back({sample_of(beat.time), code, 0, 0, 0, ""});
    }
    std::stable_sort(annotations.begin(), annotations.end(),
                     [](const auto& a, const auto& b) { return a.sample < b.sample; });
    return annotations;
}

void write_annotation_file(const AnalyzeOptions& options, const Analysis& analysis) {
    const std::string path =
        options.annotations_folder + "/" + file_name(analysis.info.id) + "." + options.annotator;
    OutputFile file{path, options.force ? Overwrite::allowed : Overwrite::never};
    file.write(formats::annotation_bytes(annotations_of(analysis)));
    file.commit();
}

} // namespace ecg
