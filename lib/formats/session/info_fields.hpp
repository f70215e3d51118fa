// Whose heart and which machine: the keys that session lines and analysis lines share.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/recording.hpp"

namespace ecg::formats {

/// Members "username" and "user"; what is not known is absent.
void write_patient(JsonWriter& json, const Patient& patient);

/// The patient of an object with "username" and "user". Takes ages and serials as the original
/// app wrote them, too, and never a password.
Patient read_patient(const JsonValue& line);

/// Members "device" and "notes"; nothing when nothing is known.
void write_device_and_notes(JsonWriter& json, const RecordingInfo& info);

Device read_device(const JsonValue& line);

/// The texts of an array; other kinds in it are passed over.
std::vector<std::string> read_texts(const std::optional<JsonValue>& array);

/// A member with an array of texts.
void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts);

} // namespace ecg::formats
