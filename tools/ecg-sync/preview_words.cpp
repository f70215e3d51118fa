#include "preview_words.hpp"

#include "common/json_writer.hpp"
#include "run_world.hpp"
#include "sync/byte_count.hpp"

namespace ecg {
namespace {

/// text with blanks before it, or behind it where width is negative.
std::string padded(std::string text, int width) {
    const auto wanted = static_cast<std::size_t>(std::abs(width));
    const std::size_t missing = text.size() < wanted ? wanted - text.size() : 0;
    return width < 0 ? text.append(missing, ' ') : std::string(missing, ' ') + text;
}

/// "  2  waveform       20 items     980.1 k  p05_…json to p05_…json"
std::string line_of(std::size_t number, const sync::PreviewParcel& parcel) {
    std::string line = padded(std::to_string(number), 3);
    line.append("  ").append(padded(std::string{sync::name_of(parcel.type)}, -13));
    line.append(padded(item_count(parcel.file_names.size()), 11)).append("  ");
    line.append(padded(sync::byte_count_text(parcel.bytes), 10)).append("  ");
    line.append(parcel.file_names.front());
    if (parcel.file_names.size() > 1) {
        line.append(" to ").append(parcel.file_names.back());
    }
    return line += '\n';
}

} // namespace

std::string as_text(const sync::RunPreview& preview) {
    std::string text;
    for (std::size_t i = 0; i < preview.parcels.size(); ++i) {
        text += line_of(i + 1, preview.parcels[i]);
    }
    for (const auto& [name, time] : preview.later) {
        text.append("later: ").append(name).append(", not before ").append(format_utc(time));
        text += '\n';
    }
    for (const auto& [name, why] : preview.unreadable) {
        text.append("not at all: ").append(name).append(": ").append(why) += '\n';
    }
    if (preview.held > 0) {
        text.append("held: ").append(item_count(preview.held)) += '\n';
    }
    if (preview.waiting > 0) {
        text.append("behind these or a start that failed: ").append(item_count(preview.waiting));
        text += '\n';
    }
    return text;
}

std::string as_json_lines(const sync::RunPreview& preview) {
    std::string lines;
    for (std::size_t i = 0; i < preview.parcels.size(); ++i) {
        const sync::PreviewParcel& parcel = preview.parcels[i];
        JsonWriter json{lines};
        json.begin_object().member("what", "request").member("request", i + 1);
        json.member("round", parcel.round).member("type", sync::name_of(parcel.type));
        json.member("bytes", parcel.bytes).key("files").begin_array();
        for (const std::string& name : parcel.file_names) {
            json.value(name);
        }
        json.end_array().end_object();
        lines += '\n';
    }
    JsonWriter json{lines};
    json.begin_object().member("what", "rest").key("later").begin_object();
    for (const auto& [name, time] : preview.later) {
        json.member(name, format_utc(time));
    }
    json.end_object().key("not_at_all").begin_object();
    for (const auto& [name, why] : preview.unreadable) {
        json.member(name, why);
    }
    json.end_object().member("held", preview.held).member("waiting", preview.waiting).end_object();
    return lines += '\n';
}

} // namespace ecg
