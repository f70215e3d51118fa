#include "report/pdf_file.hpp"

#include "report/code_points.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace ecg::report {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

/// FNV-1a, 64 bits: no secret, but other bytes have another one.
std::uint64_t fingerprint(std::string_view bytes, std::uint64_t start) {
    for (const char byte : bytes) {
        start = (start ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    }
    return start;
}

std::string hexadecimal(std::uint64_t value) {
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) {
        out += digits[(value >> shift) & 0xFU];
    }
    return out;
}

/// Ten digits, as the table of places wants them.
std::string place(std::size_t at) {
    constexpr std::size_t width = 10;
    std::string out = std::to_string(at);
    out.insert(0, width - std::min(width, out.size()), '0');
    return out;
}

} // namespace

PdfFile::PdfFile() : bytes_{"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"} {} // the second line: not only text

int PdfFile::reserve() {
    places_.push_back(0);
    return static_cast<int>(places_.size());
}

void PdfFile::add(int number, std::string_view body) {
    places_.at(static_cast<std::size_t>(number) - 1) = bytes_.size();
    bytes_.append(std::to_string(number)).append(" 0 obj\n").append(body).append("\nendobj\n");
}

void PdfFile::add_stream(int number, std::string_view entries, std::string_view bytes) {
    std::string body;
    body.reserve(bytes.size() + entries.size() + 64);
    body.append("<< ").append(entries).append(" /Length ").append(std::to_string(bytes.size()));
    body.append(" >>\nstream\n").append(bytes).append("\nendstream");
    add(number, body);
}

void PdfFile::add_deflated(int number, std::string_view entries, std::string_view deflated_bytes) {
    add_stream(number, std::string{entries}.append(" /Filter /FlateDecode"), deflated_bytes);
}

std::string PdfFile::finish(int catalogue, int info) {
    assert(std::find(places_.begin(), places_.end(), 0U) == places_.end());
    constexpr std::uint64_t usual_start = 0xCBF29CE484222325U;
    const std::uint64_t half = fingerprint(bytes_, usual_start);
    const std::string id = hexadecimal(half) + hexadecimal(fingerprint(bytes_, half));
    const std::string count = std::to_string(places_.size() + 1);
    const std::string table_place = std::to_string(bytes_.size());
    bytes_.append("xref\n0 ").append(count).append("\n0000000000 65535 f \n");
    for (const std::size_t at : places_) {
        bytes_.append(place(at)).append(" 00000 n \n");
    }
    bytes_.append("trailer\n<< /Size ").append(count).append(" /Root ");
    bytes_.append(pdf_reference(catalogue)).append(" /Info ").append(pdf_reference(info));
    bytes_.append(" /ID [<").append(id).append("> <").append(id).append(">] >>\nstartxref\n");
    bytes_.append(table_place).append("\n%%EOF\n");
    return std::move(bytes_);
}

std::string pdf_reference(int number) {
    return std::to_string(number) + " 0 R";
}

std::string pdf_string(std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c >= ' ' && c <= '~' && c != '(' && c != ')' && c != '\\';
    });
    if (plain) {
        return std::string{"("}.append(text).append(")");
    }
    std::string out = "<FEFF";
    for (const char32_t letter : code_points(text)) {
        out += utf16_digits(letter);
    }
    return out + ">";
}

std::string pdf_name(std::string_view name) {
    std::string out = "/";
    for (const char c : name) {
        const bool regular = c > ' ' && c <= '~' &&
                             std::string_view{"()<>[]{}/%#"}.find(c) == std::string_view::npos;
        out += regular ? std::string{c} : std::string{};
    }
    return out;
}

std::string four_digits(unsigned value) {
    return {digits[(value >> 12) & 0xFU], digits[(value >> 8) & 0xFU], digits[(value >> 4) & 0xFU],
            digits[value & 0xFU]};
}

std::string utf16_digits(char32_t letter) {
    if (letter < 0x10000) {
        return four_digits(letter);
    }
    const std::uint32_t rest = letter - 0x10000;
    return four_digits(0xD800U | (rest >> 10)) + four_digits(0xDC00U | (rest & 0x3FFU));
}

} // namespace ecg::report
