#include "draw_comparison.hpp"

#include "common/error.hpp"
#include "read_recording.hpp"
#include "report/patient_match.hpp"

#include <utility>

namespace ecg {
namespace {

void check_inputs(const std::vector<std::string>& inputs) {
    if (inputs.size() != 2) {
        throw Error{ErrorKind::usage, "--compare: takes two recordings, the earlier and the later; "
                                      "there are " +
                                          std::to_string(inputs.size())};
    }
    if (inputs[0] == "-" && inputs[1] == "-") {
        throw Error{ErrorKind::usage, "--compare: standard input holds one of the two recordings; "
                                      "the other has to be a file"};
    }
}

void check_analysed(const SessionLine& line, const std::string& name) {
    if (!line.summary) {
        throw Error{ErrorKind::data,
                    name + ": is not analysed; it has nothing to compare; ecg-analyze FILE makes "
                           "lines that have"};
    }
}

/// Names are those of the files: never those of people.
void check_pair(const RecordingInfo& earlier, const RecordingInfo& later,
                const ReportOptions& options) {
    const std::string first = input_name(options.inputs[0]);
    const std::string second = input_name(options.inputs[1]);
    if (earlier.start && later.start && *later.start < *earlier.start) {
        throw Error{ErrorKind::usage,
                    second + ": began before " + first + "; the earlier one has to come first"};
    }
    const report::PatientMatch match = report::match_patients(earlier, later);
    if (match.same == report::SamePatient::no && !options.any_patient) {
        throw Error{ErrorKind::data, second + ": is of another patient than " + first + ": " +
                                         match.reason + "; --any-patient draws them all the same"};
    }
}

} // namespace

DrawnPage draw_comparison(const ReportOptions& options, const report::ReportSettings& page,
                          const std::function<void(std::string_view)>& tell) {
    check_inputs(options.inputs);
    report::ReportSettings settings = page;
    settings.layouts.clear(); // no strips are read for it
    const auto read = [&](const std::string& input) {
        SessionLine line = read_recording(input, options.open, settings, tell).line;
        check_analysed(line, input_name(input));
        return line;
    };
    const SessionLine earlier = read(options.inputs[0]);
    const SessionLine later = read(options.inputs[1]);
    check_pair(earlier.recording.info, later.recording.info, options);
    report::ReportFiles drawn = report::make_comparison_files(
        {{earlier.recording, *earlier.summary}, {later.recording, *later.summary}}, settings);
    return {std::move(drawn.files), later.recording.info, std::move(drawn.missing),
            std::move(drawn.font)};
}

} // namespace ecg
