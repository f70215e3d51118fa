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
    line.append(parcel.object.empty() ? "" : "  as " + parcel.object);
    return line += '\n';
}

using Reasons = std::vector<std::pair<std::string, std::string>>;

void add_member(JsonWriter& json, std::string_view key, const Reasons& reasons) {
    json.key(key).begin_object();
    for (const auto& [name, why] : reasons) {
        json.member(name, why);
    }
    json.end_object();
}

void add_member(JsonWriter& json, std::string_view key, const std::vector<std::string>& names) {
    json.key(key).begin_array();
    for (const std::string& name : names) {
        json.value(name);
    }
    json.end_array();
}

/// target: "" for the server alone.
std::string request_lines(const sync::RunPreview& preview, const std::string& target) {
    std::string lines;
    for (std::size_t i = 0; i < preview.parcels.size(); ++i) {
        const sync::PreviewParcel& parcel = preview.parcels[i];
        JsonWriter json{lines};
        json.begin_object().member("what", "request").text_unless_empty("target", target);
        json.member("request", i + 1).member("round", parcel.round);
        json.member("type", sync::name_of(parcel.type)).member("bytes", parcel.bytes);
        add_member(json, "files", parcel.file_names);
        json.text_unless_empty("object", parcel.object).end_object();
        lines += '\n';
    }
    return lines;
}

/// Up to its end, which is not written.
void begin_rest(JsonWriter& json, const sync::RunPreview& preview, const std::string& target) {
    json.begin_object().member("what", "rest").text_unless_empty("target", target);
    json.key("later").begin_object();
    for (const auto& [name, time] : preview.later) {
        json.member(name, format_utc(time));
    }
    json.end_object();
    add_member(json, "not_at_all", preview.unreadable);
    json.member("held", preview.held).member("waiting", preview.waiting);
}

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

} // namespace

std::string as_text(const std::vector<sync::TargetPreview>& targets) {
    std::string text;
    for (const sync::TargetPreview& target : targets) {
        if (!target.shown_as.empty() || !target.trouble.empty()) {
            text.append(target.name).append(target.trouble.empty() ? "" : ": " + target.trouble);
            text += '\n';
        }
        text += as_text(target.run);
        for (const std::string& name : target.stored) {
            text.append("there already: ").append(name) += '\n';
        }
        for (const auto& [name, why] : target.refused) {
            text.append("refused there: ").append(name).append(": ").append(why) += '\n';
        }
    }
    return text;
}

std::string as_json_lines(const std::vector<sync::TargetPreview>& targets) {
    std::string lines;
    for (const sync::TargetPreview& target : targets) {
        lines += request_lines(target.run, target.shown_as);
        JsonWriter json{lines};
        begin_rest(json, target.run, target.shown_as);
        add_member(json, "stored", target.stored);
        add_member(json, "refused", target.refused);
        json.text_unless_empty("trouble", target.trouble).end_object();
        lines += '\n';
    }
    return lines;
}

} // namespace ecg
