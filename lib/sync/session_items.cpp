#include "sync/session_items.hpp"

#include "common/error.hpp"
#include "common/json_member.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"

#include <cmath>

namespace ecg::sync {
namespace {

constexpr std::string_view snapshot = "ecg_snapshot";
constexpr std::size_t room_around = 1024; // for what an item's file has beside its data

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

/// A member as it stands in a line; "" when there is none.
std::string_view member_text(std::string_view line, std::string_view name) {
    const auto place = place_of_member(line, name);
    return place ? line.substr(place->first, place->count) : std::string_view{};
}

UtcTime time_of(const JsonValue& line, const std::string& where) {
    const auto time = parse_utc(line.text_at("timestamp").value_or(""));
    if (!time) {
        fail(where, "timestamp is missing");
    }
    return *time;
}

double rate_of(const JsonValue& line, const std::string& where) {
    const double rate = line.number_at("sampling_rate").value_or(0);
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
std::size_t samples_of(const JsonValue& line) {
    std::optional<std::size_t> samples;
    if (const auto leads = line.find(snapshot)) {
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
std::string without_samples(std::string_view text) {
    std::string line{text};
    if (const auto place = place_of_member(line, snapshot)) {
        line.replace(place->first, place->count, "null");
    }
    return line;
}

void write_lead_names(JsonWriter& json, const JsonValue& leads) {
    json.key("leads_recorded").begin_array();
    leads.each_member([&](std::string_view name, const JsonValue&) { json.value(name); });
    json.end_array();
}

NewItem waveform_of(const JsonValue& line, std::string_view text, const std::string& session) {
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("timestamp").raw(member_text(text, "timestamp"));
    json.key("sampling_rate").raw(member_text(text, "sampling_rate"));
    json.key("leads").raw(member_text(text, snapshot));
    write_lead_names(json, *line.find(snapshot));
    for (const std::string_view key : {"first_sample", "gaps", "leads_off"}) {
        if (const std::string_view member = member_text(text, key); !member.empty()) {
            json.key(key).raw(member);
        }
    }
    json.key("line").raw(without_samples(text)).end_object();
    return item_of(ItemType::waveform, session, std::move(data));
}

/// carries_line: the line has no samples, and so no other item that it could go with.
NewItem metrics_of(const JsonValue& line, std::string_view text, const std::string& session,
                   bool carries_line) {
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("timestamp").raw(member_text(text, "timestamp"));
    json.key("metrics").raw(line.find("metrics")->json());
    if (carries_line) {
        json.key("line").raw(text);
    }
    json.end_object();
    return item_of(ItemType::metrics, session, std::move(data));
}

NewItem end_of(const JsonValue& line, std::string_view text, const std::string& session,
               const std::string& where) {
    const double seconds = static_cast<double>(samples_of(line)) / rate_of(line, where);
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session);
    json.key("summary").raw(member_text(text, "end"));
    json.member("end_time", format_utc(later(time_of(line, where), Seconds{seconds})));
    json.end_object();
    return item_of(ItemType::session_end, session, std::move(data));
}

} // namespace

NewItem SessionItems::start_of(const JsonValue& line, std::string_view text,
                               const std::string& where) {
    const double rate = rate_of(line, where);
    const double before = line.number_at("first_sample").value_or(0) / rate;
    const auto device = line.find("device");
    const auto user = line.find("user");
    std::string serial = device ? device->text_at("serial").value_or("") : "";
    if (serial.empty() && user) {
        serial = user->text_at("device_serial").value_or("");
    }
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("session_id", session_);
    json.member("device_serial", serial.empty() ? "unknown" : serial);
    json.key("device_info").begin_object().member("recorded_as", session_);
    json.key("sampling_rate").raw(member_text(text, "sampling_rate"));
    if (device) {
        json.key("device").raw(member_text(text, "device"));
    }
    json.end_object();
    json.member("start_time", format_utc(later(time_of(line, where), Seconds{-before})));
    json.end_object();
    return item_of(ItemType::session_start, session_, std::move(data));
}

std::vector<NewItem> SessionItems::add(std::string_view text, const std::string& where) {
    const JsonValue line = reader_.parse(text, where);
    if (line.text_at("schema") != "ecg.session/1") {
        fail(where,
             "is no line of ecg.session/1; ecg-acquire replay makes such lines of recordings");
    }
    const std::string session = line.text_at("session_id").value_or("");
    if (session.empty()) {
        fail(where, "session_id is missing");
    }
    static_cast<void>(time_of(line, where));
    std::vector<NewItem> items;
    if (session != session_) {
        session_ = session;
        items.push_back(start_of(line, text, where));
    }
    const bool has_samples = samples_of(line) > 0;
    if (has_samples) {
        static_cast<void>(rate_of(line, where));
        items.push_back(waveform_of(line, text, session));
    }
    if (members_of(line.find("metrics")) > 0) {
        items.push_back(metrics_of(line, text, session, !has_samples));
    }
    if (members_of(line.find("end")) > 0) {
        items.push_back(end_of(line, text, session, where));
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
