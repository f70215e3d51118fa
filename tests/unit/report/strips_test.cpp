#include "common/error.hpp"
#include "example_recording.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "report/strip_baselines.hpp"
#include "support/catch.hpp"

#include <array>
#include <limits>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double signal_left = (297 - 265) / 2.0 + 15; // of A4 that lies

/// Flat leads at 100 Hz with a spike of one sample, 1 mV high, at each of these seconds.
Recording with_spikes(const std::vector<std::string>& leads, double seconds,
                      const std::vector<double>& at) {
    Recording recording = example_recording(leads, seconds, 100);
    recording.info.start = parse_utc("2025-01-08T22:00:00Z");
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), 0.0);
        for (const double second : at) {
            lead.samples.at(static_cast<std::size_t>(std::lround(second * 100))) = 1;
        }
    }
    return recording;
}

Analysis analysis_of(const Recording& recording, const std::vector<Beat>& beats) {
    Analysis analysis = example_analysis();
    analysis.rate_hz = recording.rate.hertz();
    analysis.beats = beats;
    analysis.samples = recording.sample_count();
    return analysis;
}

ReportSettings strip_settings(std::optional<double> from = {}, std::optional<double> to = {}) {
    ReportSettings settings;
    settings.layouts = {Layout::strips};
    settings.program = "ecg-tools 9.8.7";
    if (from) {
        settings.strips_from = Seconds{*from};
    }
    if (to) {
        settings.strips_to = Seconds{*to};
    }
    return settings;
}

RecordingCanvas drawn(const Recording& recording, const Analysis* analysis,
                      const ReportSettings& settings) {
    RecordingCanvas canvas;
    draw_pages(canvas, recording, analysis, settings);
    return canvas;
}

struct Peak {
    std::size_t page;
    double x;
    double height; ///< above the line's first point
};

/// The highest point of each trace that leaves its baseline by more than 0.2 mm.
std::vector<Peak> peaks_of(const RecordingCanvas& canvas) {
    std::vector<Peak> peaks;
    for (const auto& trace : canvas.traces()) {
        const auto top = std::min_element(trace.points.begin(), trace.points.end(),
                                          [](Point a, Point b) { return a.y < b.y; });
        const double height = trace.points.front().y - top->y;
        if (height > 0.2) {
            peaks.push_back({trace.page, top->x, height});
        }
    }
    return peaks;
}

std::vector<RecordingCanvas::Words> letters_of(const RecordingCanvas& canvas) {
    std::vector<RecordingCanvas::Words> letters;
    std::copy_if(canvas.texts.begin(), canvas.texts.end(), std::back_inserter(letters),
                 [](const auto& words) {
                     return words.text.size() == 1 && words.style.weight == Weight::bold &&
                            words.style.size == style::other_beat.size;
                 });
    return letters;
}

Box box_of(const RecordingCanvas::Words& words) {
    const double size = words.style.size;
    return {words.at.x, words.at.y - 0.73 * size, words.width, 0.75 * size};
}

bool overlap(const Box& a, const Box& b) {
    return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

void check_page(const RecordingCanvas& canvas) {
    for (const auto* paths : {&canvas.polylines, &canvas.single_lines, &canvas.fills}) {
        for (const auto& path : *paths) {
            const Box& paper = canvas.pages.at(path.page - 1);
            for (const Point& point : path.points) {
                if (point.x < 2 || point.x > paper.width - 2 || point.y < 2 ||
                    point.y > paper.height - 2) {
                    FAIL("a line at " << point.x << ", " << point.y);
                }
            }
        }
    }
    for (std::size_t i = 0; i < canvas.texts.size(); ++i) {
        const auto& words = canvas.texts[i];
        const Box& paper = canvas.pages.at(words.page - 1);
        if (words.at.x < 2 || words.at.x + words.width > paper.width - 2 ||
            words.at.y > paper.height - 2) {
            FAIL_CHECK(words.text << " leaves the page");
        }
        for (std::size_t k = i + 1; k < canvas.texts.size(); ++k) {
            const auto& other = canvas.texts[k];
            if (words.page == other.page && overlap(box_of(words), box_of(other))) {
                FAIL_CHECK(words.text << " lies on " << other.text);
            }
        }
    }
}

/// An eventful recording of twelve seconds a moment: gaps, every class of beat, all kinds of words.
Analysis eventful(const Recording& recording) {
    Analysis analysis = analysis_of(recording, {});
    const double end = recording.duration().count();
    int n = 0;
    for (double time = 0.4; time < end; time += 0.3 + 0.05 * (n % 12)) {
        const std::array classes{BeatClass::N, BeatClass::V, BeatClass::S, BeatClass::F,
                                 BeatClass::Q, BeatClass::V, BeatClass::V};
        analysis.beats.push_back({Seconds{time}, classes.at(static_cast<std::size_t>(n % 7))});
        ++n;
    }
    const std::array codes{"VT",   "NSVT", "3AVB", "PAUSE", "AFIB",  "AFLT", "2AVB1",
                           "VCPL", "BIGU", "PVC",  "PAC",   "SARRH", "IRREG"};
    for (int i = 0; i * 7.0 + 5 < end; ++i) {
        analysis.rhythm.episodes.push_back(
            {codes.at(static_cast<std::size_t>(i) % codes.size()), Seconds{i * 7.0},
             Seconds{i * 7.0 + 1 + 0.1 * (i % 40)}, 3, BeatsPerMinute{120}, 1,
             "a reason with measured values, rate 120/min > 100/min, RMSSD 35 % of the mean RR"});
    }
    return analysis;
}

} // namespace

TEST_CASE("a spike stands on the strip and at the millimetre of its second") {
    // 5 strips of 10 s on a page of one lead
    const Recording recording = with_spikes(twelve_leads(), 200, {63.21, 128.5});

    const auto canvas = drawn(recording, nullptr, strip_settings(20, 180));

    const auto peaks = peaks_of(canvas);
    REQUIRE(peaks.size() == 2);
    CHECK(peaks[0].page == 1);
    CHECK(peaks[0].x == Approx(signal_left + 25 * 3.21));
    CHECK(peaks[0].height == Approx(10));
    CHECK(peaks[1].page == 3);
    CHECK(peaks[1].x == Approx(signal_left + 25 * 8.5));
    CHECK(canvas.texts_of("0:01:00").size() == 1);
    CHECK(canvas.texts_of("22:01:00").size() == 1);
}

TEST_CASE("strips are true to speed and gain") {
    const Recording recording = with_spikes({"II"}, 60, {3});
    for (const double speed : {12.5, 25.0, 50.0}) {
        for (const double gain : {5.0, 10.0, 20.0}) {
            ReportSettings settings = strip_settings(0, 4);
            settings.speed_mm_per_s = speed;
            settings.gain_mm_per_mv = gain;

            const auto canvas = drawn(recording, nullptr, settings);

            const auto peaks = peaks_of(canvas);
            REQUIRE(peaks.size() == 1);
            CHECK(peaks[0].x == Approx(signal_left + 3 * speed));
            CHECK(peaks[0].height == Approx(gain));
            REQUIRE(canvas.pulses().size() == 1);
            const auto pulse = canvas.pulses().front().points;
            CHECK(pulse[1].y - pulse[2].y == Approx(gain));
            CHECK(pulse[3].x - pulse[2].x == Approx(0.2 * speed));
        }
    }
}

TEST_CASE("a recording that begins late keeps the session's time") {
    Recording recording = with_spikes({"II"}, 60, {3});
    recording.first_sample = 100 * 1000;

    const auto canvas = drawn(recording, nullptr, strip_settings(1000, 1010));

    const auto peaks = peaks_of(canvas);
    REQUIRE(peaks.size() == 1);
    CHECK(peaks[0].x == Approx(signal_left + 25 * 3));
    CHECK(canvas.says("0:16:40"));
}

TEST_CASE("the class of each beat but N stands above it") {
    const Recording recording = with_spikes(twelve_leads(), 30, {2, 3, 4, 5, 6});
    const Analysis analysis = analysis_of(recording, {{Seconds{2}, BeatClass::N},
                                                      {Seconds{3}, BeatClass::V},
                                                      {Seconds{4}, BeatClass::S},
                                                      {Seconds{5}, BeatClass::F},
                                                      {Seconds{6}, BeatClass::Q}});

    const auto canvas = drawn(recording, &analysis, strip_settings(0, 10));

    const auto letters = letters_of(canvas);
    REQUIRE(letters.size() == 4);
    const std::string wanted = "VSFQ";
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(letters[i].text == wanted.substr(i, 1));
        CHECK(letters[i].at.x + letters[i].width / 2 ==
              Approx(signal_left + 25 * (3 + static_cast<double>(i))));
    }
    const auto pulse = canvas.pulses().front().points;
    CHECK(letters[0].at.y < pulse[2].y); // above all of the strip
    CHECK(canvas.says("5 beats · 60/min"));
}

TEST_CASE("the strips of moments are those of the episodes, at their time") {
    const Recording recording = with_spikes({"V1", "V2", "V3"}, 120, {50, 51, 52});
    Analysis analysis = analysis_of(recording, {});
    analysis.rhythm.episodes = {{"NSVT", Seconds{50}, Seconds{52}, 3, {}, 1, "3 beats"}};

    const auto canvas = drawn(recording, &analysis, strip_settings());

    CHECK(canvas.pages.size() == 1);
    CHECK(canvas.says("Non-sustained ventricular tachycardia"));
    CHECK(canvas.says("3 beats, for 2 s"));
    CHECK(canvas.texts_of("0:00:46").size() == 1);
    const auto& bar =
        *std::find_if(canvas.single_lines.begin(), canvas.single_lines.end(),
                      [](const auto& line) { return line.pen.width == style::critical_bar.width; });
    CHECK(bar.points[0].x == Approx(signal_left + 25 * 4));
    CHECK(bar.points[1].x == Approx(signal_left + 25 * 6));
    CHECK(canvas.says("lead V1 (II was not recorded)"));
}

TEST_CASE("two leads are both drawn, more give way to the one asked for") {
    ReportSettings settings = strip_settings(0, 10);
    const auto labels = [&](const std::vector<std::string>& leads) {
        const auto canvas = drawn(with_spikes(leads, 30, {2}), nullptr, settings);
        std::vector<std::string> found;
        for (const auto& words : canvas.texts) {
            if (words.style.size == style::lead.size && words.style.weight == Weight::bold) {
                found.push_back(words.text);
            }
        }
        return found;
    };
    using Names = std::vector<std::string>;

    CHECK(labels({"V5", "ECG2"}) == Names{"V5", "ECG2"});
    CHECK(labels({"I", "II", "III"}) == Names{"II"});
    CHECK(labels({"x", "y", "V5"}) == Names{"V5"});
    CHECK(labels({"x", "y", "z"}) == Names{"x"});
    settings.rhythm_lead = Lead::V3;
    CHECK(labels(twelve_leads()) == Names{"V3"});
}

TEST_CASE("gaps are drawn as gaps, and named") {
    Recording recording = with_spikes({"II"}, 30, {9});
    auto& samples = recording.leads[0].samples;
    std::fill(samples.begin() + 300, samples.begin() + 700, missing);
    samples[850] = missing;
    recording.gaps = {{300, 400, "unplugged"}, {850, 1, "lost"}};

    const auto canvas = drawn(recording, nullptr, strip_settings(0, 10));

    CHECK(canvas.traces().size() == 3);
    for (const auto& trace : canvas.traces()) {
        for (const Point& point : trace.points) {
            CHECK_FALSE((point.x > signal_left + 75 && point.x < signal_left + 175 - 0.01));
        }
    }
    const auto words = canvas.texts_of("no signal for 4 s: unplugged");
    REQUIRE(words.size() == 1);
    CHECK(words[0].at.x > signal_left + 75);
    CHECK(words[0].at.x + words[0].width < signal_left + 175);
    CHECK(canvas.says("2 gaps"));
}

TEST_CASE("nothing overlaps and nothing leaves the page, on any paper and at any scale") {
    for (const std::vector<std::string>& leads : {twelve_leads(), {"II", "V1"}}) {
        Recording recording = example_recording(leads, 400, 100);
        recording.gaps = {{12'000, 40, "lost"}, {12'100, 600, "unplugged"}};
        for (LeadSignal& lead : recording.leads) {
            std::fill_n(lead.samples.begin() + 12'000, 40, missing);
            std::fill_n(lead.samples.begin() + 12'100, 600, missing);
        }
        const Analysis analysis = eventful(recording);
        for (const bool moments : {true, false}) {
            for (const Paper paper : {Paper::a4, Paper::letter}) {
                for (const auto orientation : {Orientation::landscape, Orientation::portrait}) {
                    for (const double speed : {12.5, 25.0, 50.0}) {
                        for (const double gain : {5.0, 10.0, 20.0}) {
                            ReportSettings settings =
                                moments ? strip_settings() : strip_settings(80, 170);
                            settings.paper = paper;
                            settings.orientation = orientation;
                            settings.speed_mm_per_s = speed;
                            settings.gain_mm_per_mv = gain;
                            INFO(leads.size() << " leads, moments " << moments << ", letter "
                                              << (paper == Paper::letter) << ", upright "
                                              << (orientation == Orientation::portrait) << ", "
                                              << speed << " mm/s, " << gain << " mm/mV");
                            const auto canvas = drawn(recording, &analysis, settings);
                            check_page(canvas);
                            CHECK(canvas.pages.size() <= (moments ? 4U : 200U));
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("a number of pages limits the moments, and what is left is counted") {
    const Recording recording = example_recording(twelve_leads(), 1000, 100);
    const Analysis analysis = eventful(recording);
    ReportSettings settings = strip_settings();
    settings.strip_pages = 2;

    const auto canvas = drawn(recording, &analysis, settings);

    CHECK(canvas.pages.size() == 2);
    CHECK(canvas.says("Episodes that begin on no strip: "));
}

TEST_CASE("from a time on there are as many strips as the pages hold") {
    const Recording recording = with_spikes({"II"}, 1000, {2});
    ReportSettings settings = strip_settings(100);
    settings.strip_pages = 2;

    CHECK(drawn(recording, nullptr, settings).says("From 0:01:40 (22:01:40 UTC) to 0:03:20"));
    settings.strips_from.reset();
    settings.strips_to = Seconds{25};
    CHECK(drawn(recording, nullptr, settings).says("From 0:00:00 (22:00:00 UTC) to 0:00:25"));
}

TEST_CASE("strips that are not there, run backwards or fill a book are refused") {
    Recording recording = with_spikes({"II"}, 1000, {2});
    recording.info.source = "night.hea";
    RecordingCanvas canvas;

    CHECK_THROWS_WITH(draw_pages(canvas, recording, nullptr, strip_settings(1000)),
                      Catch::Contains("night.hea: ends at 0:16:40, and nothing is left"));
    CHECK_THROWS_WITH(draw_pages(canvas, recording, nullptr, strip_settings(50, 40)),
                      Catch::Contains("strips up to 0:00:40 cannot begin at 0:00:50"));
    recording.samples_beyond = 100 * 86'400;
    CHECK_THROWS_WITH(draw_pages(canvas, recording, nullptr, strip_settings(0, 86'400)),
                      Catch::Contains("would take 1728 pages, and 200 are the most"));
}

TEST_CASE("what is short, not analysed or without signal makes a sound page with words") {
    Recording second = with_spikes({"I", "V5", "V6"}, 1, {0.5});
    Analysis analysis = analysis_of(second, {{Seconds{0.5}}});
    const auto short_page = drawn(second, &analysis, strip_settings());
    CHECK(short_page.says("The recording is no longer than one strip."));
    CHECK(short_page.says("1 beat · no rate"));
    CHECK(short_page.says("lead V5 (II was not recorded)"));
    check_page(short_page);

    const auto bare = drawn(with_spikes({"II"}, 100, {2}), nullptr, strip_settings());
    CHECK(bare.says("Not analysed"));
    CHECK(bare.pages.size() == 1);
    check_page(bare);

    Recording off = with_spikes(twelve_leads(), 100, {2});
    for (LeadSignal& lead : off.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), missing);
        off.electrodes_off.push_back(lead.name);
    }
    analysis = analysis_of(off, {});
    const auto nothing = drawn(off, &analysis, strip_settings());
    CHECK(nothing.says("Too few beats for a choice of moments."));
    CHECK(nothing.says("electrode off"));
    CHECK(nothing.says("no signal in any strip"));
    check_page(nothing);

    Recording slow = example_recording({"II"}, 100, 80);
    analysis = eventful(slow);
    const auto monitoring = drawn(slow, &analysis, strip_settings());
    CHECK(monitoring.says("80 Hz: monitoring bandwidth"));
    check_page(monitoring);
}

TEST_CASE("strips are read where they are wanted, and no more of the recording") {
    const Recording beginning = with_spikes(twelve_leads(), 10, {2});
    std::vector<Stretch> asked;
    const LongSignal signal{[&](Stretch stretch) {
                                asked.push_back(stretch);
                                Recording part = with_spikes({"II"}, 11, {3});
                                part.first_sample = 100 * 5000;
                                return part;
                            },
                            {}};
    Recording recording = beginning;
    recording.samples_beyond = 100 * 86'400;
    RecordingCanvas canvas;

    draw_pages(canvas, recording, nullptr, strip_settings(5000, 5010), &signal);

    REQUIRE(asked.size() == 1);
    CHECK(asked[0].from == Seconds{5000});
    CHECK(asked[0].to == Seconds{5010});
    const auto peaks = peaks_of(canvas);
    REQUIRE(peaks.size() == 1);
    CHECK(peaks[0].x == Approx(signal_left + 75));
}

TEST_CASE("baselines stand on heavy lines where waves and pulses have room") {
    const Box grid{16, 50, 265, 40};
    LeadSignal up{"II", Lead::II, std::vector<double>(100, 0)};
    LeadSignal down = up;
    up.samples[50] = 1;
    down.samples[50] = -1;
    Strip first;
    first.signal = &up;
    first.width = 25;
    Strip second = first;
    second.signal = &down;
    const SampleRate rate{Hertz{100}};

    const auto both = strip_baselines(grid, {first, second}, rate);
    CHECK(both.at(0) >= 50 + 11);
    CHECK(both.at(1) <= 90 - 10);
    CHECK(both.at(1) - both.at(0) >= 11);
    for (const double y : both) {
        CHECK(std::fmod(y - grid.top, 5) == Approx(0));
    }
    const auto alone = strip_baselines({16, 50, 265, 30}, {second}, rate);
    CHECK(alone.at(0) == 50 + 15); // low enough for the pulse, high enough for the wave
}
