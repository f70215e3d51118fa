#include "report/xml_text.hpp"

#include "report/code_points.hpp"

namespace ecg::report {

std::string xml_text(std::string_view words) {
    std::string out;
    for (const char32_t letter : code_points(words)) {
        if (letter == U'&') {
            out += "&amp;";
        } else if (letter == U'<') {
            out += "&lt;";
        } else if (letter == U'>') {
            out += "&gt;";
        } else {
            const bool allowed = letter >= 0x20 && letter != 0xFFFE && letter != 0xFFFF;
            append_utf8(out, allowed ? letter : U'\xFFFD');
        }
    }
    return out;
}

} // namespace ecg::report
