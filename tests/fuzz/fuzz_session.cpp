// Any bytes as a file of session lines, new or old: joined lines are in order, and what is
// written of them reads back.
#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/session/session_source.hpp"
#include "formats/session/session_writer.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

std::vector<ecg::SessionLine> read_lines(const std::string& text,
                                         const ecg::formats::OpenSettings& settings) {
    ecg::JsonReader reader;
    ecg::formats::SessionLines session{settings, "fuzz.jsonl"};
    std::vector<ecg::SessionLine> lines;
    for (const std::string_view line : ecg::split(text, '\n')) {
        if (!line.empty()) {
            if (auto joined = session.add(reader.parse(line, "fuzz:1"), "fuzz:1")) {
                lines.push_back(std::move(*joined));
            }
        }
    }
    return lines;
}

void check_order(const std::vector<ecg::SessionLine>& lines) {
    std::string id;
    std::int64_t next = 0;
    for (const ecg::SessionLine& line : lines) {
        const ecg::Recording& recording = line.recording;
        require(recording.info.id != id || recording.first_sample >= next);
        for (const ecg::LeadSignal& lead : recording.leads) {
            require(std::ssize(lead.samples) == recording.sample_count());
        }
        id = recording.info.id;
        next = recording.first_sample + recording.sample_count();
    }
}

std::string written(const std::vector<ecg::SessionLine>& lines) {
    std::string text;
    for (const ecg::SessionLine& line : lines) {
        ecg::formats::append_session_line(text, line);
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    ecg::formats::OpenSettings settings;
    if (size > 0 && bytes[0] == '!') { // such input has rate and unit from the command line
        settings = {ecg::Hertz{250}, "adc:0.78125", {}};
        ++bytes;
        --size;
    }
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    std::vector<ecg::SessionLine> lines;
    try {
        lines = read_lines(text, settings);
    } catch (const ecg::Error&) {
        return 0;
    }
    check_order(lines);
    const std::string once = written(lines);
    check_order(read_lines(once, {}));
    require(written(read_lines(once, {})) == once);
    return 0;
}
