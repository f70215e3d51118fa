#include "accuracy/beat_score.hpp"
#include "formats/wfdb/annotations.hpp"
#include "support/analysed_record.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"

#include <algorithm>
#include <vector>

using namespace ecg;
using ecg::test::analysis_of_record;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> records_in(const fs::path& folder) {
    std::vector<fs::path> headers;
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() == ".hea") {
            headers.push_back(entry.path());
        }
    }
    std::sort(headers.begin(), headers.end());
    return headers;
}

template <class Value> void check_between(const std::optional<Value>& v, double low, double high) {
    if (v) {
        CHECK(v->count() >= low);
        CHECK(v->count() <= high);
    }
}

/// What no heart's ECG exceeds; absence is always allowed here.
void check_plausible(const Analysis& a) {
    const Measurements& m = a.measurements;
    if (m.heart_rate) {
        CHECK(m.heart_rate->value > 20);
        CHECK(m.heart_rate->value < 300);
    }
    check_between(m.pr, 40, 600);
    check_between(m.qrs, 20, 300);
    check_between(m.qt, 100, 900);
    for (std::size_t i = 1; i < a.beats.size(); ++i) {
        REQUIRE(a.beats[i].time - a.beats[i - 1].time >= Seconds{0.15});
    }
    CHECK(a.waves.size() == a.beats.size());
}

/// Records whose every value is plausible; returns how many have beats.
std::size_t check_all(const fs::path& folder) {
    std::size_t with_beats = 0;
    for (const fs::path& header : records_in(folder)) {
        INFO(header.filename().string());
        const Analysis a = analysis_of_record(header);
        check_plausible(a);
        with_beats += a.beats.empty() ? 0 : 1;
    }
    return with_beats;
}

accuracy::BeatScore beat_score(const fs::path& header, const Analysis& analysis) {
    const auto annotations =
        formats::read_annotations(fs::path{header}.replace_extension(".atr").string());
    std::vector<accuracy::ScoredBeat> found;
    for (const Beat& beat : analysis.beats) {
        found.push_back({beat.time, letter_of(beat.label)});
    }
    return accuracy::score_beats(accuracy::reference_of(annotations, Hertz{analysis.rate_hz}),
                                 found);
}

} // namespace

TEST_CASE("Every record of LUDB has beats and plausible intervals") {
    const auto folder = test::reference_data("ludb");
    SKIP_WITHOUT_DATA(folder, "ludb");
    CHECK(check_all(*folder) == records_in(*folder).size());
}

TEST_CASE("Every record of PTB-XL has beats and plausible intervals") {
    const auto folder = test::reference_data("ptbxl");
    SKIP_WITHOUT_DATA(folder, "ptbxl");
    CHECK(check_all(*folder) == records_in(*folder).size());
}

TEST_CASE("Every record of CPSC 2018 has beats and plausible intervals") {
    const auto folder = test::reference_data("cpsc2018");
    SKIP_WITHOUT_DATA(folder, "cpsc2018");
    CHECK(check_all(*folder) == records_in(*folder).size());
}

TEST_CASE("Every record of CinC 2017 is analysed, and nearly all have beats") {
    const auto folder = test::reference_data("cinc2017");
    SKIP_WITHOUT_DATA(folder, "cinc2017");
    CHECK(check_all(*folder) + 3 >= records_in(*folder).size());
}

TEST_CASE("Every record of QTDB has beats and plausible intervals") {
    const auto folder = test::reference_data("qtdb");
    SKIP_WITHOUT_DATA(folder, "qtdb");
    CHECK(check_all(*folder) == records_in(*folder).size());
}

TEST_CASE("The beats of the MIT-BIH records are found, 99 of 100") {
    const auto folder = test::reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");
    std::vector<accuracy::Rates> all;
    for (const fs::path& header : records_in(*folder)) {
        INFO(header.filename().string());
        const Analysis a = analysis_of_record(header);
        check_plausible(a);
        all.push_back(accuracy::qrs_rates(beat_score(header, a)));
        CHECK(all.back().sensitivity > 90);
        CHECK(all.back().predictivity > 90);
    }
    const accuracy::Rates mean = accuracy::average(all);
    CHECK(mean.sensitivity > 99);
    CHECK(mean.predictivity > 99);
}
