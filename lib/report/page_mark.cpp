#include "report/page_mark.hpp"

#include <charconv>

namespace ecg::report {
namespace {

constexpr std::string_view svg_before = "data-page=\"";
constexpr std::string_view png_before = "ecPG"; // private, and gone when another program edits it
constexpr std::string_view between = " of ";

std::string words_of(const PageMark& mark) {
    return std::to_string(mark.number).append(between).append(std::to_string(mark.count));
}

/// Takes a whole number from the front of text. Absent when there is none.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<PageMark> mark_of(std::string_view words) {
    const auto number = take_number(words);
    if (!number || !words.starts_with(between)) {
        return std::nullopt;
    }
    words.remove_prefix(between.size());
    const auto count = take_number(words);
    return count ? std::optional{PageMark{*number, *count}} : std::nullopt;
}

} // namespace

std::string svg_mark(const PageMark& mark) {
    return std::string{svg_before}.append(words_of(mark)).append("\"");
}

std::string png_mark(const PageMark& mark) {
    return std::string{png_before}.append(words_of(mark));
}

std::optional<PageMark> page_mark(std::string_view beginning) {
    const bool is_png = beginning.starts_with("\x89PNG");
    if (!is_png && !beginning.starts_with("<?xml")) {
        return std::nullopt;
    }
    const std::string_view before = is_png ? png_before : svg_before;
    beginning = beginning.substr(0, page_mark_reach);
    const auto at = beginning.find(before);
    return at == std::string_view::npos ? std::nullopt
                                        : mark_of(beginning.substr(at + before.size()));
}

} // namespace ecg::report
