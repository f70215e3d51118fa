// Any bytes as JSON: read or refused; what is read is written, and reads back as the same.
#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

void write_again(ecg::JsonWriter& json, const ecg::JsonValue& value) {
    switch (value.kind()) {
    case ecg::JsonKind::object:
        json.begin_object();
        value.each_member([&](std::string_view key, const ecg::JsonValue& member) {
            write_again(json.key(key), member);
        });
        json.end_object();
        return;
    case ecg::JsonKind::array:
        json.begin_array();
        value.each_element([&](const ecg::JsonValue& element) { write_again(json, element); });
        json.end_array();
        return;
    case ecg::JsonKind::number:
        json.number(*value.number());
        return;
    case ecg::JsonKind::text:
        json.value(*value.text());
        return;
    case ecg::JsonKind::boolean:
        json.value(*value.boolean());
        return;
    case ecg::JsonKind::null:
        json.null();
        return;
    }
}

std::string rewritten(ecg::JsonReader& reader, std::string_view text) {
    std::string out;
    ecg::JsonWriter json{out};
    write_again(json, reader.parse(text, "fuzz"));
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static ecg::JsonReader reader;
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    std::string once;
    try {
        once = rewritten(reader, text);
    } catch (const ecg::Error&) {
        return 0;
    }
    if (rewritten(reader, once) != once) { // an Error here is a finding, too
        std::abort();
    }
    std::vector<double> numbers;
    const ecg::JsonValue value = reader.parse(text, "fuzz");
    value.append_numbers(numbers);
    static_cast<void>(value.integer());
    static_cast<void>(value.json());
    return 0;
}
