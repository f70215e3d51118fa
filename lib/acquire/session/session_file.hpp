// Session lines on their way to the disk: a full disk is waited out, nothing is ever overwritten,
// and what was cut off in mid-line never stays.
#pragma once

#include "acquire/session/alert.hpp"
#include "acquire/session/line_file.hpp"
#include "common/time.hpp"
#include "common/units.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ecg::acquire {

/// When the session goes on in the next file. Lines are never parted.
struct Rotation {
    std::optional<Seconds> every;
    std::optional<std::int64_t> bytes; ///< no file becomes larger, but for one with a single line
    bool daily = false;                ///< with the first line after 00:00 UTC
};

struct SessionFileSettings {
    std::string pattern; ///< as session_file_name() takes it
    std::string user;    ///< for {user}
    bool make_folders = false;
    bool sync = true; ///< each line is on the disk before append() returns
    std::size_t queue_bytes = std::size_t{64} << 20; ///< of lines that wait for room
    Rotation rotation;
};

/// Takes whole lines, with their LF, in order. Now is any UTC clock of the caller's, best one that
/// nobody sets meanwhile. Lines that the disk refuses wait in memory, in order, and are tried again
/// every retry_after; disk_full and disk_back are told once an episode. When the next file cannot
/// be made, the session goes on in this one. Where somebody removed the file, it goes on in a new
/// one, and file_removed is told.
class SessionFile {
public:
    /// Makes the first file. Throws Error{usage} for a pattern that is none, Error{data} when the
    /// file cannot be made.
    SessionFile(SessionFileSettings settings, UtcTime now);

    /// To go on in a file that is there; the next ones have names as the pattern says.
    SessionFile(SessionFileSettings settings, LineFile file, UtcTime now);

    /// Throws Error{data} when so many lines wait that this one has no room, ClosedPipe.
    void append(std::string line, UtcTime now);

    /// Tries to write what waits when it is time for it. To be called regularly.
    void tick(UtcTime now);

    /// The next line goes to the next file, also when several wait; not while the file is empty.
    void rotate(UtcTime now);

    /// A last attempt to write what waits. Returns how many lines could not be written. Nothing
    /// may follow.
    std::int64_t close(UtcTime now);

    std::vector<Alert> take_alerts() { return std::exchange(alerts_, {}); }

    /// Of the file that lines go to now, or went to last.
    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] std::size_t waiting_lines() const { return queue_.size(); }

    static constexpr Seconds retry_after{5};

private:
    [[nodiscard]] LineFile next_file(UtcTime now) const;
    void take(LineFile file, UtcTime now);
    [[nodiscard]] bool is_due(UtcTime now, std::size_t more_bytes) const;
    bool put(std::string& line, UtcTime now);
    void write_waiting(UtcTime now);
    void go_on_in_next(UtcTime now);
    void replace_removed(UtcTime now);
    void tell(AlertKind kind, Severity severity, std::string message, UtcTime now);

    SessionFileSettings settings_;
    std::optional<LineFile> file_; ///< absent once closed
    std::string path_;
    UtcTime opened_;
    bool rotation_wanted_ = false;
    std::optional<UtcTime> rotation_failed_; ///< when last tried in vain
    std::deque<std::string> queue_;
    std::size_t queued_bytes_ = 0;
    std::int64_t lines_waited_ = 0; ///< in this episode
    UtcTime tried_;                 ///< when the queue was last tried
    std::vector<Alert> alerts_;
};

} // namespace ecg::acquire
