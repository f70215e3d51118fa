#include "sync/target_memory.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "sync/back_off.hpp"

#include <algorithm>
#include <utility>

namespace ecg::sync {
namespace {

using std::chrono::milliseconds;

constexpr const char* file_name = "targets.json";
constexpr std::size_t largest = std::size_t{1} << 20U;

std::size_t count_at(const JsonValue& json, std::string_view key) {
    return static_cast<std::size_t>(std::max<std::int64_t>(json.integer_at(key).value_or(0), 0));
}

TargetNote note_in(const JsonValue& json) {
    TargetNote note;
    note.place = json.text_at("place").value_or("");
    note.time = json.text_at("time").value_or("");
    note.end = json.text_at("end").value_or("");
    note.reason = json.text_at("reason").value_or("");
    note.stored = count_at(json, "stored");
    note.refused = count_at(json, "refused");
    note.left = count_at(json, "left");
    note.next_ms = json.integer_at("next_ms").value_or(0);
    note.wait_ms = json.integer_at("wait_ms").value_or(0);
    note.asked = json.integer_at("asked").value_or(0) != 0;
    note.ahead_ms = json.integer_at("ahead_ms").value_or(0);
    return note;
}

void write_note(JsonWriter& json, const std::string& name, const TargetNote& note) {
    json.begin_object().member("name", name).member("place", note.place);
    json.member("time", note.time).member("end", note.end);
    json.text_unless_empty("reason", note.reason).member("stored", note.stored);
    json.member("refused", note.refused).member("left", note.left);
    if (note.next_ms != 0) {
        json.member("next_ms", note.next_ms).member("wait_ms", note.wait_ms);
        json.member("asked", note.asked ? 1 : 0);
    }
    if (note.ahead_ms != 0) {
        json.member("ahead_ms", note.ahead_ms);
    }
    json.end_object();
}

bool is_away(RunEnd end) {
    return end == RunEnd::offline || end == RunEnd::denied;
}

} // namespace

milliseconds TargetNote::rest(UtcTime now) const {
    return next_ms == 0 ? milliseconds{0} : wait_left({next_ms}, milliseconds{wait_ms}, now);
}

TargetMemory::TargetMemory(const QueueFolder& queue) : folder_{queue.state_folder()} {
    try {
        std::string bytes;
        const std::string path = queue.state_path(file_name);
        if (read_regular(path, largest, bytes) != ReadFile::whole) {
            return;
        }
        JsonReader reader{64};
        const auto targets = reader.parse(bytes, path).find("targets");
        if (targets && targets->kind() == JsonKind::array) {
            targets->each_element([&](const JsonValue& json) {
                notes_[std::string{json.text_at("name").value_or("")}] = note_in(json);
            });
        }
    } catch (const Error&) {
        notes_.clear();
    }
}

const TargetNote* TargetMemory::find(const std::string& name) const {
    const auto found = notes_.find(name);
    return found == notes_.end() ? nullptr : &found->second;
}

const TargetNote* TargetMemory::resting(const std::string& name, const std::string& place,
                                        UtcTime now) const {
    const TargetNote* const note = find(name);
    const bool rests =
        note != nullptr && note->asked && note->place == place && note->rest(now).count() > 0;
    return rests ? note : nullptr;
}

void TargetMemory::note(const TargetRun& run, UtcTime now) {
    const RunResult& result = run.result;
    if (result.left_alone) {
        return;
    }
    TargetNote& note = notes_[run.name];
    const bool was_asked = result.stored + result.failed > 0 || is_away(result.end);
    const TargetNote before = std::exchange(
        note, {run.place, format_utc(now), std::string{name_of(result.end)}, result.reason,
               result.stored, result.failed, result.left, 0, 0, false, 0});
    note.ahead_ms = run.ahead ? run.ahead->count() : before.ahead_ms;
    const bool asks = result.end == RunEnd::offline && result.next && result.next->count() > 0;
    const auto wait =
        std::max(asks ? *result.next : milliseconds{0},
                 is_away(result.end) ? run.next.value_or(milliseconds{0}) : milliseconds{0});
    if (wait.count() > 0) {
        note.next_ms = now.milliseconds + wait.count();
        note.wait_ms = wait.count();
        note.asked = asks;
    } else if (!was_asked && before.place == run.place && before.rest(now).count() > 0) {
        note.next_ms = before.next_ms; // there was nothing for it, and it still wants its rest
        note.wait_ms = before.wait_ms;
        note.asked = before.asked;
    }
}

void TargetMemory::save() const {
    std::string text;
    JsonWriter json{text};
    json.begin_object().key("targets").begin_array();
    for (const auto& [name, note] : notes_) {
        write_note(json, name, note);
    }
    json.end_array().end_object();
    try {
        write_durably(folder_, {{file_name, text += '\n'}});
    } catch (const Error&) {
        // a full disk is told where something is lost by it
    }
}

} // namespace ecg::sync
