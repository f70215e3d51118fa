#include "formats/wfdb/segment_reader.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "formats/sample_unit.hpp"
#include "formats/wfdb/sample_format.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace ecg::formats {
namespace {

constexpr double default_gain = 200; // header(5): "a gain of zero … uncalibrated … 200"

using Group = SignalGroup;

/// Neighbours with the same file name share that file; "~" stands for none.
std::vector<Group> group_by_file(const std::vector<WfdbSignal>& signals) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        if (is_placeholder(signals[i])) {
            continue;
        }
        if (groups.empty() || groups.back().last != i ||
            signals[groups.back().first].file != signals[i].file) {
            groups.push_back({i, i});
        }
        groups.back().last = i + 1;
    }
    return groups;
}

std::string path_of(const WfdbRecord& record, const Group& group) {
    return record.folder + record.header.signals[group.first].file;
}

void check_one_format(const WfdbRecord& record, const Group& group) {
    const WfdbSignal& first = record.header.signals[group.first];
    for (std::size_t i = group.first; i < group.last; ++i) {
        const WfdbSignal& signal = record.header.signals[i];
        if (signal.format != first.format || signal.offset != first.offset) {
            throw Error{ErrorKind::data, record.path + ":" + std::to_string(signal.line) +
                                             ": format or byte offset differs from that of line " +
                                             std::to_string(first.line) + " in the same file"};
        }
    }
}

std::int64_t frame_size(const WfdbRecord& record, const Group& group) {
    std::int64_t samples = 0;
    for (std::size_t i = group.first; i < group.last; ++i) {
        samples += record.header.signals[i].samples_per_frame;
    }
    return samples;
}

/// Samples of all signals in a file, by its length.
std::int64_t samples_in_file(const WfdbRecord& record, const Group& group) {
    const std::string path = path_of(record, group);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        throw Error{ErrorKind::data, path + ": is no regular file, as signal files must be"};
    }
    const InputFile must_open{path}; // else it says why not
    const auto size = std::filesystem::file_size(path, error);
    const WfdbSignal& signal = record.header.signals[group.first];
    const std::int64_t bytes =
        std::max(static_cast<std::int64_t>(size) - signal.offset, std::int64_t{0});
    return samples_in_bytes(signal.format, bytes);
}

} // namespace

WfdbRecord read_wfdb_record(const std::string& path) {
    const auto slash = path.rfind('/');
    return {path, slash == std::string::npos ? "" : path.substr(0, slash + 1),
            parse_wfdb_header(read_whole_file(path), path)};
}

bool is_placeholder(const WfdbSignal& signal) {
    return signal.format == 0 || signal.file == "~";
}

std::optional<double> counts_per_mv(const WfdbSignal& signal, const OpenSettings& settings) {
    const auto millivolts = millivolts_per(signal.unit);
    if (!millivolts) {
        return std::nullopt;
    }
    if (!signal.gain && settings.unit.starts_with("adc:")) { // checked by open_recording
        return 1 / millivolts_per(settings.unit).value();
    }
    return signal.gain.value_or(default_gain) / *millivolts;
}

SegmentReader::SegmentReader(WfdbRecord record, std::vector<std::size_t> wanted,
                             const OpenSettings& settings)
    : record_{std::move(record)}, wanted_{std::move(wanted)}, frames_{find_frames()} {
    for (const Group& group : group_by_file(record_.header.signals)) {
        open_file(group, settings);
    }
}

std::int64_t SegmentReader::find_frames() {
    std::optional<std::int64_t> frames = record_.header.frames;
    for (const Group& group : group_by_file(record_.header.signals)) {
        check_one_format(record_, group);
        const std::int64_t samples = samples_in_file(record_, group);
        const std::int64_t held = samples / frame_size(record_, group);
        if (record_.header.frames) {
            check_length(group, samples, held);
            continue;
        }
        if (frames && *frames != held) {
            warnings_.push_back(record_.path + ": its signal files are not equally long; the "
                                               "shortest counts");
        }
        frames = std::min(frames.value_or(held), held);
    }
    if (!frames) {
        throw Error{ErrorKind::data, record_.path + ": does not say how many samples there are"};
    }
    return *frames;
}

void SegmentReader::check_length(const Group& group, std::int64_t samples, std::int64_t held) {
    const std::int64_t promised = *record_.header.frames;
    const std::string holds = path_of(record_, group) + ": holds " + std::to_string(held) +
                              " samples a signal, " + record_.path + " promises " +
                              std::to_string(promised);
    if (held < promised) {
        throw Error{ErrorKind::data, holds};
    }
    const int format = record_.header.signals[group.first].format;
    const std::int64_t rest = samples - promised * frame_size(record_, group);
    if (held > promised && rest >= samples_in_block(format)) { // less only fills the last block
        warnings_.push_back(holds + "; the rest is left out");
    }
}

void SegmentReader::open_file(const Group& group, const OpenSettings& settings) {
    std::vector<Channel> channels;
    for (std::size_t i = group.first; i < group.last; ++i) {
        const WfdbSignal& signal = record_.header.signals[i];
        const bool is_wanted = std::find(wanted_.begin(), wanted_.end(), i) != wanted_.end();
        channels.push_back({&signal, is_wanted, counts_per_mv(signal, settings).value_or(1)});
        places_[i] = {files_.size(), channels.size() - 1};
    }
    files_.emplace_back(path_of(record_, group), std::move(channels), frames_);
}

std::vector<std::vector<double>> SegmentReader::read(std::int64_t count) {
    for (SignalFile& file : files_) {
        file.read_until(position_ + count);
    }
    position_ += count;
    std::vector<std::vector<double>> samples;
    for (const std::size_t signal : wanted_) {
        const Place& place = places_.at(signal);
        samples.emplace_back();
        files_[place.file].fetch(place.channel, count, samples.back());
    }
    return samples;
}

std::vector<std::string> SegmentReader::warnings() const {
    std::vector<std::string> all = warnings_;
    std::string names;
    for (const SignalFile& file : files_) {
        for (const std::string& name : file.wrong_checksums()) {
            names += (names.empty() ? "" : ", ") + name;
        }
    }
    if (!names.empty()) {
        all.push_back(record_.path + ": checksum differs: " + names);
    }
    return all;
}

} // namespace ecg::formats
