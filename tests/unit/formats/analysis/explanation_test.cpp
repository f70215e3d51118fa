#include "analysis_samples.hpp"
#include "formats/analysis/explanation.hpp"
#include "support/catch.hpp"

using namespace ecg;

namespace {

std::string explained(const Analysis& analysis) {
    std::string text;
    formats::append_explanation(text, analysis);
    return text;
}

bool has_line(const std::string& text, const std::string& line) {
    return std::string{"\n"}.append(text).find(std::string{"\n"}.append(line).append("\n")) !=
           std::string::npos;
}

Analysis three_beats() {
    Analysis analysis;
    analysis.info.id = "night";
    analysis.rate_hz = 250;
    analysis.samples = 2500;
    analysis.measurements.beats = 3;
    return analysis;
}

} // namespace

TEST_CASE("An explanation gives each finding with its reason and source") {
    Analysis analysis = three_beats();
    analysis.findings.push_back({"1AVB", "Prolonged PR interval", "PR 224 ms > 200 ms",
                                 Certainty::definite, Severity::abnormal, false, "kusumoto-2019"});

    const std::string text = explained(analysis);

    CHECK(has_line(text, "night: 3 beats, 10 s at 250 Hz"));
    CHECK(has_line(text, "Automated findings (rule-based, unconfirmed)"));
    CHECK(has_line(text, "  Prolonged PR interval: PR 224 ms > 200 ms [kusumoto-2019]"));
    CHECK(has_line(explained(three_beats()), "  none"));
}

TEST_CASE("An explanation gives each number of variability, or why there is none") {
    Analysis analysis = three_beats();
    HeartRateVariability& hrv = analysis.measurements.hrv;
    hrv.intervals = 95;
    hrv.ectopic = 4;
    hrv.artefacts = 2;
    hrv.edited_share = 6.0 / 101;
    hrv.much_edited = true;
    hrv.duration = Seconds{80};
    hrv.longest_stretch = Seconds{50.25};
    hrv.mean_nn = Milliseconds{842};
    hrv.sdnn = Milliseconds{54.787};
    hrv.pnn50 = 12.5;
    hrv.nn50 = 10;
    hrv.differences = 80;
    analysis.measurements.absences = {{"hf_ms2", "NN intervals on end for 50 s < 60 s"}};

    const std::string text = explained(analysis);

    CHECK(has_line(text, "  NN intervals          95, 80 s, longest stretch 50.3 s"));
    CHECK(has_line(text, "  Edited                5.94 % of RR intervals left out: 4 at ectopic "
                         "beats, 0 across missing signal, 0 in fibrillation or flutter, 2 "
                         "artefacts; read with caution"));
    CHECK(has_line(text, "  SDNN                  54.79 ms"));
    CHECK(has_line(text, "  pNN50                 12.5 % (10 of 80 differences)"));
    CHECK(has_line(text, "  HF                    absent: NN intervals on end for 50 s < 60 s"));
    CHECK(text.find("RMSSD") == std::string::npos); // neither number nor reason
    CHECK(text.find("Settings") == std::string::npos);
}

TEST_CASE("Figures that are withheld have one reason in an explanation, and need no caution") {
    Analysis analysis = three_beats();
    analysis.measurements.hrv.edited_share = 1;
    analysis.measurements.hrv.much_edited = true;
    analysis.measurements.absences = {{"mean_nn_ms", "100 % left out"},
                                      {"sdnn_ms", "100 % left out"}};
    const std::string text = explained(analysis);
    CHECK(text.find("caution") == std::string::npos);
    CHECK(has_line(text, "  All figures           absent: 100 % left out"));
    CHECK(text.find("SDNN") == std::string::npos);
}

TEST_CASE("An explanation names every setting of variability") {
    Analysis analysis = three_beats();
    analysis.measurements.hrv.settings.emplace();

    const std::string text = explained(analysis);

    for (const char* words :
         {"below 4000 ms", "more than 20 % off the median of the 11", "with n - 1", "above 50 ms",
          "bins of 7.8125 ms", "segments of 300 s", "VLF to 0.04", "HF to 0.4 Hz",
          "cubic spline read at 4 Hz, straight line across holes; window: hann", "overlap 50 %",
          "holes above 5 s", "window: none; taken out: straight line"}) {
        CAPTURE(words);
        CHECK(text.find(words) != std::string::npos);
    }
}
