#include "acquire/session/session_file.hpp"

#include "acquire/session/session_file_name.hpp"
#include "common/error.hpp"

#include <cstdlib>
#include <system_error>

namespace ecg::acquire {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int most_names = 1'000'000;

/// Also when the clock was set back.
bool has_passed(Seconds span, UtcTime since, UtcTime now) {
    const std::int64_t passed = std::abs(now.milliseconds - since.milliseconds);
    return static_cast<double>(passed) >= span.count() * 1000;
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

std::string count_of_lines(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " line" : " lines");
}

} // namespace

SessionFile::SessionFile(SessionFileSettings settings, UtcTime now)
    : settings_{std::move(settings)} {
    take(next_file(now), now);
}

SessionFile::SessionFile(SessionFileSettings settings, LineFile file, UtcTime now)
    : settings_{std::move(settings)} {
    take(std::move(file), now);
}

void SessionFile::take(LineFile file, UtcTime now) {
    file_.emplace(std::move(file));
    path_ = file_->path();
    opened_ = now;
}

LineFile SessionFile::next_file(UtcTime now) const {
    for (int number = 0; number < most_names; ++number) {
        const std::string path = session_file_name(settings_.pattern, settings_.user, now, number);
        if (number == 0 && settings_.make_folders) {
            make_folders_of(path);
        }
        if (auto made = LineFile::create(path)) {
            return std::move(*made);
        }
    }
    throw Error{ErrorKind::data, settings_.pattern + ": all names with numbers are taken"};
}

void SessionFile::tell(AlertKind kind, Severity severity, std::string message, UtcTime now) {
    Alert alert;
    alert.kind = kind;
    alert.severity = severity;
    alert.message = std::move(message);
    alert.time = now;
    alerts_.push_back(std::move(alert));
}

/// Whether line is written; else what is left of it is in line.
bool SessionFile::put(std::string& line, UtcTime now) {
    const Put put = file_->put(line, settings_.sync);
    if (put.bytes == line.size()) {
        return true;
    }
    line.erase(0, put.bytes);
    if (lines_waited_ == 0) {
        tell(AlertKind::disk_full, Severity::error,
             "the session file takes no more: " + reason(put.error) +
                 "; lines wait in memory and are tried again every 5 s",
             now);
    }
    tried_ = now;
    return false;
}

void SessionFile::write_waiting(UtcTime now) {
    while (!queue_.empty()) {
        std::string& line = queue_.front();
        const std::size_t size = line.size();
        if (!put(line, now)) {
            queued_bytes_ -= size - line.size();
            return;
        }
        queued_bytes_ -= size;
        queue_.pop_front();
    }
    if (lines_waited_ > 0) {
        tell(AlertKind::disk_back, Severity::info,
             "the session file takes lines again; " + count_of_lines(lines_waited_) +
                 " that waited are written",
             now);
        lines_waited_ = 0;
    }
}

void SessionFile::tick(UtcTime now) {
    if (!queue_.empty() && has_passed(retry_after, tried_, now)) {
        write_waiting(now);
    }
    if (rotation_wanted_) {
        go_on_in_next(now);
    }
}

bool SessionFile::is_due(UtcTime now, std::size_t more_bytes) const {
    const Rotation& rotation = settings_.rotation;
    const auto size = file_->size() + static_cast<std::int64_t>(more_bytes);
    return (rotation.every && has_passed(*rotation.every, opened_, now)) ||
           (rotation.bytes && size > *rotation.bytes) ||
           (rotation.daily && now.milliseconds / day_ms > opened_.milliseconds / day_ms);
}

void SessionFile::rotate(UtcTime now) {
    rotation_wanted_ = true;
    go_on_in_next(now);
}

/// Lines that wait belong to the file that refused them.
void SessionFile::go_on_in_next(UtcTime now) {
    if (!queue_.empty() || (rotation_failed_ && !has_passed(retry_after, *rotation_failed_, now))) {
        return;
    }
    if (file_->size() == 0) {
        rotation_wanted_ = false;
        return;
    }
    try {
        take(next_file(now), now);
        rotation_wanted_ = false;
        rotation_failed_.reset();
    } catch (const Error& error) {
        if (!rotation_failed_) {
            tell(AlertKind::disk_full, Severity::warning,
                 std::string{"the next file cannot be made, the session goes on in this one: "} +
                     error.what(),
                 now);
        }
        rotation_failed_ = now;
    }
}

void SessionFile::replace_removed(UtcTime now) {
    if (!file_->is_removed()) {
        return;
    }
    take(next_file(now), now);
    tell(AlertKind::file_removed, Severity::error,
         "the session file was removed with all lines in it; the session goes on in a new one",
         now);
}

void SessionFile::append(std::string line, UtcTime now) {
    replace_removed(now);
    tick(now);
    if (rotation_wanted_ || is_due(now, line.size())) {
        rotate(now);
    }
    if (queue_.empty() && put(line, now)) {
        return;
    }
    if (queued_bytes_ + line.size() > settings_.queue_bytes) {
        throw Error{ErrorKind::data, path() + ": takes no more, and no more lines can wait: " +
                                         count_of_lines(static_cast<std::int64_t>(queue_.size())) +
                                         " do already"};
    }
    queued_bytes_ += line.size();
    queue_.push_back(std::move(line));
    ++lines_waited_;
}

std::int64_t SessionFile::close(UtcTime now) {
    write_waiting(now);
    const auto lost = static_cast<std::int64_t>(queue_.size());
    queue_.clear();
    queued_bytes_ = 0;
    file_.reset();
    return lost;
}

} // namespace ecg::acquire
