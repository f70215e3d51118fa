// Numbers and words in text: never the locale, always the same bytes.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

/// text without white space at both ends.
std::string_view trim(std::string_view text);

/// The parts between separators; "a,,b" has three.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The parts between runs of blanks and tabs; none is empty.
std::vector<std::string_view> split_blanks(std::string_view text);

/// The parts of a text that is gone at once would be views of nothing.
template <class Text>
concept PassingString = std::same_as<Text, std::string>;
template <PassingString Text> std::vector<std::string_view> split(Text&& text, char) = delete;
template <PassingString Text> std::vector<std::string_view> split_blanks(Text&& text) = delete;

/// ASCII letters in lower case; other bytes stay.
std::string to_lower(std::string_view text);

/// Whether the two differ at most in the case of ASCII letters.
bool equal_but_for_case(std::string_view a, std::string_view b);

/// The whole of text as a finite decimal number, "+7" and "1e3" among them; else absent.
std::optional<double> parse_number(std::string_view text);

/// The whole of text as a decimal integer; else absent.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Appends value with at most decimals digits behind the point (0 to 9) and no trailing zeros:
/// 0.1200 is "0.12", -0 is "0". value must be finite.
void append_number(std::string& out, double value, int decimals);

/// No number that put_number writes is longer.
inline constexpr std::size_t longest_number = 40;

/// Writes what append_number appends to where there is room for longest_number characters, and
/// returns its end.
char* put_number(char* to, double value, int decimals);

/// As append_number, on its own.
std::string format_number(double value, int decimals);

/// Appends the shortest text that reads back as the same double. value must be finite.
void append_shortest(std::string& out, double value);

} // namespace ecg
