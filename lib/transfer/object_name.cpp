#include "transfer/object_name.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>

namespace ecg::transfer {
namespace {

/// Of files that are sent. What ends otherwise may end in a family name.
constexpr std::array<std::string_view, 9> extensions{"csv", "gz",  "json", "jsonl", "pdf",
                                                     "png", "svg", "zip",  "zst"};

/// ".pdf", in small letters; "" for any other.
std::string extension_of(std::string_view file_name) {
    const std::string extension = to_lower(file_name.substr(file_name.rfind('.') + 1));
    const bool known = std::ranges::find(extensions, extension) != extensions.end();
    return known ? '.' + extension : "";
}

} // namespace

std::string report_object_name(UtcTime day, const Digest& content, std::string_view file_name) {
    std::string date = format_utc(day).substr(0, 10);
    std::ranges::replace(date, '-', '/');
    return "ecg-reports/" + date + '/' + hex(bytes_of(content).substr(0, 16)) +
           extension_of(file_name);
}

} // namespace ecg::transfer
