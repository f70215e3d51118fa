#include "report/font_file.hpp"

#include "common/error.hpp"

#include <array>
#include <filesystem>

namespace ecg::report {
namespace {

constexpr std::array usual_places{
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",   // Debian, Ubuntu
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", // Fedora
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf", // Arch
    "/usr/local/share/fonts/DejaVuSans.ttf",
};

bool is_file(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

} // namespace

std::string font_file(const std::string& wanted) {
    if (!wanted.empty()) {
        if (!is_file(wanted)) {
            throw Error{ErrorKind::unavailable,
                        wanted + ": no such font; Debian's fonts-dejavu-core has one"};
        }
        return wanted;
    }
    for (const char* place : usual_places) {
        if (is_file(place)) {
            return place;
        }
    }
    throw Error{ErrorKind::unavailable,
                "DejaVuSans.ttf: font not found; on Debian: apt-get install fonts-dejavu-core"};
}

} // namespace ecg::report
