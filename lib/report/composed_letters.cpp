#include "report/composed_letters.hpp"

#include <hb.h>

#include <algorithm>

namespace ecg::report {
namespace {

hb_unicode_combining_class_t mark_class(char32_t letter) {
    return hb_unicode_combining_class(hb_unicode_funcs_get_default(), letter);
}

bool is_mark(char32_t letter) {
    return mark_class(letter) != HB_UNICODE_COMBINING_CLASS_NOT_REORDERED;
}

void append_parts(std::u32string& out, char32_t letter) {
    hb_codepoint_t first = 0;
    hb_codepoint_t second = 0;
    if (hb_unicode_decompose(hb_unicode_funcs_get_default(), letter, &first, &second) == 0) {
        out += letter;
        return;
    }
    append_parts(out, first);
    if (second != 0) {
        append_parts(out, second);
    }
}

/// One letter with its marks: taken apart, the marks put in their order, then put together.
std::u32string composed(const std::u32string& cluster) {
    std::u32string parts;
    for (const char32_t letter : cluster) {
        append_parts(parts, letter);
    }
    std::stable_sort(parts.begin() + 1, parts.end(),
                     [](char32_t a, char32_t b) { return mark_class(a) < mark_class(b); });
    std::u32string out{parts.front()};
    for (const char32_t mark : parts.substr(1)) {
        hb_codepoint_t whole = 0;
        const bool blocked = out.size() > 1 && mark_class(out.back()) == mark_class(mark);
        if (!blocked &&
            hb_unicode_compose(hb_unicode_funcs_get_default(), out.front(), mark, &whole) != 0) {
            out.front() = whole;
        } else {
            out += mark;
        }
    }
    return out;
}

} // namespace

std::u32string composed_letters(const std::u32string& letters) {
    std::u32string out;
    for (std::size_t i = 0; i < letters.size();) {
        std::size_t end = i + 1;
        while (end < letters.size() && is_mark(letters[end])) {
            ++end;
        }
        out += end == i + 1 ? letters.substr(i, 1) : composed(letters.substr(i, end - i));
        i = end;
    }
    return out;
}

} // namespace ecg::report
