// JSON out: one compact line, the same bytes on every run.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

/// Appends JSON to a string that the caller owns. Commas are set by itself.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    /// Bytes that are no UTF-8 become U+FFFD.
    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view{text}); }

    JsonWriter& value(const std::string& text) { return value(std::string_view{text}); }

    JsonWriter& value(bool flag);
    JsonWriter& value(std::int64_t number);

    template <std::integral T>

    requires(!std::same_as<T, bool>) JsonWriter& value(T number) {
        return value(static_cast<std::int64_t>(number));
    }

    /// At most decimals digits behind the point, no trailing zeros; null when not finite.
    JsonWriter& number(double number, int decimals);
    /// The shortest text that reads back as the same number; null when not finite.
    JsonWriter& number(double number);
    JsonWriter& null();
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json);
    /// An array of number()s; a NaN is null.
    JsonWriter& numbers(std::span<const double> values, int decimals);

    template <class T> JsonWriter& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    JsonWriter& member(std::string_view name, double v, int decimals) {
        return key(name).number(v, decimals);
    }

    /// Nothing at all when v is absent.
    JsonWriter& member(std::string_view name, const std::optional<double>& v, int decimals) {
        return v ? member(name, *v, decimals) : *this;
    }

    JsonWriter& text_unless_empty(std::string_view name, std::string_view text) {
        return text.empty() ? *this : key(name).value(text);
    }

private:
    void comma();

    std::string& out_;
    /// A character for each open object or array: has it a member yet. A text, for few need no
    /// memory of their own.
    std::string filled_;
    bool after_key_ = false;
};

} // namespace ecg
