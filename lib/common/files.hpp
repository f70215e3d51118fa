// Bytes in and out of files and pipes: read whole or by lines, written whole or not at all.
#pragma once

#include "common/error.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

/// Nobody reads the pipe any more; for `ecg-analyze … | head -1` that is a quiet end.
class ClosedPipe : public Error {
public:
    using Error::Error;
};

/// An open file or pipe that closes itself. "-" is standard input. Reads at its own pace.
class InputFile {
public:
    /// Throws Error{data} "path: why" when it cannot be opened, or is a folder.
    explicit InputFile(std::string path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    InputFile& operator=(InputFile&&) = delete;

    /// Appends up to limit bytes to out; 0 at the end. Throws Error{data} when reading fails,
    /// Error{interrupted} when a stop is requested.
    std::size_t read(std::string& out, std::size_t limit);

    /// As the user wrote it; "standard input" for "-".
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::string name_;
    int descriptor_ = -1;
};

/// The first bytes of a stream may be looked at before they are read.
class LineReader {
public:
    explicit LineReader(InputFile input) : input_{std::move(input)} {}

    /// Up to limit bytes from where reading stands; nothing is taken.
    std::string_view peek(std::size_t limit);
    /// The next line without its end (LF or CRLF), valid until the next call. Absent at the end.
    /// Throws Error{data} when a line is longer than limit bytes.
    std::optional<std::string_view> next();

    [[nodiscard]] std::int64_t line_number() const { return line_number_; } ///< of next()'s last

    /// False when next()'s last line had no line end: the file may have been cut there.
    [[nodiscard]] bool terminated() const { return terminated_; }

    /// Bytes up to the end of next()'s last line, with its line end.
    [[nodiscard]] std::int64_t offset() const { return offset_; }

    [[nodiscard]] const std::string& name() const { return input_.name(); }

    /// "night.jsonl:12", the line that next() gave last, to begin an error message with.
    [[nodiscard]] std::string where() const;

    static constexpr std::size_t longest_line = 256U << 20;

private:
    bool fill();

    InputFile input_;
    std::string buffer_;
    std::size_t start_ = 0;
    std::int64_t line_number_ = 0;
    std::int64_t offset_ = 0;
    bool terminated_ = true;
    bool ended_ = false;
};

/// The whole of a file (or of standard input for "-"). Throws Error{data}.
std::string read_whole_file(const std::string& path);

enum class Overwrite { never, allowed };

/// A file that appears at its path whole, on commit, or not at all.
class OutputFile {
public:
    /// Opens a file without a name in path's folder, or beside path where the file system has no
    /// such thing. One that is replaced passes its rights on. Throws Error{data} when path exists
    /// (unless allowed) or its folder cannot be written.
    OutputFile(std::string path, Overwrite overwrite);
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile& operator=(OutputFile&&) = delete;

    void write(std::string_view bytes);
    /// Flushes to the disk and renames. Throws Error{data} when the disk is full or path came to
    /// exist meanwhile.
    void commit();

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    void open_temporary();
    void flush();
    bool put_in_place();
    bool name_nameless();

    std::string path_;
    std::string temporary_; ///< "" while the file has no name
    std::string buffer_;
    Overwrite overwrite_;
    int descriptor_ = -1;
    mode_t mode_ = 0;
    bool in_place_ = false; ///< a device or pipe such as /dev/full has no temporary beside it
};

/// Whether name is what an OutputFile may leave of a file when its program is killed.
bool is_unfinished(std::string_view name);

/// Writes all of bytes to a descriptor. Throws Error{data} "name: why", ClosedPipe for EPIPE.
void write_all(int descriptor, std::string_view bytes, const std::string& name);

} // namespace ecg
