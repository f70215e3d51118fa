#include "formats/wfdb/wfdb_writer.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "formats/wfdb/comments.hpp"
#include "formats/wfdb/sample_encoder.hpp"

#include <algorithm>
#include <cstdint>

namespace ecg::formats {
namespace {

constexpr std::size_t block = 1U << 16;

std::string record_name(const std::string& base) {
    const auto slash = base.rfind('/');
    std::string name = slash == std::string::npos ? base : base.substr(slash + 1);
    const auto is_allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_' || c == '-';
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_allowed)) {
        throw Error{ErrorKind::usage, base + ": a WFDB record's name has only letters, digits, "
                                             "\"_\" and \"-\""};
    }
    return name;
}

void check(const std::string& base, const Recording& recording, const WfdbWriteSettings& settings) {
    if (settings.format != 16 && settings.format != 212) {
        throw Error{ErrorKind::usage, base + ": format " + std::to_string(settings.format) +
                                          " is not written; 16 and 212 are"};
    }
    if (!(settings.counts_per_mv > 0)) {
        throw Error{ErrorKind::usage, base + ": counts a mV must be positive"};
    }
    const auto length = static_cast<std::size_t>(recording.sample_count());
    for (const LeadSignal& lead : recording.leads) {
        if (lead.samples.size() != length) {
            throw Error{ErrorKind::data, base + ": leads are not equally long"};
        }
    }
    if (length == 0) {
        throw Error{ErrorKind::data, base + ": there are no samples to write"};
    }
}

/// What the header says of a signal and only the samples tell.
struct SignalSums {
    std::int32_t initial = 0;
    std::uint32_t sum = 0; ///< of all counts

    [[nodiscard]] int checksum() const { return static_cast<std::int16_t>(sum); }
};

std::vector<SignalSums> write_samples(OutputFile& file, const Recording& recording,
                                      const WfdbWriteSettings& settings) {
    SampleEncoder encoder{settings.format, settings.counts_per_mv};
    std::vector<SignalSums> sums(recording.leads.size());
    std::string bytes;
    const auto length = static_cast<std::size_t>(recording.sample_count());
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t lead = 0; lead < sums.size(); ++lead) {
            const std::int32_t count = encoder.count_of(recording.leads[lead].samples[i]);
            encoder.append(bytes, count);
            sums[lead].sum += static_cast<std::uint32_t>(count);
            if (i == 0) {
                sums[lead].initial = count;
            }
        }
        if (bytes.size() >= block) {
            file.write(bytes);
            bytes.clear();
        }
    }
    encoder.finish(bytes);
    file.write(bytes);
    return sums;
}

/// "2025-01-08T12:34:56.789Z" as " 12:34:56.789 08/01/2025".
std::string start_fields(UtcTime start) {
    const std::string iso = format_utc(start);
    std::string text{" "};
    text.append(iso, 11, 12).append(" ");
    text.append(iso, 8, 2).append("/").append(iso, 5, 2).append("/").append(iso, 0, 4);
    return text;
}

/// Text that cannot end its line.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

/// The notes; then age and sex, unless the notes hold them as they came from such a file.
std::string comment_lines(const RecordingInfo& info) {
    std::string text;
    for (const std::string& note : info.notes) {
        text.append("# ").append(one_line(note)).append("\n");
    }
    const Patient known = patient_in_comments(info.notes);
    if (info.patient.age && known.age != info.patient.age) {
        text.append("# Age: ").append(std::to_string(*info.patient.age)).append("\n");
    }
    if (info.patient.sex && known.sex != info.patient.sex) {
        text += info.patient.sex == Sex::male ? "# Sex: Male\n" : "# Sex: Female\n";
    }
    return text;
}

std::string header_text(const std::string& name, const Recording& recording,
                        const std::vector<SignalSums>& sums, const WfdbWriteSettings& settings) {
    std::string text = name + " " + std::to_string(recording.leads.size()) + " ";
    append_shortest(text, recording.rate.hertz());
    text.append(" ").append(std::to_string(recording.sample_count()));
    if (recording.info.start) {
        text += start_fields(
            later(*recording.info.start,
                  recording.rate.time_of(static_cast<double>(recording.first_sample))));
    }
    text += "\n";
    const std::string resolution = settings.format == 16 ? "16" : "12";
    for (std::size_t i = 0; i < sums.size(); ++i) {
        text += name + ".dat " + std::to_string(settings.format) + " ";
        append_shortest(text, settings.counts_per_mv);
        text += "(0)/mV " + resolution + " 0 " + std::to_string(sums[i].initial) + " " +
                std::to_string(sums[i].checksum()) + " 0 " + one_line(recording.leads[i].name) +
                "\n";
    }
    return text + comment_lines(recording.info);
}

} // namespace

void write_wfdb(const std::string& base, const Recording& recording,
                const std::vector<Annotation>& annotations, const WfdbWriteSettings& settings) {
    const std::string name = record_name(base);
    check(base, recording, settings);
    const Overwrite overwrite = settings.overwrite ? Overwrite::allowed : Overwrite::never;
    OutputFile header{base + ".hea", overwrite};
    OutputFile signals{base + ".dat", overwrite};
    header.write(
        header_text(name, recording, write_samples(signals, recording, settings), settings));
    if (!annotations.empty()) {
        OutputFile marks{base + "." + settings.annotator, overwrite};
        marks.write(annotation_bytes(annotations));
        marks.commit();
    }
    signals.commit();
    header.commit(); // last: a record is there when its header is
}

} // namespace ecg::formats
