#include "formats/content.hpp"

#include "formats/wfdb/header.hpp"

#include <algorithm>
#include <array>

namespace ecg::formats {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    std::string_view what;
};

using namespace std::string_view_literals;

constexpr std::array<Signature, 16> signatures{{
    {0, "%PDF"sv, "a PDF document"sv},
    {0, "\x89PNG"sv, "a PNG image"sv},
    {0, "\xFF\xD8\xFF"sv, "a JPEG image"sv},
    {0, "PK\x03\x04"sv, "a ZIP archive"sv},
    {0, "\x1F\x8B"sv, "compressed by gzip"sv},
    {0, "BZh"sv, "compressed by bzip2"sv},
    {0,
     "\xFD"
     "7zXZ"sv,
     "compressed by xz"sv},
    {0, "\x89HDF"sv, "an HDF5 file"sv},
    {0, "MATLAB "sv, "a MATLAB file"sv},
    {0, "\xFF\xFE"sv, "UTF-16 text; save it as UTF-8"sv},
    {0, "\xFE\xFF"sv, "UTF-16 text; save it as UTF-8"sv},
    {0, "0       "sv, "an EDF file"sv},
    {0,
     "\xFF"
     "BIOSEMI"sv,
     "a BDF file"sv},
    {0, "ISHNE"sv, "an ISHNE file"sv},
    {128, "DICM"sv, "a DICOM file"sv},
    {0, "<"sv, "XML or HTML"sv},
}};

bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view without_mark(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    return bytes;
}

/// Text has no control characters but tab, line ends and form feed.
bool is_binary(std::string_view bytes) {
    return std::any_of(bytes.begin(), bytes.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && !is_white(c) && c != '\f';
    });
}

} // namespace

bool is_blank_so_far(std::string_view first_bytes) {
    if (byte_order_mark.starts_with(first_bytes)) {
        return true;
    }
    const std::string_view text = without_mark(first_bytes);
    return std::all_of(text.begin(), text.end(), is_white);
}

ContentGuess guess_content(std::string_view first_bytes) {
    if (is_blank_so_far(first_bytes)) {
        return {Content::empty, ""};
    }
    std::string_view text = without_mark(first_bytes);
    const auto start = std::find_if_not(text.begin(), text.end(), is_white);
    if (*start == '{') {
        return {Content::session, ""};
    }
    for (const Signature& signature : signatures) {
        if (first_bytes.size() > signature.offset &&
            first_bytes.substr(signature.offset).starts_with(signature.bytes)) {
            return {Content::foreign, std::string{signature.what}};
        }
    }
    if (is_binary(text)) {
        return {Content::foreign, "binary"};
    }
    return {looks_like_wfdb_header(text) ? Content::wfdb_header : Content::table, ""};
}

} // namespace ecg::formats
