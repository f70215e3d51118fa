#include "report/comparison_head.hpp"

#include "common/text.hpp"
#include "report/patient_match.hpp"
#include "report/style.hpp"
#include "report/text_blocks.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::report {
namespace {

constexpr double line_pitch = 3.85;
constexpr double beside_plate = 6; // its own margins among it

/// The statement that names the rhythm, or its code.
std::string rhythm_words(const Analysis& analysis) {
    for (const Finding& finding : analysis.findings) {
        if (finding.code == analysis.rhythm.name) {
            return finding_words(finding);
        }
    }
    return analysis.rhythm.name.empty() ? "no rhythm named" : "rhythm " + analysis.rhythm.name;
}

/// What one of them lacks, the other may say.
Patient person_of(const Patient& earlier, const Patient& later) {
    Patient person = later;
    person.name = later.name.empty() ? earlier.name : later.name;
    person.id = later.id.empty() ? earlier.id : later.id;
    person.sex = later.sex ? later.sex : earlier.sex;
    return person;
}

std::string person_words(const Patient& patient) {
    return (patient.name.empty() ? "name not given" : patient.name) + " · " +
           patient_words(patient);
}

void draw_two_people(Canvas& canvas, const Box& box, const Comparison& comparison,
                     const PatientMatch& match) {
    const double room = box.width - 4;
    const std::string words = (match.same == SamePatient::no ? "TWO DIFFERENT PATIENTS: "
                                                             : "NOT KNOWN TO BE ONE PATIENT: ") +
                              match.reason;
    TextStyle headline = fitted(canvas, words, style::name, room, 3);
    headline.colour = style::alarm;
    canvas.text({box.left, box.top + 4.4}, ellipsized(canvas, words, headline, room), headline);
    double y = box.top + 8.6;
    for (const auto& [tag, half] :
         {std::pair{"Earlier: ", &comparison.earlier}, std::pair{"Later: ", &comparison.later}}) {
        const std::string person = printable(tag + person_words(half->recording.info.patient));
        const TextStyle style = fitted(canvas, person, style::body, room, 2);
        canvas.text({box.left, y}, ellipsized(canvas, person, style, room), style);
        y += line_pitch;
    }
}

std::string scale_of_both(const ReportSettings& settings) {
    const double chest = settings.chest_gain_mm_per_mv.value_or(settings.gain_mm_per_mv);
    std::string words = "Both at " + format_number(settings.speed_mm_per_s, 1) + " mm/s and " +
                        format_number(settings.gain_mm_per_mv, 1) + " mm/mV";
    if (chest != settings.gain_mm_per_mv) {
        words += ", V1 to V6 " + format_number(chest, 1);
    }
    return words;
}

} // namespace

std::string between_words(const std::optional<UtcTime>& earlier,
                          const std::optional<UtcTime>& later) {
    constexpr double year = 365.25;
    if (!earlier || !later) {
        return "Time between them not known";
    }
    const std::int64_t seconds = (later->milliseconds - earlier->milliseconds) / 1000;
    const std::int64_t days = seconds / 86400;
    if (static_cast<double>(days) >= 2 * year) {
        return std::to_string(days) + " days (" +
               format_number(static_cast<double>(days) / year, 1) + " years) between them";
    }
    for (const auto& [length, unit] :
         {std::pair{std::int64_t{86400}, " days"}, std::pair{std::int64_t{3600}, " h"},
          std::pair{std::int64_t{60}, " min"}}) {
        if (seconds >= 2 * length) {
            return std::to_string(seconds / length) + unit + " between them";
        }
    }
    return seconds == 0 ? "Begun at the same time" : std::to_string(seconds) + " s between them";
}

void draw_comparison_title(Canvas& canvas, const PageGeometry& page, const Comparison& comparison,
                           const ReportSettings& settings) {
    const RecordingInfo& earlier = comparison.earlier.recording.info;
    const RecordingInfo& later = comparison.later.recording.info;
    const PatientMatch match = match_patients(earlier, later);
    if (match.same == SamePatient::yes) {
        draw_patient(canvas, page.patient, person_of(earlier.patient, later.patient));
    } else {
        draw_two_people(canvas, page.patient, comparison, match);
    }
    const Box& box = page.acquisition;
    text_right(canvas, {box.right(), box.top + 3.4}, "Comparison of two ECGs", style::strong);
    text_right(canvas, {box.right(), box.top + 7.4}, between_words(earlier.start, later.start),
               style::quiet);
    text_right(canvas, {box.right(), box.top + 7.4 + line_pitch}, scale_of_both(settings),
               style::quiet);
    const double y = page.patient.bottom() - 1.6;
    canvas.lines(std::array{Line{{page.patient.left, y}, {box.right(), y}}}, style::hairline);
}

void draw_half_head(Canvas& canvas, const Box& box, const AnalysedRecording& half,
                    std::string_view tag) {
    const RecordingInfo& info = half.recording.info;
    double room = box.width;
    const auto line = [&](double y, const std::string& text, TextStyle style) {
        const std::string words = printable(text);
        style = fitted(canvas, words, style, room, std::min(2.2, style.size));
        canvas.text({box.left, box.top + y}, ellipsized(canvas, words, style, room), style);
    };
    if (info.device.demo) {
        const std::string plate = "SYNTHETIC DEMO SIGNAL";
        draw_plate(canvas, {box.right(), box.top + 3.2}, plate, style::alarm);
        room -= canvas.text_width(plate, style::plate) + beside_plate;
    }
    line(3.2, std::string{tag} + " · " + time_words(info.start), style::strong);
    room = box.width;
    line(7.2, severity_words(half.analysis.findings) + " · " + rhythm_words(half.analysis),
         style::body);
    const std::string device = device_words(info.device);
    line(11, recording_words(half.recording) + (device.empty() ? "" : " · " + device),
         style::quiet);
    line(14.6, bandwidth_words(half.recording.rate), style::small_warning);
}

} // namespace ecg::report
