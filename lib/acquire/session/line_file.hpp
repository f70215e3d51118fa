// A file that only grows by whole lines, and by those of one process.
#pragma once

#include "acquire/wire/descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::acquire {

/// What came of putting a line.
struct Put {
    std::size_t bytes = 0; ///< that are there now: of a file all or none, of a pipe perhaps some
    int error = 0;         ///< errno; 0 when the whole line is there
};

/// An open file, locked against other processes. A pipe or device such as /dev/null serves, too.
class LineFile {
public:
    /// Makes path, which must not exist: absent when it does. What is there but no regular file is
    /// opened as it is. Throws Error{data} when it cannot be made.
    static std::optional<LineFile> create(const std::string& path);

    /// Opens what create() made once, to go on in it. Throws Error{data} when it cannot be opened,
    /// Error{unavailable} when another process writes it.
    static LineFile reopen(const std::string& path);

    LineFile(LineFile&&) = default;
    LineFile& operator=(LineFile&&) = delete;
    LineFile(const LineFile&) = delete;
    LineFile& operator=(const LineFile&) = delete;
    /// A file that was made and stayed empty goes away again.
    ~LineFile();

    /// Appends line with one write; with sync it is on the disk when this returns. A file is cut
    /// back to where it was when not all of line could be written. Throws ClosedPipe.
    Put put(std::string_view line, bool sync);

    /// Moves what stands from byte offset on to a file beside this one, never over an existing
    /// one, and ends a last line that had no end. Returns the other's path; absent when nothing was
    /// moved. Throws Error{data}.
    std::optional<std::string> move_tail(std::int64_t offset);

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] std::int64_t size() const { return size_; } ///< 0 for a pipe

    /// Whether somebody took away the file's last name: what is put here now is lost.
    [[nodiscard]] bool is_removed() const;

    [[nodiscard]] bool is_regular() const { return is_regular_; }

private:
    LineFile(std::string path, Descriptor file);

    int sync_to_disk(bool sync) const;
    void copy_tail(std::int64_t offset, const std::string& to) const;

    std::string path_;
    Descriptor file_;
    std::int64_t size_ = 0;
    bool is_regular_ = true;
    bool is_torn_ = false; ///< half a line could not be cut off yet
    bool is_new_ = false;
};

/// Whether a process holds the file as a LineFile now. False when it cannot be opened.
bool is_being_written(const std::string& path);

/// Makes the folders that path needs. Throws Error{data}.
void make_folders_of(const std::string& path);

} // namespace ecg::acquire
