#include "common/json_writer.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg {
namespace {

constexpr char has_none = '0', has_members = '1';

/// How many bytes from the front of text are one well-formed UTF-8 character; 0 for none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                                             : 4;
    if (lead > 0xF4 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const unsigned second = length > 2 ? byte(1) : 0;
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool too_far = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || too_far ? 0 : length;
}

void append_control(std::string& out, unsigned char byte) {
    constexpr std::string_view hex = "0123456789abcdef";
    if (byte == '\n') {
        out += "\\n";
    } else if (byte == '\t') {
        out += "\\t";
    } else {
        out += "\\u00";
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 15]);
    }
}

/// How many characters from the front stand in JSON as they are: ASCII, as most texts are.
std::size_t plain_length(std::string_view text) {
    const auto special = std::find_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte >= 0x80 || c == '"' || c == '\\';
    });
    return static_cast<std::size_t>(special - text.begin());
}

void append_quoted(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        const std::size_t plain = plain_length(text);
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        const char c = text.front();
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            out += "\\ufffd"; // files bring Latin-1 and worse; the line must stay JSON
        } else if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            append_control(out, static_cast<unsigned char>(c));
        } else {
            out.append(text.substr(0, length));
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out.push_back('"');
}

} // namespace

void JsonWriter::comma() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (!filled_.empty()) {
        if (filled_.back() == has_members) {
            out_.push_back(',');
        }
        filled_.back() = has_members;
    }
}

JsonWriter& JsonWriter::begin_object() {
    comma();
    out_.push_back('{');
    filled_.push_back(has_none);
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_.push_back('}');
    filled_.pop_back();
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    comma();
    out_.push_back('[');
    filled_.push_back(has_none);
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_.push_back(']');
    filled_.pop_back();
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    comma();
    append_quoted(out_, name);
    out_.push_back(':');
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    comma();
    append_quoted(out_, text);
    return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
    return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    comma();
    out_ += std::to_string(number);
    return *this;
}

JsonWriter& JsonWriter::number(double number, int decimals) {
    comma();
    if (std::isfinite(number)) {
        append_number(out_, number, decimals);
    } else {
        out_ += "null";
    }
    return *this;
}

JsonWriter& JsonWriter::number(double number) {
    comma();
    if (std::isfinite(number)) {
        append_shortest(out_, number);
    } else {
        out_ += "null";
    }
    return *this;
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
}

JsonWriter& JsonWriter::numbers(std::span<const double> values, int decimals) {
    begin_array();
    std::array<char, 4096> text; // numbers gather here: growing out by each of them is slow
    char* end = text.data();
    for (const double v : values) {
        if (std::isfinite(v)) {
            end = put_number(end, v, decimals);
        } else {
            end = std::copy_n("null", 4, end);
        }
        *end++ = ',';
        if (static_cast<std::size_t>(end - text.data()) > text.size() - longest_number - 1) {
            out_.append(text.data(), end);
            end = text.data();
        }
    }
    out_.append(text.data(), end);
    if (!values.empty()) {
        out_.pop_back();
    }
    return end_array();
}

} // namespace ecg
