// JSON in: strict, fast, read only; the door to simdjson.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

enum class JsonKind { null, boolean, number, text, array, object };

/// A view of one value. It lives as long as its JsonReader and until the next parse.
class JsonValue {
public:
    [[nodiscard]] JsonKind kind() const;
    /// A member of an object. Absent when there is none, or when this is no object.
    [[nodiscard]] std::optional<JsonValue> find(std::string_view key) const;

    [[nodiscard]] std::optional<double> number() const;        ///< absent for any other kind
    [[nodiscard]] std::optional<std::int64_t> integer() const; ///< absent unless a whole number
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::optional<std::string_view> text() const;

    /// find() and then number(), text() …
    [[nodiscard]] std::optional<double> number_at(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer_at(std::string_view key) const;
    [[nodiscard]] std::optional<bool> boolean_at(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text_at(std::string_view key) const;

    /// Calls visit for each member in order; nothing unless this is an object.
    void each_member(const std::function<void(std::string_view, JsonValue)>& visit) const;
    /// Calls visit for each element in order; nothing unless this is an array.
    void each_element(const std::function<void(JsonValue)>& visit) const;

    /// Appends the numbers of an array to out, NaN for null. False, with out as far as it came,
    /// when this is no array or an element is neither.
    bool append_numbers(std::vector<double>& out) const;

    /// The value as compact JSON text.
    [[nodiscard]] std::string json() const;

private:
    friend class JsonReader;
    friend struct JsonDoor;
    std::array<std::uint64_t, 2> element_{}; ///< a simdjson element, kept out of this header
};

/// Parses one document at a time and keeps its buffers between them.
class JsonReader {
public:
    /// Arrays and objects within each other beyond deepest are refused.
    explicit JsonReader(std::size_t deepest = 1024);
    ~JsonReader();
    JsonReader(JsonReader&&) noexcept;
    JsonReader& operator=(JsonReader&&) noexcept;
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    /// The whole of text as one JSON value. Throws Error{data} "subject: what is wrong".
    JsonValue parse(std::string_view text, std::string_view subject);
    /// The same without a copy, where the text's capacity is by padding larger than it is long.
    JsonValue parse_in_place(const std::string& text, std::string_view subject);
    static constexpr std::size_t padding = 64; ///< bytes

private:
    JsonValue parse(std::string_view text, std::string_view subject, bool must_copy);

    struct Parser;
    std::unique_ptr<Parser> parser_;
};

} // namespace ecg
