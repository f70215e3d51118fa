#include "analyze/stream.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/annotations.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ecg;
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

Analysis analysis_of(const fs::path& header) {
    const auto source = formats::open_recording(header.string(), {});
    analyze::StreamAnalyzer analyzer{{}};
    while (const auto line = source->next()) {
        analyzer.add(line->recording);
    }
    analyzer.finish(std::nullopt);
    return analyzer.summary();
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
        const Analysis a = analysis_of(header);
        check_plausible(a);
        with_beats += a.beats.empty() ? 0 : 1;
    }
    return with_beats;
}

struct Score {
    double sensitivity;
    double predictivity;
};

/// EC57: matches within 150 ms, closest first, from five minutes on, ventricular flutter left out.
Score score_beats(const std::vector<formats::Annotation>& reference, const Beats& found,
                  double rate) {
    std::vector<double> truth;
    std::vector<std::pair<double, double>> flutter;
    for (const auto& a : reference) {
        const double t = static_cast<double>(a.sample) / rate;
        if (a.code == 32) { // VFON
            flutter.emplace_back(t, 1e9);
        } else if (a.code == 33 && !flutter.empty()) {
            flutter.back().second = t;
        } else if (formats::is_beat_annotation(a.code) && t >= 300) {
            truth.push_back(t);
        }
    }
    const auto counts = [&](double t) {
        return t >= 300 && std::none_of(flutter.begin(), flutter.end(), [&](const auto& span) {
                   return t > span.first - 0.15 && t < span.second + 0.15;
               });
    };
    double hits = 0;
    double missed = 0;
    double invented = 0;
    std::size_t k = 0;
    for (const Beat& beat : found) {
        const double t = beat.time.count();
        if (t < 299.85) {
            continue;
        }
        while (k < truth.size() && truth[k] < t - 0.15) {
            missed += counts(truth[k++]) ? 1 : 0;
        }
        if (k < truth.size() && std::abs(truth[k] - t) <= 0.15) {
            hits += counts(truth[k++]) ? 1 : 0;
        } else {
            invented += counts(t) ? 1 : 0;
        }
    }
    for (; k < truth.size(); ++k) {
        missed += counts(truth[k]) ? 1 : 0;
    }
    return {100 * hits / (hits + missed), 100 * hits / (hits + invented)};
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
    double sensitivity = 0;
    double predictivity = 0;
    const auto headers = records_in(*folder);
    for (const fs::path& header : headers) {
        INFO(header.filename().string());
        const Analysis a = analysis_of(header);
        check_plausible(a);
        const Score score = score_beats(
            formats::read_annotations(fs::path{header}.replace_extension(".atr").string()), a.beats,
            a.rate_hz);
        UNSCOPED_INFO("Se " << score.sensitivity << " +P " << score.predictivity);
        CHECK(score.sensitivity > 90);
        CHECK(score.predictivity > 90);
        sensitivity += score.sensitivity / static_cast<double>(headers.size());
        predictivity += score.predictivity / static_cast<double>(headers.size());
    }
    INFO("mean Se " << sensitivity << " +P " << predictivity);
    CHECK(sensitivity > 99);
    CHECK(predictivity > 99);
}
