#include "common/json_reader.hpp"

#include "common/error.hpp"

#include <simdjson.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>
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

namespace {

/// What was parsed last, and where in its text the values stand. simdjson keeps both what it made
/// of the text, word by word, and where the text's tokens begin; going through the two side by side
/// leads from one to the other. It goes on from where it came last, for values are asked in turn.
class ParsedText : public dom::document {
public:
    dom::parser parser;

    /// The same text, of which a copy is made where there is no room behind it.
    std::string_view take(std::string_view text, bool must_copy) {
        word_ = first_word;
        token_ = 0;
        if (must_copy) {
            copy_.clear();
            copy_.reserve(text.size() + JsonReader::padding);
            copy_.append(text);
            text = copy_;
        }
        return text_ = text;
    }

    /// The value at a place among simdjson's words, as it was written.
    [[nodiscard]] std::string_view source_of(std::size_t wanted) const {
        if (wanted < word_) {
            word_ = first_word;
            token_ = 0;
        }
        while (word_ < wanted) {
            const std::uint64_t word = tape[word_];
            const auto kind = static_cast<char>(word >> 56U);
            const std::size_t behind = word & 0xffffffffU; // of an object or array: its end
            if ((kind == '{' || kind == '[') && behind <= wanted) {
                word_ = behind;
                token_ = behind_closing(token_);
            } else {
                word_ += kind == 'l' || kind == 'u' || kind == 'd' ? 2 : 1; // a number follows
                ++token_;
            }
            while (at(token_) == ',' || at(token_) == ':') { // have no words
                ++token_;
            }
        }
        return text_.substr(place_of(token_), end_of(token_) - place_of(token_));
    }

private:
    [[nodiscard]] std::size_t count() const { return parser.implementation->n_structural_indexes; }

    [[nodiscard]] std::size_t place_of(std::size_t token) const {
        return token < count() ? parser.implementation->structural_indexes[token] : text_.size();
    }

    [[nodiscard]] char at(std::size_t token) const {
        return token < count() ? text_[place_of(token)] : '\0';
    }

    /// The token behind the one that closes what a token opens.
    [[nodiscard]] std::size_t behind_closing(std::size_t token) const {
        constexpr unsigned difference = '{' ^ '[';
        static_assert(('}' ^ ']') == difference);
        const std::uint32_t* const places = parser.implementation->structural_indexes.get();
        std::size_t depth = 0;
        do {
            const unsigned c = static_cast<unsigned char>(text_[places[token++]]) | difference;
            depth += c == '{' ? 1U : 0U;
            depth -= c == '}' ? 1U : 0U;
        } while (depth > 0 && token < count());
        return token;
    }

    /// Behind the last byte of the value that begins with a token.
    [[nodiscard]] std::size_t end_of(std::size_t token) const {
        if (at(token) == '{' || at(token) == '[') {
            return place_of(behind_closing(token) - 1) + 1;
        }
        return text_.find_last_not_of(" \t\r\n", place_of(token + 1) - 1) + 1;
    }

    static constexpr std::size_t first_word = 1; // behind the one for the document

    std::string copy_;
    std::string_view text_;
    mutable std::size_t word_ = first_word;
    mutable std::size_t token_ = 0; ///< whose word that is
};

} // namespace

struct JsonReader::Parser {
    ParsedText text;
};

JsonReader::JsonReader(std::size_t deepest) : parser_{std::make_unique<Parser>()} {
    constexpr std::size_t first_capacity = 4096; // grows with what is parsed
    if (parser_->text.parser.allocate(first_capacity, deepest) != simdjson::SUCCESS) {
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
    ParsedText& parsed = parser_->text;
    text = parsed.take(text, must_copy);
    const auto error =
        parsed.parser.parse_into_document(parsed, text.data(), text.size(), false).get(root);
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
    simdjson::internal::tape_ref place;
    static_assert(sizeof place == sizeof element_);
    std::memcpy(static_cast<void*>(&place), element_.data(), sizeof place);
    const auto& parsed = static_cast<const ParsedText&>(*place.doc);
    const std::string_view written = parsed.source_of(place.json_index);
    std::string compact(written.size(), '\0');
    std::size_t size = 0;
    const auto error = simdjson::minify(written.data(), written.size(), compact.data(), size);
    if (error != simdjson::SUCCESS) {
        throw std::logic_error{"JSON that was parsed cannot be written"};
    }
    compact.resize(size);
    return compact;
}

} // namespace ecg
