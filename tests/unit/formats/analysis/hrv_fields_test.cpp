#include "common/error.hpp"
#include "formats/analysis/hrv_fields.hpp"
#include "support/catch.hpp"

using namespace ecg;

namespace {

std::string text_of(const HeartRateVariability& hrv) {
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    formats::write_hrv(json, hrv);
    json.end_object();
    return text;
}

HeartRateVariability read(const std::string& text) {
    JsonReader reader;
    return formats::read_hrv(reader.parse(text, "line 1"), "line 1");
}

HeartRateVariability full() {
    HeartRateVariability hrv;
    hrv.intervals = 100'000;
    hrv.ectopic = 5;
    hrv.missing = 4;
    hrv.artefacts = 3;
    hrv.fibrillating = 4;
    hrv.edited_share = 0.0612;
    hrv.much_edited = true;
    hrv.duration = Seconds{86'000.25};
    hrv.longest_stretch = Seconds{9000.5};
    hrv.mean_nn = Milliseconds{860.25};
    hrv.sdnn = Milliseconds{141.5};
    hrv.cvnn = 16.45;
    hrv.differences = 99'000;
    hrv.nn50 = 9900;
    hrv.rmssd = Milliseconds{27.25};
    hrv.sdsd = Milliseconds{27.5};
    hrv.pnn50 = 10;
    hrv.sd1 = Milliseconds{19.25};
    hrv.sd2 = Milliseconds{199.5};
    hrv.sd1_sd2 = 0.0965;
    hrv.sdann = Milliseconds{127.5};
    hrv.sdnn_index = Milliseconds{54.25};
    hrv.triangular_index = 37.125;
    hrv.tinn = Milliseconds{632.81};
    hrv.spectrum_segment = Seconds{300};
    hrv.spectrum_segments = 574;
    hrv.welch = {std::nullopt, 1200.5, 800.25, 400.5, 2401.25, 66.64, 33.36, 1.998};
    hrv.lomb_scargle = {9000.5, 1201.5, 801.25, 401.5, 11404.75, 66.62, 33.38, 1.996};
    hrv.spectrum = {Hertz{1.0 / 300}, {0, 1.25, 99'000.5}, {0.01, 2, 3}};
    hrv.left_out = {{2, LeftOut::missing}, {7, LeftOut::ectopic}, {8, LeftOut::ectopic}};
    hrv.settings.emplace();
    return hrv;
}

} // namespace

TEST_CASE("Variability comes back from JSON as it was written, settings and all") {
    const std::string text = text_of(full());

    CHECK(text_of(read(text)) == text);
    CHECK(read(text).lomb_scargle.ulf == 9000.5);
    CHECK(read(text).settings->artefact_neighbours == 5);
    CHECK(read(text).spectrum->step == Hertz{1.0 / 300});
    CHECK(read(text).spectrum->welch == std::vector<double>{0, 1.25, 99'000.5});
    CHECK(read(text).spectrum->lomb_scargle == std::vector<double>{0.01, 2, 3});
    CHECK(read(text).left_out == full().left_out);
    CHECK(text.find(R"("left_out":{"ectopic":[7,8],"missing":[2],)") != std::string::npos);
    CHECK(text.find(R"("lomb_scargle":{"total_ms2":11404.75,"ulf_ms2":9000.5,)") !=
          std::string::npos);
    CHECK(text.find(R"("nn50_share_of":"differences")") != std::string::npos);
}

TEST_CASE("What variability lacks has no key, and old lines have fewer") {
    CHECK(text_of({}).find("_ms\"") == std::string::npos);
    CHECK(text_of({}).find("settings") == std::string::npos);

    const auto old = read(R"({"hrv":{"nn_intervals":9,"edited_share":0.1,"lf_ms2":5}})");
    CHECK(old.intervals == 9);
    CHECK(old.welch.lf == 5);
    CHECK_FALSE(old.settings);
    CHECK(read("{}").intervals == 0);
}

TEST_CASE("Densities and numbers of beats that cannot be are told") {
    for (const char* text :
         {R"({"hrv":{"spectrum":{"welch_ms2_per_hz":[1]}}})",
          R"({"hrv":{"spectrum":{"step_hz":0,"welch_ms2_per_hz":[1]}}})",
          R"({"hrv":{"spectrum":{"step_hz":0.1,"welch_ms2_per_hz":[1,null]}}})",
          R"({"hrv":{"spectrum":{"step_hz":0.1,"lomb_scargle_ms2_per_hz":[-1]}}})",
          R"({"hrv":{"left_out":{"ectopic":[0]}}})",
          R"({"hrv":{"left_out":{"artefact":["1"]}}})"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(read(text), Error);
    }
}

TEST_CASE("A setting that is another comes back as it is") {
    HeartRateVariability hrv;
    hrv.settings.emplace();
    hrv.settings->artefact_neighbours = 3;
    hrv.settings->hf_to = Hertz{1.04}; // infants

    CHECK(read(text_of(hrv)).settings->artefact_neighbours == 3);
    CHECK(read(text_of(hrv)).settings->hf_to == Hertz{1.04});
}
