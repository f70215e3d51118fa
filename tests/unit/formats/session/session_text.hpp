// Session text for tests: read from a file of its own, and a plain line to build on.
#pragma once

#include "common/error.hpp"
#include "formats/session/session_source.hpp"
#include "formats/session/session_writer.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace ecg::test {

struct ReadSession {
    std::vector<SessionLine> lines;
    std::vector<std::string> warnings;
    bool complete = true;
    std::string error; ///< without the folder; "" when all went well
};

/// What the source makes of text in a file called night.jsonl.
inline ReadSession read_session(const std::string& text,
                                const formats::OpenSettings& settings = {}) {
    const TemporaryFolder folder;
    const std::string path = folder.file("night.jsonl", text);
    const auto plain = [&](std::string message) {
        const auto at = message.find(path);
        return at == 0 ? message.substr(path.size() - std::string{"night.jsonl"}.size()) : message;
    };
    const auto source = formats::open_session(LineReader{InputFile{path}}, settings);
    ReadSession read;
    try {
        while (auto line = source->next()) {
            CHECK(line->recording.info.source == path);
            line->recording.info.source.clear();
            read.lines.push_back(std::move(*line));
        }
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        read.error = plain(error.what());
    }
    for (const std::string& warning : source->take_warnings()) {
        read.warnings.push_back(plain(warning));
    }
    CHECK(source->take_warnings().empty());
    read.complete = source->complete();
    return read;
}

inline std::string text_of(const std::vector<SessionLine>& lines) {
    std::string text;
    for (const SessionLine& line : lines) {
        formats::append_session_line(text, line);
    }
    return text;
}

/// A line of `count` samples of leads I and II at 500 Hz.
inline SessionLine plain_line(std::int64_t first, std::int64_t count) {
    SessionLine line;
    line.sequence = count == 0 ? 0 : first / count;
    line.recording.info.id = "s1";
    line.recording.info.start = UtcTime{1'736'339'696'789};
    line.recording.first_sample = first;
    for (const Lead lead : {Lead::I, Lead::II}) {
        LeadSignal signal{std::string{name_of(lead)}, lead, {}};
        for (std::int64_t i = first; i < first + count; ++i) {
            signal.samples.push_back(std::round(1e4 * std::sin(static_cast<double>(i))) / 1e4);
        }
        line.recording.leads.push_back(std::move(signal));
    }
    return line;
}

} // namespace ecg::test
