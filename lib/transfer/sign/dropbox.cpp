#include "transfer/sign/dropbox.hpp"

#include <algorithm>
#include <cstdint>

namespace ecg::transfer {
namespace {

constexpr std::size_t block_size = 4U << 20U;

void append_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) {
        out += digits[unit >> shift & 15U];
    }
}

/// Takes one character of well-formed UTF-8 off the front.
std::uint32_t take_character(std::string_view& text) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    const std::size_t count = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t character = count == 1 ? lead : lead & (0x7fU >> count);
    for (const char c : text.substr(1, count - 1)) {
        character = character << 6U | (static_cast<std::uint8_t>(c) & 63U);
    }
    text.remove_prefix(std::min(count, text.size()));
    return character;
}

} // namespace

void DropboxHash::add(std::string_view bytes) {
    while (!bytes.empty()) {
        if (in_block_ == block_size) {
            blocks_.add(bytes_of(block_.finish()));
            block_ = Sha256{};
            in_block_ = 0;
        }
        const std::string_view piece = bytes.substr(0, block_size - in_block_);
        block_.add(piece);
        in_block_ += piece.size();
        bytes.remove_prefix(piece.size());
    }
}

std::string DropboxHash::finish() {
    if (in_block_ > 0) {
        blocks_.add(bytes_of(block_.finish()));
    }
    return hex(bytes_of(blocks_.finish()));
}

std::string dropbox_content_hash(std::string_view bytes) {
    DropboxHash hash;
    hash.add(bytes);
    return hash.finish();
}

std::string dropbox_header_json(std::string_view json) {
    std::string out;
    while (!json.empty()) {
        const std::uint32_t character = take_character(json);
        if (character >= 0x20 && character < 0x7f) {
            out += static_cast<char>(character);
        } else if (character < 0x10000) {
            append_unit(out, character);
        } else {
            append_unit(out, 0xd800 + ((character - 0x10000) >> 10U));
            append_unit(out, 0xdc00 + (character & 0x3ffU));
        }
    }
    return out;
}

} // namespace ecg::transfer
