// What a JSON value must look like: one description that checks requests and documents them.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct Member;

/// The part of JSON Schema that the API speaks.
struct Schema {
    enum class Type { any, text, number, integer, boolean, array, object };

    Type type = Type::any;
    std::string description;

    std::size_t shortest = 0; ///< of a text in characters, of an array in elements
    std::size_t longest = std::numeric_limits<std::size_t>::max();
    std::optional<double> least, most;
    std::vector<std::string> choices;              ///< of a text; empty: any
    std::string format;                            ///< "date-time", "uuid", "date" …; "" = none
    bool (*fits)(std::string_view text) = nullptr; ///< whether a text will do; absent: any
    std::string fitting;                           ///< what does: "a moment with its zone"

    std::shared_ptr<const Schema> elements; ///< of an array; absent: any
    bool passed_over = false;               ///< an array whose elements are checked by who reads it
    std::vector<Member> members;            ///< of an object; others may be there too
};

struct Member {
    std::string name;
    Schema schema;
    bool required = true;
};

/// Why a value is refused.
struct Problem {
    std::string field;       ///< "metrics.heart_rate", "items[3].kind"; "" for the whole
    std::string message;     ///< "must be a number"
    bool wrong_form = false; ///< of the wrong type or missing; else its value is out of range
};

/// What is wrong with value, at most a handful of problems. Objects with a key twice are refused
/// wherever they stand: readers differ in which of the two they take.
std::vector<Problem> problems_of(const JsonValue& value, const Schema& schema);

/// As JSON Schema 2020-12, the dialect of OpenAPI 3.1.
void write_schema(JsonWriter& json, const Schema& schema);

// Short forms, to write tables with.
Schema text_of(std::size_t shortest, std::size_t longest, std::string description = "");
Schema number_of(double least, double most, std::string description = "");
Schema integer_of(double least, double most, std::string description = "");
Schema object_of(std::vector<Member> members, std::string description = "");
Schema list_of(Schema elements, std::size_t shortest, std::size_t longest,
               std::string description = "");
Schema flag_of(std::string description = "");
Schema choice_of(std::vector<std::string> choices, std::string description = "");
Schema moment_of(std::string description = "");
Schema anything(std::string description = "");
Member required(std::string name, Schema schema);
Member optional(std::string name, Schema schema);

} // namespace ecg::serve
