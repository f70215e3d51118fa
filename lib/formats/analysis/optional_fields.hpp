// Optional numbers with a unit, as members of a JSON object: one list of them serves both ways.
#pragma once

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/units.hpp"

#include <optional>
#include <string>

namespace ecg::formats {

template <class Ratio> double number_of(std::chrono::duration<double, Ratio> span) {
    return span.count();
}

template <class Unit> double number_of(Quantity<Unit> quantity) {
    return quantity.value;
}

inline double number_of(double number) {
    return number;
}

/// Writes each present number; an absent one leaves no key.
struct FieldWriter {
    JsonWriter& json;

    template <class T>
    void operator()(const char* key, const std::optional<T>& value, int decimals) const {
        if (value) {
            json.member(key, number_of(*value), decimals);
        }
    }
};

/// Reads each number that is there. Throws Error{data} when a member is something else.
struct FieldReader {
    const JsonValue& object;
    const std::string& subject;

    template <class T> void operator()(const char* key, std::optional<T>& value, int) const {
        const auto member = object.find(key);
        if (!member || member->kind() == JsonKind::null) {
            return;
        }
        const auto number = member->number();
        if (!number) {
            throw Error{ErrorKind::data, subject + ": " + key + " is not a number"};
        }
        value = T{*number};
    }
};

} // namespace ecg::formats
