#include "formats/open_recording.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "formats/content.hpp"
#include "formats/csv/csv_source.hpp"
#include "formats/sample_unit.hpp"
#include "formats/session/session_source.hpp"
#include "formats/wfdb/wfdb_source.hpp"

#include <filesystem>
#include <utility>

namespace ecg::formats {
namespace {

constexpr std::size_t enough_to_tell = 4096;

[[noreturn]] void fail(const std::string& subject, const std::string& why) {
    throw Error{ErrorKind::data, subject + ": " + why};
}

/// "100" is the record of the header "100.hea".
std::string with_extension(const std::string& path) {
    std::error_code error;
    if (path == "-" || std::filesystem::is_regular_file(path, error)) {
        return path;
    }
    const std::string header = path + ".hea";
    return std::filesystem::is_regular_file(header, error) ? header : path;
}

/// A signal or annotation file lies beside a header, and that is what one must name.
std::optional<std::string> header_beside(const std::string& path) {
    std::error_code error;
    const std::string header = std::filesystem::path{path}.replace_extension(".hea").string();
    if (header != path && std::filesystem::is_regular_file(header, error)) {
        return header;
    }
    return std::nullopt;
}

/// Looks at no more than it takes to tell a session: a live one must not wait for 4 kB.
std::string_view first_bytes(LineReader& lines) {
    std::string_view bytes;
    for (std::size_t limit = 1; limit <= enough_to_tell; ++limit) {
        bytes = lines.peek(limit);
        if (bytes.size() < limit || !is_blank_so_far(bytes)) {
            break;
        }
    }
    return !bytes.empty() && bytes.back() == '{' ? bytes : lines.peek(enough_to_tell);
}

void check_settings(const OpenSettings& settings) {
    if (!settings.unit.empty() && !millivolts_per(settings.unit)) {
        throw Error{ErrorKind::usage,
                    "--unit: \"" + settings.unit + "\" is none of " + std::string{known_units}};
    }
    if (settings.rate && !is_sampling_rate(settings.rate->value)) {
        throw Error{ErrorKind::usage, "--rate: must be from " + format_number(lowest_rate_hz, 0) +
                                          " to " + format_number(highest_rate_hz, 0) + " Hz"};
    }
}

[[noreturn]] void refuse(const std::string& path, const LineReader& lines,
                         const std::string& what) {
    if (const auto header = header_beside(path)) {
        fail(lines.name(), "is no recording by itself; name its header " + *header);
    }
    fail(lines.name(), "is " + what + "; a recording is a session file, a WFDB header, CSV or TSV");
}

} // namespace

std::unique_ptr<RecordingSource> open_recording(const std::string& path,
                                                const OpenSettings& settings) {
    check_settings(settings);
    const std::string file = with_extension(path);
    LineReader lines{InputFile{file}};
    const ContentGuess guess = guess_content(first_bytes(lines));
    const bool is_named_header = std::filesystem::path{file}.extension() == ".hea";
    switch (guess.content) {
    case Content::empty:
        fail(lines.name(), "is empty");
    case Content::foreign:
        refuse(file, lines, guess.what);
    case Content::wfdb_header:
        if (file == "-") {
            fail(lines.name(), "is a WFDB header; its signals are found only when it is named");
        }
        return open_wfdb(file, settings);
    case Content::session:
        return open_session(std::move(lines), settings);
    case Content::table:
        break;
    }
    if (is_named_header) { // so that the header's own fault is told
        return open_wfdb(file, settings);
    }
    return open_csv(std::move(lines), settings);
}

} // namespace ecg::formats
