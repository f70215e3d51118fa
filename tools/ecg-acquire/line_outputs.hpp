// Where a recording's lines go: a file that grows, standard output, or both, and the raw bytes
// beside.
#pragma once

#include "acquire/session/alert.hpp"
#include "acquire/session/session_file.hpp"
#include "model/session_line.hpp"
#include "stdout_lines.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg {

struct LineOutputSettings {
    std::optional<acquire::SessionFileSettings> file; ///< absent: standard output alone
    bool to_stdout = false;
    std::size_t queue_bytes = 64U << 20;
    std::string raw_log; ///< "" = none
    /// Is called with the first line before it is written, and throws when it must not be.
    std::function<void(const Recording&)> check_first{};
};

class LineOutputs {
public:
    /// resumed: the file to go on in, instead of a new one. Throws Error as SessionFile does.
    LineOutputs(const LineOutputSettings& settings, UtcTime now,
                std::optional<acquire::SessionFile> resumed);
    ~LineOutputs();
    LineOutputs(const LineOutputs&) = delete;
    LineOutputs& operator=(const LineOutputs&) = delete;
    LineOutputs(LineOutputs&&) = delete;
    LineOutputs& operator=(LineOutputs&&) = delete;

    /// Whether lines may be left out on a standard output that is read too slowly: as long as
    /// nothing is said, they may. Those to the file never are.
    void may_drop(bool may);
    void write(const SessionLine& line, UtcTime now);
    void write_raw(std::string_view bytes);
    void tick(UtcTime now);
    void rotate(UtcTime now);
    /// Waits for standard output and the disk. Throws Error{data} when lines could not be written.
    void finish(UtcTime now);

    std::vector<acquire::Alert> take_alerts();

    /// The only reader of the lines has gone.
    [[nodiscard]] bool nobody_reads() const;

    /// The file that grows; "" when there is none.
    [[nodiscard]] std::string path() const { return file_ ? file_->path() : std::string{}; }

private:
    void tell_dropped(UtcTime now);

    std::optional<acquire::SessionFile> file_;
    std::function<void(const Recording&)> check_first_;
    std::optional<StdoutLines> stdout_;
    bool stdout_was_closed_ = false;
    std::int64_t dropped_ = 0; ///< since the last line that was not
    int raw_ = -1;
    bool raw_is_empty_ = true;
    std::string raw_name_;
    std::vector<acquire::Alert> alerts_;
    std::string text_;
};

} // namespace ecg
