#include "common/json_reader.hpp"

#include "common/error.hpp"

#include <simdjson.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <type_traits>

namespace ecg {

namespace dom = simdjson::dom;

static_assert(sizeof(dom::element) == sizeof(std::array<std::uint64_t, 2>));
static_assert(std::is_trivially_copyable_v<dom::element>);

struct JsonDoor {
    static dom::element open(const JsonValue& value) {
        dom::element element;
        std::memcpy(static_cast<void*>(&element), value.element_.data(), sizeof element);
        return element;
    }

    static JsonValue close(const dom::element& element) {
        JsonValue value;
        std::memcpy(value.element_.data(), static_cast<const void*>(&element), sizeof element);
        return value;
    }
};

struct JsonReader::Parser {
    dom::parser parser;
};

JsonReader::JsonReader(std::size_t deepest) : parser_{std::make_unique<Parser>()} {
    constexpr std::size_t first_capacity = 4096; // grows with what is parsed
    if (parser_->parser.allocate(first_capacity, deepest) != simdjson::SUCCESS) {
        throw std::bad_alloc{};
    }
}

JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;

static_assert(JsonReader::padding >= simdjson::SIMDJSON_PADDING);

JsonValue JsonReader::parse(std::string_view text, std::string_view subject) {
    return parse(text, subject, true);
}

JsonValue JsonReader::parse_in_place(const std::string& text, std::string_view subject) {
    return parse(text, subject, text.capacity() - text.size() < padding);
}

JsonValue JsonReader::parse(std::string_view text, std::string_view subject, bool must_copy) {
    dom::element root;
    const auto error = parser_->parser.parse(text.data(), text.size(), must_copy).get(root);
    if (error != simdjson::SUCCESS) {
        const std::string reason = error == simdjson::EMPTY         ? "is empty"
                                   : error == simdjson::CAPACITY    ? "is too long"
                                   : error == simdjson::DEPTH_ERROR ? "is nested too deep"
                                                                    : "is not valid JSON";
        throw Error{ErrorKind::data, std::string{subject} + ": " + reason};
    }
    return JsonDoor::close(root);
}

JsonKind JsonValue::kind() const {
    switch (JsonDoor::open(*this).type()) {
    case dom::element_type::ARRAY:
        return JsonKind::array;
    case dom::element_type::OBJECT:
        return JsonKind::object;
    case dom::element_type::STRING:
        return JsonKind::text;
    case dom::element_type::BOOL:
        return JsonKind::boolean;
    case dom::element_type::NULL_VALUE:
        return JsonKind::null;
    default:
        return JsonKind::number;
    }
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
    dom::object object;
    dom::element found;
    if (JsonDoor::open(*this).get(object) != simdjson::SUCCESS ||
        object.at_key(key).get(found) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return JsonDoor::close(found);
}

std::optional<double> JsonValue::number() const {
    double value = 0;
    if (JsonDoor::open(*this).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> JsonValue::integer() const {
    std::int64_t value = 0;
    if (JsonDoor::open(*this).get(value) == simdjson::SUCCESS) {
        return value;
    }
    const auto real = number();
    if (real && std::floor(*real) == *real && std::abs(*real) < 9e15) {
        return static_cast<std::int64_t>(*real);
    }
    return std::nullopt;
}

std::optional<bool> JsonValue::boolean() const {
    bool value = false;
    if (JsonDoor::open(*this).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::string_view> JsonValue::text() const {
    std::string_view value;
    if (JsonDoor::open(*this).get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> JsonValue::number_at(std::string_view key) const {
    const auto member = find(key);
    return member ? member->number() : std::nullopt;
}

std::optional<std::int64_t> JsonValue::integer_at(std::string_view key) const {
    const auto member = find(key);
    return member ? member->integer() : std::nullopt;
}

std::optional<bool> JsonValue::boolean_at(std::string_view key) const {
    const auto member = find(key);
    return member ? member->boolean() : std::nullopt;
}

std::optional<std::string> JsonValue::text_at(std::string_view key) const {
    const auto member = find(key);
    const auto found = member ? member->text() : std::nullopt;
    return found ? std::optional<std::string>{*found} : std::nullopt;
}

void JsonValue::each_member(const std::function<void(std::string_view, JsonValue)>& visit) const {
    dom::object object;
    if (JsonDoor::open(*this).get(object) != simdjson::SUCCESS) {
        return;
    }
    for (const auto& [key, member] : object) {
        visit(key, JsonDoor::close(member));
    }
}

void JsonValue::each_element(const std::function<void(JsonValue)>& visit) const {
    dom::array array;
    if (JsonDoor::open(*this).get(array) != simdjson::SUCCESS) {
        return;
    }
    for (const dom::element element : array) {
        visit(JsonDoor::close(element));
    }
}

bool JsonValue::append_numbers(std::vector<double>& out) const {
    dom::array array;
    if (JsonDoor::open(*this).get(array) != simdjson::SUCCESS) {
        return false;
    }
    out.reserve(out.size() + array.size());
    for (const dom::element element : array) {
        double value = 0;
        if (element.is_double()) { // the common kind first
            value = element.get_double().value_unsafe();
        } else if (element.is_null()) {
            value = std::numeric_limits<double>::quiet_NaN();
        } else if (element.get(value) != simdjson::SUCCESS) {
            return false;
        }
        out.push_back(value);
    }
    return true;
}

std::string JsonValue::json() const {
    return simdjson::minify(JsonDoor::open(*this));
}

} // namespace ecg
