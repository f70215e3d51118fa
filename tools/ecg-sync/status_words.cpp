#include "clock_doubts.hpp"
#include "common/json_writer.hpp"
#include "queue_status.hpp"

#include <algorithm>
#include <cstdlib>

namespace ecg {
namespace {

using std::chrono::milliseconds;

milliseconds between(UtcTime from, UtcTime to) {
    return milliseconds{to.milliseconds - from.milliseconds};
}

std::string count_text(std::int64_t count, const char* unit) {
    return std::to_string(count) + unit;
}

/// "waiting  4: 1 session_start, 2 waveform, 1 session_end"
std::string waiting_line(const QueueStatus& status) {
    std::string line = "waiting   " + std::to_string(status.waiting);
    const char* before = ": ";
    const auto add = [&](std::size_t count, std::string_view name) {
        line.append(before).append(std::to_string(count)).append(" ").append(name);
        before = ", ";
    };
    for (const auto& [type, count] : status.types) {
        add(count, sync::name_of(type));
    }
    if (status.other > 0) {
        add(status.other, "dropped in");
    }
    return line += '\n';
}

/// "2026-01-08 12:34:56 UTC"
std::string clock_text(UtcTime time) {
    std::string text = format_utc(time).substr(0, 19);
    text[10] = ' ';
    return text += " UTC";
}

std::string last_line(const QueueStatus& status) {
    std::string line = "last run  ";
    const auto time = parse_utc(status.last.time);
    if (!time) {
        return line += "none\n";
    }
    const milliseconds age = between(*time, status.now);
    line.append(clock_text(*time)).append(age.count() < 0 ? "" : ", " + span_text(age) + " ago");
    line.append(": ").append(status.last.end);
    if (!status.last.reason.empty()) {
        line.append(", ").append(status.last.reason);
    }
    return line += '\n';
}

std::string doubt_of(const TargetStatus& target) {
    return clock_doubt(target.name, milliseconds{target.last.ahead_ms});
}

std::string clock_lines(const QueueStatus& status) {
    const std::string now = clock_doubt(status.now);
    std::string text = now.empty() ? "" : "clock     " + now + '\n';
    for (const TargetStatus& target : status.targets) {
        const std::string doubt = doubt_of(target);
        text.append(doubt.empty() ? "" : "clock     as of its last run, " + doubt + '\n');
    }
    return text;
}

void write_target(JsonWriter& json, const TargetStatus& target, UtcTime now) {
    json.begin_object().member("name", target.name).member("waiting", target.waiting);
    json.member("stored", target.stored).member("refused", target.refused);
    json.member("retrying", target.retrying);
    if (target.next_try) {
        json.member("next_try", format_utc(*target.next_try));
    }
    const sync::TargetNote& last = target.last;
    if (const milliseconds rest = last.rest(now); rest.count() > 0) {
        json.member(last.asked ? "left_alone_until" : "asked_again",
                    format_utc({now.milliseconds + rest.count()}));
    }
    if (const std::string doubt = doubt_of(target); !doubt.empty()) {
        json.member("clock", doubt).member("clock_ahead_s", last.ahead_ms / 1000);
    }
    if (!last.time.empty()) {
        json.key("last_run").begin_object().member("time", last.time).member("end", last.end);
        json.text_unless_empty("reason", last.reason).member("stored", last.stored);
        json.member("refused", last.refused).member("left", last.left).end_object();
    }
    json.end_object();
}

void write_warnings(JsonWriter& json, const QueueStatus& status) {
    const bool refuses = std::any_of(status.warnings.begin(), status.warnings.end(),
                                     [](const QueueWarning& one) { return one.is_refusal; });
    json.member("free_bytes", status.free_bytes).member("refusing", refuses);
    json.key("warnings").begin_array();
    for (const QueueWarning& warning : status.warnings) {
        json.value(warning.text);
    }
    json.end_array();
}

} // namespace

std::string span_text(milliseconds span) {
    const std::int64_t seconds = span.count() / 1000, minutes = seconds / 60, hours = minutes / 60;
    if (minutes < 1) {
        return count_text(seconds, " s");
    }
    if (hours < 1) {
        return count_text(minutes, " min");
    }
    if (hours < 48) {
        return count_text(hours, " h ").append(count_text(minutes % 60, " min"));
    }
    return count_text(hours / 24, " days");
}

std::string as_text(const QueueStatus& status) {
    std::string text = waiting_line(status);
    if (status.oldest) {
        const milliseconds age = between(*status.oldest, status.now);
        text.append("oldest    ").append(clock_text(*status.oldest));
        text.append(age.count() < 0 ? ", after the time that is now\n"
                                    : ", " + span_text(age) + " ago\n");
    }
    if (status.next_try) {
        const milliseconds wait = between(status.now, *status.next_try);
        text.append("next try  ");
        text.append(wait.count() > 0 ? "of what was refused in " + span_text(wait) + "\n"
                                     : "of what was refused at the next run\n");
    }
    if (status.held > 0) {
        text.append("held      ").append(std::to_string(status.held));
        text.append(": until ecg-sync release\n");
    }
    if (status.blocked > 0) {
        text.append("blocked   ").append(std::to_string(status.blocked));
        text.append(": something else of the same session is in failed/\n");
    }
    text.append("failed    ").append(std::to_string(status.failed));
    text.append(status.failed > 0 ? ": ecg-sync list failed says why\n" : "\n");
    text.append("at work   ").append(status.at_work ? "yes\n" : "no\n");
    text.append(last_line(status)).append(clock_lines(status));
    for (const QueueWarning& warning : status.warnings) {
        text.append("warning   ").append(warning.text).append("\n");
    }
    const bool is_server_alone =
        status.targets.size() == 1 && status.targets.front().last.rest(status.now).count() == 0;
    return text.append(is_server_alone ? "" : as_text(status.targets, status.now));
}

std::string as_json(const QueueStatus& status) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("pending", status.waiting).key("types").begin_object();
    for (const auto& [type, count] : status.types) {
        json.member(sync::name_of(type), count);
    }
    if (status.other > 0) {
        json.member("other", status.other);
    }
    json.end_object().member("held", status.held).member("blocked", status.blocked);
    json.member("failed", status.failed).member("synced", status.synced);
    json.member("running", status.at_work);
    if (status.oldest) {
        json.member("oldest", format_utc(*status.oldest));
        json.member("oldest_age_s", between(*status.oldest, status.now).count() / 1000);
    }
    if (status.next_try) {
        json.member("next_try", format_utc(*status.next_try));
    }
    if (!status.last.time.empty()) {
        json.key("last_run").raw(status.last.json);
    }
    if (const std::string doubt = clock_doubt(status.now); !doubt.empty()) {
        json.member("clock", doubt);
    }
    json.key("targets").begin_array();
    for (const TargetStatus& target : status.targets) {
        write_target(json, target, status.now);
    }
    json.end_array();
    write_warnings(json, status);
    json.end_object();
    return line += '\n';
}

} // namespace ecg
