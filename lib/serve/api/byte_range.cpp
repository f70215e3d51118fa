#include "serve/api/byte_range.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::string_view unit = "bytes=";

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() < 19 && // no more fit into an integer
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::uint64_t number_of_digits(std::string_view digits) {
    return static_cast<std::uint64_t>(parse_integer(digits).value_or(0));
}

} // namespace

std::variant<WholeFile, ByteRange, NoSuchRange>
range_of(const std::optional<std::string_view>& header, std::uint64_t size) {
    if (!header || !header->starts_with(unit)) {
        return WholeFile{};
    }
    const std::string_view text = trim(header->substr(unit.size()));
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return WholeFile{};
    }
    const std::string_view from = text.substr(0, dash), to = text.substr(dash + 1);
    if (from.empty() && is_digits(to)) {
        const std::uint64_t count = std::min(number_of_digits(to), size);
        return count > 0
                   ? std::variant<WholeFile, ByteRange, NoSuchRange>{ByteRange{size - count, count}}
                   : NoSuchRange{};
    }
    if (!is_digits(from) || (!to.empty() && !is_digits(to))) {
        return WholeFile{};
    }
    const std::uint64_t first = number_of_digits(from);
    const std::uint64_t last = to.empty() ? size : number_of_digits(to);
    if (last < first) {
        return WholeFile{};
    }
    if (first >= size) {
        return NoSuchRange{};
    }
    return ByteRange{first, std::min(last, size - 1) - first + 1};
}

} // namespace ecg::serve
