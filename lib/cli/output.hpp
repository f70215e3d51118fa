// Where a tool's results go: standard output as they come, or a file that appears whole.
#pragma once

#include "common/files.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::cli {

/// "-" is standard output. Call finish() when all is written; a file that is not finished never
/// appears.
class Output {
public:
    /// Throws Error{data} as OutputFile does.
    Output(const std::string& path, Overwrite overwrite);

    /// Throws Error{data} when the disk is full, ClosedPipe when the reader is gone.
    void write(std::string_view bytes);
    /// After a line or some: hands them on at once where somebody may be waiting for them.
    void end_lines();
    void finish();

private:
    void flush();

    std::optional<OutputFile> file_; ///< absent for standard output
    std::string buffer_;
    bool live_ = false; ///< standard output is a terminal, pipe or socket
};

} // namespace ecg::cli
