// A file analysed as the tool does it: streamed, then summed up.
#pragma once

#include "analyze/stream.hpp"
#include "formats/open_recording.hpp"

#include <filesystem>
#include <optional>

namespace ecg::test {

/// The summary of the whole recording. Throws Error{data} as open_recording does.
inline Analysis analysis_of_record(const std::filesystem::path& header) {
    const auto source = formats::open_recording(header.string(), {});
    analyze::StreamAnalyzer analyzer{{}};
    while (const auto line = source->next()) {
        analyzer.add(line->recording);
    }
    analyzer.finish(std::nullopt);
    return analyzer.summary();
}

} // namespace ecg::test
