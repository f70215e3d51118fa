#include "sync/session_items.hpp"

#include "common/error.hpp"
#include "common/json_member.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"

#include <cmath>

namespace ecg::sync {
namespace {

constexpr std::string_view snapshot = "ecg_snapshot";

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

/// A session line: what it says, and as it stands.
struct Line {
    JsonValue json;
    std::string_view text;
    JsonMembers members;
};

UtcTime time_of(const Line& line, const std::string& where) {
    const auto time = parse_utc(line.json.text_at("timestamp").value_or(""));
    if (!time) {
        fail(where, "timestamp is missing");
    }
    return *time;
}

double rate_of(const Line& line, const std::string& where) {
    const double rate = line.json.number_at("sampling_rate").value_or(0);
    if (!(rate > 0)) {
        fail(where, "sampling_rate is missing");
    }
    return rate;
}

std::size_t members_of(const std::optional<JsonValue>& object) {
    std::size_t count = 0;
    if (object) {
        object->each_member([&](std::string_view, const JsonValue&) { ++count; });
    }
    return count;
}

/// Of the first lead.
std::size_t samples_of(const Line& line) {
    std::optional<std::size_t> samples;
    if (const auto leads = line.json.find(snapshot)) {
        leads->each_member([&](std::string_view, const JsonValue& values) {
            if (!samples) {
                samples = 0;
                values.each_element([&](const JsonValue&) { ++*samples; });
            }
        });
    }
    return samples.value_or(0);
}

NewItem item_of(ItemType type, const std::string& session, std::string data) {
    NewItem item;
    item.type = type;
    item.session = session;
    item.data = std::move(data);
    return item;
}

/// The line itself goes along, without its samples, so that nothing of it is lost on the way.
std::string without_samples(const Line& line) {
    std::string text{line.text};
    if (const auto place = line.members.find(snapshot)) {
        text.replace(place->first, place->count, "null");
    }
    return text;
}

void write_lead_names(JsonWriter& json, const JsonValue& leads) {
    json.key("leads_recorded").begin_array();
    leads.each_member([&](std::string_view name, const JsonValue&) { json.value(name); });
    json.end_array();
}

NewItem waveform_of(const Line& line, const std::string& session) {
    std::string data;
    data.reserve(line.text.size() + room_around);
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("timestamp").raw(line.members.text("timestamp"));
    json.key("sampling_rate").raw(line.members.text("sampling_rate"));
    json.key("leads").raw(line.members.text(snapshot));
    write_lead_names(json, *line.json.find(snapshot));
    for (const std::string_view key : {"first_sample", "gaps", "leads_off"}) {
        if (const std::string_view member = line.members.text(key); !member.empty()) {
            json.key(key).raw(member);
        }
    }
    json.key("line").raw(without_samples(line)).end_object();
    return item_of(ItemType::waveform, session, std::move(data));
}

/// carries_line: the line has no samples, and so no other item that it could go with.
NewItem metrics_of(const Line& line, const std::string& session, bool carries_line) {
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("timestamp").raw(line.members.text("timestamp"));
    json.key("metrics").raw(line.json.find("metrics")->json());
    if (carries_line) {
        json.key("line").raw(line.text);
    }
    json.end_object();
    return item_of(ItemType::metrics, session, std::move(data));
}

NewItem end_of(const Line& line, const std::string& session, const std::string& where) {
    const double seconds = static_cast<double>(samples_of(line)) / rate_of(line, where);
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("summary").raw(line.members.text("end"));
    json.member("end_time", format_utc(later(time_of(line, where), Seconds{seconds})));
    json.end_object();
    return item_of(ItemType::session_end, session, std::move(data));
}

NewItem start_of(const Line& line, const std::string& session, const std::string& where) {
    const double rate = rate_of(line, where);
    const double before = line.json.number_at("first_sample").value_or(0) / rate;
    const auto device = line.json.find("device");
    const auto user = line.json.find("user");
    std::string serial = device ? device->text_at("serial").value_or("") : "";
    if (serial.empty() && user) {
        serial = user->text_at("device_serial").value_or("");
    }
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.member("device_serial", serial.empty() ? "unknown" : serial);
    json.key("device_info").begin_object().member("recorded_as", session);
    json.key("sampling_rate").raw(line.members.text("sampling_rate"));
    if (device) {
        json.key("device").raw(line.members.text("device"));
    }
    json.end_object();
    json.member("start_time", format_utc(later(time_of(line, where), Seconds{-before})));
    json.end_object();
    return item_of(ItemType::session_start, session, std::move(data));
}

} // namespace

std::vector<NewItem> SessionItems::add(std::string_view text, const std::string& where) {
    const Line line{reader_.parse(text, where), text, JsonMembers{text}};
    if (line.json.text_at("schema") != "ecg.session/1") {
        fail(where,
             "is no line of ecg.session/1; ecg-acquire replay makes such lines of recordings");
    }
    const std::string session = line.json.text_at("session_id").value_or("");
    if (session.empty()) {
        fail(where, "session_id is missing");
    }
    static_cast<void>(time_of(line, where));
    std::vector<NewItem> items;
    if (session != session_) {
        session_ = session;
        items.push_back(start_of(line, session, where));
    }
    const bool has_samples = samples_of(line) > 0;
    if (has_samples) {
        static_cast<void>(rate_of(line, where));
        items.push_back(waveform_of(line, session));
    }
    if (members_of(line.json.find("metrics")) > 0) {
        items.push_back(metrics_of(line, session, !has_samples));
    }
    if (members_of(line.json.find("end")) > 0) {
        items.push_back(end_of(line, session, where));
    }
    for (const NewItem& item : items) {
        if (item.data.size() > largest_item - room_around) {
            fail(where,
                 "makes an item of more than 16 MiB, which no queue takes; shorter lines do");
        }
    }
    return items;
}

} // namespace ecg::sync
