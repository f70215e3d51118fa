#include "serve/api/multipart.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_boundary = 70; // RFC 2046
constexpr std::size_t most_parts = 16;
constexpr std::size_t longest_part_head = 8192;

/// The value of a parameter as in 'form-data; name="file"; filename=x'; absent when there is none.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    std::size_t at = header.find(';');
    while (at != std::string_view::npos) {
        const std::string_view rest = trim(header.substr(at + 1));
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const bool wanted = to_lower(trim(rest.substr(0, equals))) == name;
        const std::string_view value = trim(rest.substr(equals + 1));
        std::string out;
        std::size_t end = 0;
        if (value.starts_with('"')) {
            for (end = 1; end < value.size() && value[end] != '"'; ++end) {
                if (value[end] == '\\' && end + 1 < value.size()) {
                    ++end;
                }
                out += value[end];
            }
            if (end == value.size()) {
                return std::nullopt; // no closing quote
            }
        } else {
            end = std::min(value.find(';'), value.size());
            out = trim(value.substr(0, end));
        }
        if (wanted) {
            return out;
        }
        const std::size_t offset = static_cast<std::size_t>(value.data() - header.data()) + end;
        at = header.find(';', offset);
    }
    return std::nullopt;
}

/// Reads "Name: value" lines into part. False when one is none.
bool read_head(std::string_view head, Part& part) {
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            return false;
        }
        const std::string name = to_lower(line.substr(0, colon));
        const std::string_view value = trim(line.substr(colon + 1));
        if (name == "content-disposition") {
            part.name = parameter(value, "name").value_or("");
            part.filename = parameter(value, "filename").value_or("");
        } else if (name == "content-type") {
            part.content_type = value;
        }
        head.remove_prefix(std::min(end + 2, head.size()));
    }
    return !part.name.empty();
}

/// text from behind a delimiter up to the next one. Absent when its head or end is missing.
std::optional<Part> read_part(std::string_view text) {
    const std::size_t head_end = text.find("\r\n\r\n");
    if (head_end == std::string_view::npos || head_end > longest_part_head) {
        return std::nullopt;
    }
    Part part;
    if (!read_head(text.substr(0, head_end), part)) {
        return std::nullopt;
    }
    part.content = text.substr(head_end + 4);
    return part;
}

bool is_boundary_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

} // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    const std::size_t end = std::min(content_type.find(';'), content_type.size());
    if (to_lower(trim(content_type.substr(0, end))) != "multipart/form-data") {
        return std::nullopt;
    }
    auto boundary = parameter(content_type, "boundary");
    const bool sound = boundary && !boundary->empty() && boundary->size() <= longest_boundary &&
                       std::all_of(boundary->begin(), boundary->end(), is_boundary_character);
    return sound ? boundary : std::nullopt;
}

std::optional<std::vector<Part>> parts_of(std::string_view body, const std::string& boundary) {
    const std::string delimiter = "--" + boundary;
    const std::string between = "\r\n" + delimiter;
    std::size_t at = 0;
    if (!body.starts_with(delimiter)) { // a preamble is allowed, and nobody sends one
        at = body.find(between);
        if (at == std::string_view::npos) {
            return std::nullopt;
        }
        at += 2;
    }
    at += delimiter.size();
    std::vector<Part> parts;
    while (!body.substr(at).starts_with("--")) {
        if (!body.substr(at).starts_with("\r\n") || parts.size() == most_parts) {
            return std::nullopt;
        }
        const std::size_t begin = at + 2;
        const std::size_t end = body.find(between, begin);
        if (end == std::string_view::npos) {
            return std::nullopt; // cut
        }
        auto part = read_part(body.substr(begin, end - begin));
        if (!part) {
            return std::nullopt;
        }
        parts.push_back(std::move(*part));
        at = end + between.size();
    }
    return parts;
}

} // namespace ecg::serve
