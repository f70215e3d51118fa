#include "serve/api/pdf_check.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace ecg::serve {
namespace {

constexpr std::string_view magic = "%PDF-";
constexpr std::string_view end_mark = "%%EOF";
constexpr std::size_t end_within = 1024; // readers look for the mark that far from the end
constexpr std::string_view stream_word = "stream";
constexpr std::string_view end_word = "endstream";

/// How much of limit is left when the zlib stream at the beginning of bytes is unpacked; what is no
/// zlib stream takes nothing.
std::size_t left_after(std::string_view bytes, std::size_t limit) {
    z_stream unpacker{};
    if (inflateInit(&unpacker) != Z_OK) {
        return 0;
    }
    std::array<Bytef, 65'536> buffer;
    // zlib reads its input only, whatever its type says
    unpacker.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    unpacker.avail_in = static_cast<uInt>(bytes.size());
    int state = Z_OK;
    while (state == Z_OK && limit > 0) {
        unpacker.next_out = buffer.data();
        unpacker.avail_out = static_cast<uInt>(buffer.size());
        state = inflate(&unpacker, Z_NO_FLUSH);
        limit -= std::min(limit, buffer.size() - unpacker.avail_out);
    }
    inflateEnd(&unpacker);
    return limit;
}

/// Whether all that may be packed in it unpacks to no more than limit. Each stream is tried,
/// whatever its filter is said to be: a viewer believes the dictionary, a bomb lies in it.
bool is_bomb(std::string_view bytes, std::size_t limit) {
    std::size_t at = 0;
    while ((at = bytes.find(stream_word, at)) != std::string_view::npos) {
        at += stream_word.size();
        if (at >= end_word.size() &&
            bytes.substr(at - end_word.size(), end_word.size()) == end_word) {
            continue;
        }
        const std::size_t begin = bytes.find_first_not_of("\r\n", at);
        if (begin == std::string_view::npos) {
            return false;
        }
        const std::size_t end = std::min(bytes.find(end_word, begin), bytes.size());
        limit = left_after(bytes.substr(begin, end - begin), limit);
        if (limit == 0) {
            return true;
        }
        at = end;
    }
    return false;
}

} // namespace

std::string pdf_fault(std::string_view bytes) {
    if (bytes.empty()) {
        return "is empty";
    }
    if (!bytes.starts_with(magic)) {
        return "does not begin with %PDF-";
    }
    const std::size_t tail = bytes.size() - std::min(bytes.size(), end_within);
    if (bytes.substr(tail).find(end_mark) == std::string_view::npos) {
        return "does not end with %%EOF: it is cut short";
    }
    return is_bomb(bytes, largest_unpacked_pdf) ? "unpacks to more than 256 MiB" : "";
}

} // namespace ecg::serve
