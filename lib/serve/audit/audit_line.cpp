#include "serve/audit/audit_line.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_id = 48; // shorter than any token

bool is_of_id(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"_-.:/"}.find(c) != std::string_view::npos;
}

std::string_view id_or_mark(std::string_view text) {
    const bool is_id = text.size() <= longest_id && std::all_of(text.begin(), text.end(), is_of_id);
    return is_id ? text : "?";
}

void begin_line(JsonWriter& json, std::uint64_t number, Moment at) {
    json.begin_object()
        .member("seq", static_cast<std::int64_t>(number))
        .member("time", format_utc(UtcTime{at.microseconds / 1000}));
}

void end_line(JsonWriter& json, std::string_view previous) {
    json.member("previous", previous).end_object();
}

std::optional<AuditOpening> read_opening(const JsonValue& json) {
    std::optional<std::string> key = json.text_at("key");
    if (!key) {
        return std::nullopt;
    }
    AuditOpening opening;
    opening.key = *std::move(key);
    opening.torn_bytes = json.integer_at("torn_bytes").value_or(0);
    opening.torn_sha256 = json.text_at("torn_sha256").value_or("");
    opening.lost_from = static_cast<std::uint64_t>(json.integer_at("lost_from").value_or(0));
    opening.lost_to = static_cast<std::uint64_t>(json.integer_at("lost_to").value_or(0));
    opening.had_no_head = json.boolean_at("had_no_head").value_or(false);
    return opening;
}

std::optional<AuditLine> read_line(const JsonValue& json) {
    const std::optional<std::int64_t> number = json.integer_at("seq");
    std::optional<std::string> time = json.text_at("time"), action = json.text_at("action"),
                               previous = json.text_at("previous");
    if (!number || *number < 1 || !time || !action || !previous) {
        return std::nullopt;
    }
    AuditLine line{static_cast<std::uint64_t>(*number),
                   *std::move(time),
                   *std::move(action),
                   *std::move(previous),
                   {}};
    if (line.action == audit_opened) {
        line.opening = read_opening(json);
        if (!line.opening) {
            return std::nullopt;
        }
    }
    return line;
}

} // namespace

std::string write_audit_line(const AuditEntry& entry, std::uint64_t number,
                             std::string_view previous) {
    std::string text;
    JsonWriter json{text};
    begin_line(json, number, entry.at);
    json.text_unless_empty("who", id_or_mark(entry.who))
        .text_unless_empty("role", id_or_mark(entry.role))
        .member("action", id_or_mark(entry.action))
        .text_unless_empty("whom", id_or_mark(entry.whom))
        .text_unless_empty("what", id_or_mark(entry.what))
        .text_unless_empty("address", id_or_mark(entry.address))
        .text_unless_empty("result", id_or_mark(entry.result))
        .text_unless_empty("request", id_or_mark(entry.request));
    if (entry.count != 1) {
        json.member("count", entry.count);
    }
    end_line(json, previous);
    return text;
}

std::string write_audit_line(const AuditOpening& opening, Moment at, std::uint64_t number,
                             std::string_view previous) {
    std::string text;
    JsonWriter json{text};
    begin_line(json, number, at);
    json.member("action", audit_opened).member("key", opening.key);
    if (opening.torn_bytes > 0) {
        json.member("torn_bytes", opening.torn_bytes).member("torn_sha256", opening.torn_sha256);
    }
    if (opening.lost_from > 0) {
        json.member("lost_from", static_cast<std::int64_t>(opening.lost_from))
            .member("lost_to", static_cast<std::int64_t>(opening.lost_to));
    }
    if (opening.had_no_head) {
        json.member("had_no_head", true);
    }
    end_line(json, previous);
    return text;
}

std::optional<AuditLine> read_audit_line(std::string_view text) {
    thread_local JsonReader reader;
    try {
        return read_line(reader.parse(text, "audit"));
    } catch (const Error&) { // whoever reads the log says where and goes on
        return std::nullopt;
    }
}

} // namespace ecg::serve
