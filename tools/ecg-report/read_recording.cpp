#include "read_recording.hpp"

#include "strip_choices.hpp"

#include <utility>

namespace ecg {

std::string input_name(const std::string& input) {
    return input == "-" ? "standard input" : input;
}

ReadRecording read_recording(const std::string& input, const formats::OpenSettings& open,
                             const report::ReportSettings& page,
                             const std::function<void(std::string_view)>& tell) {
    constexpr Seconds enough{120}; // no other page has room for more
    std::unique_ptr<formats::RecordingSource> source = formats::open_recording(input, open);
    ReadRecording read;
    if (has_strips(page)) {
        read.keeper =
            std::make_unique<formats::LeadKeeper>(std::move(source), [&](const Recording& first) {
                return report::strip_leads(first, page.rhythm_lead);
            });
    }
    formats::RecordingSource& from = read.keeper ? *read.keeper : *source;
    read.line = formats::read_beginning(from, input_name(input), enough);
    for (const std::string& warning : from.take_warnings()) {
        tell(warning);
    }
    return read;
}

} // namespace ecg
