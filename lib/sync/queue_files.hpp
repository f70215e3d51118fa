// Files of the queue: written so that a power cut leaves all or nothing, read so that nothing
// hangs.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::sync {

/// An open file that closes itself.
class OpenFile {
public:
    OpenFile() = default;
    /// Throws Error{data} "path: why".
    OpenFile(const std::string& path, int flags, mode_t mode = 0600);

    explicit OpenFile(int descriptor) : number_{descriptor} {}

    ~OpenFile();

    OpenFile(OpenFile&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

    OpenFile& operator=(OpenFile&& other) noexcept;
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    [[nodiscard]] int number() const { return number_; }

private:
    int number_ = -1;
};

/// Held until it goes, or its process does.
class FileLock {
public:
    /// Absent when another has it. Throws Error{data}.
    static std::optional<FileLock> try_take(const std::string& path);
    /// Waits for it.
    static FileLock take(const std::string& path);
    /// Whether somebody has one that was got by try_take(). Nobody who tries meanwhile finds it
    /// taken by this question. Throws Error{data}.
    static bool is_taken(const std::string& path);

private:
    explicit FileLock(OpenFile file) : file_{std::move(file)} {}

    OpenFile file_;
};

/// For its owner alone. Throws Error{data}.
void make_folder(const std::string& path);

/// What a folder names is on the disk after this. Throws Error{data}.
void sync_folder(const std::string& path);

struct NamedBytes {
    std::string name;
    std::string bytes;
};

/// All files or, after a power cut, the first ones of them: written beside, flushed, then renamed.
/// Throws Error{data}; then none of them is there that was not named yet.
void write_durably(const std::string& folder, const std::vector<NamedBytes>& files);

/// Throws Error{data}. The folders still have to be synced.
void move_file(const std::string& from, const std::string& to);

enum class ReadFile { whole, missing, irregular, too_large };

/// A regular file without a link to it: no symlink, pipe or device is opened. Throws Error{data}
/// when it cannot be read.
ReadFile read_regular(const std::string& path, std::size_t limit, std::string& bytes);

/// The names in a folder, without those of hidden and half-written files, sorted.
std::vector<std::string> names_in(const std::string& folder);

/// Removes what killed writers left half written in a folder, once it is an hour old.
void remove_unfinished(const std::string& folder);

} // namespace ecg::sync
