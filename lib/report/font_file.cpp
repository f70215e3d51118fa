#include "report/font_file.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <mutex>

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

struct KnownFont {
    std::filesystem::file_time_type changed;
    std::uintmax_t size = 0;
    std::shared_ptr<const std::string> bytes;
};

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

std::shared_ptr<const std::string> font_bytes(const std::string& file) {
    static std::mutex alone;
    static std::map<std::string, KnownFont> known;
    const std::lock_guard lock{alone};
    try {
        const auto changed = std::filesystem::last_write_time(file);
        const auto size = std::filesystem::file_size(file);
        KnownFont& font = known[file];
        if (!font.bytes || font.changed != changed || font.size != size) {
            font = {changed, size, std::make_shared<const std::string>(read_whole_file(file))};
        }
        return font.bytes;
    } catch (const std::filesystem::filesystem_error& error) {
        throw Error{ErrorKind::unavailable, file + ": " + error.code().message()};
    } catch (const Error& error) {
        throw Error{error.kind() == ErrorKind::data ? ErrorKind::unavailable : error.kind(),
                    error.what()};
    }
}

} // namespace ecg::report
