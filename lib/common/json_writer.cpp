#include "common/json_writer.hpp"

#include "common/text.hpp"

#include <array>
#include <cmath>

namespace ecg {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20) {
            out += "\\u00";
            out.push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        } else {
            out.push_back(c);
        }
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
        if (filled_.back()) {
            out_.push_back(',');
        }
        filled_.back() = true;
    }
}

JsonWriter& JsonWriter::begin_object() {
    comma();
    out_.push_back('{');
    filled_.push_back(false);
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
    filled_.push_back(false);
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
    bool first = true;
    for (const double v : values) {
        if (!first) {
            out_.push_back(',');
        }
        first = false;
        if (std::isfinite(v)) {
            append_number(out_, v, decimals);
        } else {
            out_ += "null";
        }
    }
    return end_array();
}

} // namespace ecg
