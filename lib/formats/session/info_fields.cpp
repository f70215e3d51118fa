#include "formats/session/info_fields.hpp"

#include "common/text.hpp"

namespace ecg::formats {
namespace {

constexpr int oldest = 150;

/// A number, or text of one as the original app has it.
std::optional<int> read_age(const JsonValue& user) {
    auto years = user.number_at("age");
    if (!years) {
        years = parse_number(trim(user.text_at("age").value_or("")));
    }
    if (!years || !(*years >= 0) || *years > oldest) {
        return std::nullopt;
    }
    return static_cast<int>(*years);
}

std::optional<Sex> read_sex(const JsonValue& user) {
    const std::string gender = to_lower(trim(user.text_at("gender").value_or("")));
    if (gender == "female" || gender == "f") {
        return Sex::female;
    }
    if (gender == "male" || gender == "m") {
        return Sex::male;
    }
    return std::nullopt;
}

} // namespace

void write_patient(JsonWriter& json, const Patient& patient) {
    json.text_unless_empty("username", patient.id);
    Patient person = patient;
    person.id.clear();
    if (person == Patient{}) {
        return;
    }
    json.key("user").begin_object();
    json.text_unless_empty("full_name", patient.name);
    if (patient.age) {
        json.member("age", *patient.age);
    }
    if (patient.sex) {
        json.member("gender", *patient.sex == Sex::female ? "Female" : "Male");
    }
    json.text_unless_empty("phone", patient.phone);
    json.text_unless_empty("address", patient.address);
    json.text_unless_empty("device_serial", patient.device_serial);
    json.end_object();
}

Patient read_patient(const JsonValue& line) {
    Patient patient;
    patient.id = line.text_at("username").value_or("");
    const auto user = line.find("user");
    if (!user) {
        return patient;
    }
    patient.name = user->text_at("full_name").value_or(user->text_at("name").value_or(""));
    patient.age = read_age(*user);
    patient.sex = read_sex(*user);
    patient.phone = user->text_at("phone").value_or("");
    patient.address = user->text_at("address").value_or("");
    patient.device_serial =
        user->text_at("device_serial").value_or(user->text_at("serial_id").value_or(""));
    return patient;
}

void write_device_and_notes(JsonWriter& json, const RecordingInfo& info) {
    const Device& device = info.device;
    if (device != Device{}) {
        json.key("device").begin_object();
        json.text_unless_empty("serial", device.serial);
        json.text_unless_empty("driver", device.driver);
        json.text_unless_empty("model", device.model);
        json.text_unless_empty("firmware", device.firmware);
        json.member("rate_nominal_hz", device.rate_nominal_hz, 6);
        json.member("rate_measured_hz", device.rate_measured_hz, 6);
        json.member("uv_per_count", device.uv_per_count, 9);
        json.text_unless_empty("gain_source", device.gain_source);
        if (device.demo) {
            json.member("demo", true);
        }
        json.end_object();
    }
    if (!info.notes.empty()) {
        write_texts(json, "notes", info.notes);
    }
}

Device read_device(const JsonValue& line) {
    Device device;
    const auto value = line.find("device");
    if (!value) {
        return device;
    }
    device.serial = value->text_at("serial").value_or("");
    device.driver = value->text_at("driver").value_or("");
    device.model = value->text_at("model").value_or("");
    device.firmware = value->text_at("firmware").value_or("");
    device.rate_nominal_hz = value->number_at("rate_nominal_hz");
    device.rate_measured_hz = value->number_at("rate_measured_hz");
    device.uv_per_count = value->number_at("uv_per_count");
    device.gain_source = value->text_at("gain_source").value_or("");
    device.demo = value->boolean_at("demo").value_or(false);
    return device;
}

std::vector<std::string> read_texts(const std::optional<JsonValue>& array) {
    std::vector<std::string> texts;
    if (array) {
        array->each_element([&](const JsonValue& element) {
            if (const auto text = element.text()) {
                texts.emplace_back(*text);
            }
        });
    }
    return texts;
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
    json.key(key).begin_array();
    for (const std::string& text : texts) {
        json.value(text);
    }
    json.end_array();
}

} // namespace ecg::formats
