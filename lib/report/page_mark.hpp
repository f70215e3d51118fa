// Which page of how many a picture is, as its file says it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::report {

struct PageMark {
    std::size_t number = 1;
    std::size_t count = 1;

    friend bool operator==(const PageMark&, const PageMark&) = default;
};

/// An attribute of the outermost element of an SVG.
std::string svg_mark(const PageMark& mark);

/// The chunk that stands behind the header of a PNG: its type, four letters, and its bytes.
std::string png_mark(const PageMark& mark);

/// What the first bytes of a file, page_mark_reach of them, say. Absent for all but SVG and PNG of
/// ours.
std::optional<PageMark> page_mark(std::string_view beginning);

inline constexpr std::size_t page_mark_reach = 256;

} // namespace ecg::report
