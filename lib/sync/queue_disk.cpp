#include "sync/queue_disk.hpp"

#include "common/error.hpp"

#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace ecg::sync {
namespace {

constexpr std::string_view of_network =
    "two machines may send the same at once, and a power cut may lose what counted as queued";
constexpr std::string_view of_fat = "a power cut may lose what counted as queued, others may read "
                                    "it, and some 13000 items fill a folder";
constexpr std::string_view of_exfat =
    "a power cut may lose what counted as queued, and others may read it";
constexpr std::string_view of_ntfs = "others may read it, and a power cut may lose what counted as "
                                     "queued";

struct Kind {
    std::uint32_t magic;
    DiskDoubt doubt;
};

// The numbers are those of statfs(2).
constexpr std::array kinds{
    Kind{0x6969, {"NFS", of_network}},      Kind{0x517B, {"SMB", of_network}},
    Kind{0xFF534D42, {"CIFS", of_network}}, Kind{0xFE534D42, {"SMB", of_network}},
    Kind{0x01021997, {"9p", of_network}},   Kind{0x4D44, {"FAT", of_fat}},
    Kind{0x2011BAB0, {"exFAT", of_exfat}},  Kind{0x7366746E, {"NTFS", of_ntfs}},
    Kind{0x5346414F, {"AFS", of_network}},
};

} // namespace

DiskDoubt doubt_of_kind(std::uint32_t magic) {
    const auto* const found = std::find_if(
        kinds.begin(), kinds.end(), [magic](const Kind& kind) { return kind.magic == magic; });
    return found == kinds.end() ? DiskDoubt{} : found->doubt;
}

DiskDoubt doubt_of_disk(const std::string& path) {
    struct statfs disk {};

    if (::statfs(path.c_str(), &disk) != 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
    return doubt_of_kind(static_cast<std::uint32_t>(disk.f_type));
}

} // namespace ecg::sync
