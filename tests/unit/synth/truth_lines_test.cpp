#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "support/catch.hpp"
#include "synth/truth.hpp"
#include "synth_support.hpp"

using namespace ecg;
using namespace ecg::synth;

namespace {

std::string truth_lines(const SynthSettings& settings) {
    std::string out;
    append_truth_lines(out, synthesize(settings).truth);
    return out;
}

} // namespace

TEST_CASE("Truth lines are a summary, the episodes and one object a beat, each with its schema") {
    const std::string text = truth_lines(preset("pvc"));
    REQUIRE(text.back() == '\n');
    const auto lines = split(std::string_view{text}.substr(0, text.size() - 1), '\n');

    JsonReader reader;
    std::int64_t beats = 0;
    std::int64_t ectopic = 0;
    const JsonValue episode = reader.parse(lines[1], "truth");
    CHECK(episode.text_at("kind") == "episode");
    CHECK(episode.text_at("code") == "SR");
    CHECK(episode.number_at("onset_s").value() == 0);
    CHECK(episode.number_at("offset_s").value() == Approx(10));
    for (std::size_t k = 2; k < lines.size(); ++k) {
        const JsonValue line = reader.parse(lines[k], "truth");
        REQUIRE(line.text_at("schema") == "ecg.truth/1");
        REQUIRE(line.text_at("kind") == "beat");
        ++beats;
        ectopic += line.text_at("class") == "V" ? 1 : 0;
        CHECK(line.find("p_onset_s").has_value() == (line.text_at("class") == "N"));
    }
    const JsonValue summary = reader.parse(lines[0], "truth");
    CHECK(summary.text_at("schema") == "ecg.truth/1");
    CHECK(summary.text_at("kind") == "summary");
    CHECK(summary.text_at("recording") == "demo-1");
    CHECK(summary.integer_at("beats") == beats);
    CHECK(summary.find("beats_by_class")->integer_at("V") == ectopic);
    CHECK(ectopic > 0);
    CHECK(summary.number_at("qrs_ms").value() == Approx(90));
    CHECK(summary.number_at("qrs_axis_deg").value() == Approx(60));
    CHECK(summary.find("st_60_mv")->number_at("V3").value() == Approx(0).margin(0.001));
}

TEST_CASE("A beat's line has its moments in seconds and its intervals in milliseconds") {
    SynthSettings settings;
    settings.heart_rate = {80};
    const Truth truth = synthesize(settings).truth;
    std::string text;
    append_truth_lines(text, truth);

    JsonReader reader;
    const JsonValue beat = reader.parse(split(text, '\n')[4], "truth");
    const TrueBeat& expected = truth.beats[2];
    CHECK(beat.number_at("r_peak_s").value() == Approx(expected.r_peak.count()).margin(1e-6));
    CHECK(beat.number_at("r_peak_sample").value() ==
          Approx(expected.r_peak.count() * 500).margin(1e-3));
    CHECK(beat.number_at("rr_ms").value() == Approx(750));
    CHECK(beat.number_at("pr_ms").value() == Approx(150));
    CHECK(beat.number_at("p_ms").value() == Approx(90));
    CHECK(beat.number_at("qrs_ms").value() == Approx(90));
    CHECK(beat.number_at("qt_ms").value() == Approx(346.41));
}

TEST_CASE("A P wave of no beat has a line of its own, in order of time") {
    SynthSettings settings = preset("mobitz2");
    settings.duration = Seconds{9.5};
    const std::string text = truth_lines(settings);

    JsonReader reader;
    double last = 0;
    int lone = 0;
    for (const std::string_view line : split(trim(text), '\n')) {
        const JsonValue value = reader.parse(line, "truth");
        if (value.text_at("kind") == "p_wave") {
            ++lone;
            CHECK(value.number_at("onset_s").value() > last);
        } else if (value.text_at("kind") == "beat") {
            last = value.number_at("r_peak_s").value();
        }
    }
    CHECK(lone == 4);
}

TEST_CASE("In fibrillation no line tells of a P wave") {
    const std::string text = truth_lines(preset("af"));

    CHECK(text.find("p_onset_s") == std::string::npos);
    CHECK(text.find("pr_ms") == std::string::npos);
    CHECK(text.find("p_axis_deg") == std::string::npos);
    CHECK(text.find("\"p_waves\":0") != std::string::npos);
}
