#include "run_log.hpp"

#include "common/json_writer.hpp"
#include "queue_status.hpp"

namespace ecg {

std::string log_line(const sync::RunEvent& event, UtcTime now) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("time", format_utc(now)).member("what", event.what);
    json.text_unless_empty("target", event.target);
    json.member("item", event.item).member("items", event.items);
    if (event.tries > 0) {
        json.member("tries", event.tries);
    }
    if (event.status > 0) {
        json.member("http_status", event.status);
    }
    json.text_unless_empty("reason", event.reason);
    if (event.bytes > 0) {
        json.member("bytes", event.bytes).member("ms", event.elapsed.count());
    }
    json.end_object();
    return line += '\n';
}

std::string log_line(std::string_view what, const std::string& reason, UtcTime now) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("time", format_utc(now)).member("what", what);
    json.text_unless_empty("reason", reason).end_object();
    return line += '\n';
}

std::optional<std::chrono::milliseconds> next_try(const sync::RunResult& result) {
    const bool says =
        result.end == sync::RunEnd::offline && result.next && result.next->count() > 0;
    return says ? result.next : std::nullopt;
}

std::string next_words(const sync::RunResult& result) {
    const auto next = next_try(result);
    if (!next) {
        return "";
    }
    std::string words = result.left_alone ? "; it wanted to be left alone and is"
                                          : "; it wants to be left alone and is";
    words.append(" asked again in ").append(span_text(*next));
    return words.append(result.left_alone ? ", or with --now" : "");
}

std::string log_line(const sync::RunResult& result, UtcTime now,
                     std::optional<std::chrono::milliseconds> next) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("time", format_utc(now)).member("what", "end");
    json.member("end", name_of(result.end)).text_unless_empty("reason", result.reason);
    json.member("stored", result.stored).member("failed", result.failed);
    json.member("left", result.left).member("blocked", result.blocked);
    json.member("held", result.held);
    if (next) {
        json.member("next_s", static_cast<double>(next->count()) / 1000, 3);
    }
    json.end_object();
    return line += '\n';
}

} // namespace ecg
