// File systems that do not keep what a queue relies on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::sync {

/// A kind of file system, and what a queue on it has to fear.
struct DiskDoubt {
    std::string_view name; ///< "NFS"; "" = there is no doubt
    std::string_view fear;
};

/// Of the number by which statfs(2) calls a kind.
DiskDoubt doubt_of_kind(std::uint32_t magic);

/// Of the file system on which a folder lies. Throws Error{data}.
DiskDoubt doubt_of_disk(const std::string& path);

} // namespace ecg::sync
