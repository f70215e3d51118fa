#include "formats/wfdb/header.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/sample_unit.hpp"
#include "formats/wfdb/header_fields.hpp"
#include "formats/wfdb/sample_format.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

constexpr std::int64_t most_samples_per_frame = 65536;
constexpr std::int64_t most_skew = 1'000'000; // frames; real ones are a handful
constexpr std::int64_t most_signals = 4096;
constexpr std::int64_t longest_frame = 1 << 20; // samples of all signals
constexpr std::int64_t most_segments = 1'000'000;
constexpr std::int64_t most_frames = 1'000'000'000'000; // 30 years at 1000 Hz

/// The number at the front of text, taken off it.
std::string_view take_number(std::string_view& text) {
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    const auto end = std::min(text.find_first_not_of("0123456789", sign), text.size());
    const std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

std::int64_t count_in(std::string_view digits, std::int64_t low, std::int64_t high,
                      const std::string& what, const HeaderFields& line) {
    const auto value = parse_integer(digits);
    if (!value) {
        line.fail(what + " is not a whole number");
    }
    if (*value < low || *value > high) {
        line.fail(what + " is out of range");
    }
    return *value;
}

/// "16", "212x4", "16:3+24": the format, then samples a frame, skew and byte offset.
void parse_format(std::string_view text, WfdbSignal& signal, const HeaderFields& line) {
    const auto digits_end = std::min(text.find_first_not_of("0123456789"), text.size());
    signal.format =
        static_cast<int>(count_in(text.substr(0, digits_end), 0, 100'000, "format", line));
    if (signal.format != 0 && !is_known_format(signal.format)) {
        line.fail("format " + std::to_string(signal.format) + " is not supported");
    }
    text.remove_prefix(digits_end);
    while (!text.empty()) {
        const char kind = text.front();
        text.remove_prefix(1);
        const std::string_view digits = take_number(text);
        if (kind == 'x') {
            signal.samples_per_frame =
                count_in(digits, 1, most_samples_per_frame, "number of samples a frame", line);
        } else if (kind == ':') {
            signal.skew = count_in(digits, 0, most_skew, "skew", line);
        } else if (kind == '+') {
            signal.offset = count_in(digits, 0, std::int64_t{1} << 53, "byte offset", line);
        } else {
            line.fail("format is not a number");
        }
    }
}

/// "200", "200/mV", "200(1024)/uV"; true when it names a baseline.
bool parse_gain(std::string_view text, WfdbSignal& signal, const HeaderFields& line) {
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        if (slash + 1 < text.size()) {
            signal.unit = text.substr(slash + 1);
        }
        text = text.substr(0, slash);
    }
    const auto bracket = text.find('(');
    const auto gain = parse_number(text.substr(0, bracket));
    if (!gain) {
        line.fail("gain is not a number");
    }
    if (*gain != 0) {
        signal.gain = *gain;
    }
    if (bracket == std::string_view::npos) {
        return false;
    }
    const std::string_view baseline = text.substr(bracket + 1);
    const auto value = baseline.ends_with(')')
                           ? parse_integer(baseline.substr(0, baseline.size() - 1))
                           : std::nullopt;
    if (!value) {
        line.fail("baseline is not a whole number in brackets");
    }
    signal.baseline = *value;
    return true;
}

WfdbSignal parse_signal(HeaderFields line, std::int64_t number) {
    WfdbSignal signal;
    signal.line = number;
    signal.file = line.next().value_or("");
    const auto format = line.next();
    if (!format) {
        line.fail("format is missing");
    }
    parse_format(*format, signal, line);
    const auto gain = line.next();
    const bool has_baseline = gain && parse_gain(*gain, signal, line);
    line.next_integer("ADC resolution");
    const std::int64_t adc_zero = line.next_integer("ADC zero").value_or(0);
    if (!has_baseline) {
        signal.baseline = adc_zero;
    }
    signal.initial_value = line.next_integer("initial value").value_or(adc_zero);
    signal.checksum = line.next_integer("checksum");
    line.next_integer("block size");
    signal.description = line.rest();
    return signal;
}

std::optional<std::int64_t> next_frames(HeaderFields& line) {
    const auto frames = line.next_integer("number of samples");
    if (frames && *frames < 0) {
        line.fail("number of samples is negative");
    }
    if (frames && *frames > most_frames) {
        line.fail("number of samples is out of range");
    }
    return frames;
}

WfdbSegment parse_segment(HeaderFields line, std::int64_t number) {
    WfdbSegment segment;
    segment.line = number;
    segment.name = line.next().value_or("");
    const auto frames = next_frames(line);
    if (!frames) {
        line.fail("number of samples is missing");
    }
    segment.frames = *frames;
    return segment;
}

/// The time and date at the end of a record line, in either order.
void parse_start(HeaderFields& line, WfdbHeader& header, const std::string& where) {
    std::optional<HeaderDate> date;
    std::optional<double> time;
    while (const auto field = line.next()) {
        const bool is_time = field->find(':') != std::string_view::npos;
        if (is_time && !time && (time = parse_header_time(*field))) {
            continue;
        }
        if (!is_time && !date && (date = parse_header_date(*field))) {
            continue;
        }
        header.warnings.push_back(where + ": \"" + std::string{*field} +
                                  "\" is no date or time and is left out");
    }
    if (date && time) {
        header.start = utc_of(date->year, date->month, date->day, *time);
        if (!header.start) {
            header.warnings.push_back(where + ": there is no such date; it is left out");
        }
    }
}

/// What the record line promises of the lines below it.
struct Promise {
    std::int64_t signals = 0;
    std::optional<std::int64_t> segments;
};

Promise parse_record_line(HeaderFields line, WfdbHeader& header, const std::string& where) {
    Promise promise;
    std::string_view name = line.next().value_or("");
    if (const auto slash = name.find('/'); slash != std::string_view::npos) {
        promise.segments =
            count_in(name.substr(slash + 1), 1, most_segments, "number of segments", line);
        name = name.substr(0, slash);
    }
    header.name = name;
    const auto signals = line.next();
    if (!signals) {
        line.fail("number of signals is missing");
    }
    promise.signals = count_in(*signals, 0, most_signals, "number of signals", line);
    if (const auto rate = line.next()) { // "360/100(0)": the counter's frequency is not needed
        const auto value = parse_number(rate->substr(0, rate->find_first_of("/(")));
        if (!value) {
            line.fail("sampling rate is not a number");
        }
        if (*value <= 0) {
            line.fail("sampling rate is not positive");
        }
        if (*value > highest_rate_hz) {
            line.fail("sampling rate is above " + format_number(highest_rate_hz, 0) + " Hz");
        }
        header.rate = *value;
    }
    header.frames = next_frames(line);
    if (header.frames == 0) { // means: not known
        header.frames.reset();
    }
    parse_start(line, header, where);
    return promise;
}

void check_frame(const WfdbHeader& header, const HeaderFields& line) {
    std::int64_t samples = 0;
    for (const WfdbSignal& signal : header.signals) {
        samples += signal.samples_per_frame;
    }
    if (samples > longest_frame) {
        line.fail("a frame of all signals is too long");
    }
}

void check_promise(const Promise& promise, const WfdbHeader& header, const std::string& subject) {
    const auto promised = promise.segments.value_or(promise.signals);
    const auto found = static_cast<std::int64_t>(promise.segments ? header.segments.size()
                                                                  : header.signals.size());
    if (found < promised) {
        throw Error{ErrorKind::data, subject + ": promises " + std::to_string(promised) +
                                         (promise.segments ? " segments" : " signals") +
                                         ", describes " + std::to_string(found)};
    }
}

} // namespace

WfdbHeader parse_wfdb_header(std::string_view text, const std::string& subject) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    WfdbHeader header;
    std::optional<Promise> promise;
    std::int64_t number = 0;
    while (!text.empty()) {
        ++number;
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            continue;
        }
        const std::string where = subject + ":" + std::to_string(number);
        HeaderFields fields{line, where};
        if (line.front() == '#') {
            header.comments.emplace_back(trim(line.substr(1)));
        } else if (!promise) {
            promise = parse_record_line(fields, header, where);
        } else if (promise->segments) {
            header.segments.push_back(parse_segment(fields, number));
            if (static_cast<std::int64_t>(header.segments.size()) > *promise->segments) {
                fields.fail("is one segment more than promised");
            }
        } else {
            header.signals.push_back(parse_signal(fields, number));
            if (static_cast<std::int64_t>(header.signals.size()) > promise->signals) {
                fields.fail("is one signal more than promised");
            }
            check_frame(header, fields);
        }
    }
    if (!promise) {
        throw Error{ErrorKind::data, subject + ": has no record line"};
    }
    check_promise(*promise, header, subject);
    return header;
}

bool looks_like_wfdb_header(std::string_view first_bytes) {
    std::vector<std::vector<std::string_view>> lines; // the record line and the one below it
    for (const std::string_view line : split(first_bytes, '\n')) {
        const auto words = split_blanks(line);
        if (!words.empty() && words[0][0] != '#') {
            lines.push_back(words);
        }
        if (lines.size() == 2) {
            break;
        }
    }
    if (lines.empty() || lines[0].size() < 2 || !parse_integer(lines[0][1]) ||
        lines[0][0].find_first_of(",;:\"'") != std::string_view::npos) {
        return false;
    }
    if (lines[0].size() > 2 &&
        !parse_number(lines[0][2].substr(0, lines[0][2].find_first_of("/(")))) {
        return false;
    }
    if (lines.size() == 1) { // columns of numbers may look so, too
        return !parse_number(lines[0][0]);
    }
    return lines[1].size() >= 2 && lines[1][1][0] >= '0' && lines[1][1][0] <= '9' &&
           (lines[0][0].find('/') != std::string_view::npos || !parse_number(lines[1][0]));
}

} // namespace ecg::formats
