#include "line_outputs.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "formats/session/session_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ecg {
namespace {

acquire::Alert alert_of(acquire::AlertKind kind, std::string message, UtcTime now) {
    acquire::Alert alert;
    alert.kind = kind;
    alert.message = std::move(message);
    alert.time = now;
    return alert;
}

} // namespace

LineOutputs::LineOutputs(const LineOutputSettings& settings, UtcTime now,
                         std::optional<acquire::SessionFile> resumed)
    : file_{std::move(resumed)}, check_first_{settings.check_first}, raw_name_{settings.raw_log} {
    if (settings.file && !file_) {
        file_.emplace(*settings.file, now);
    }
    if (!raw_name_.empty()) {
        raw_ = ::open(raw_name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (raw_ < 0) {
            throw Error{ErrorKind::data, raw_name_ + ": " + std::strerror(errno)};
        }
    }
    if (settings.to_stdout) {
        stdout_.emplace(settings.queue_bytes);
    }
}

LineOutputs::~LineOutputs() {
    if (raw_ >= 0) {
        ::close(raw_);
        if (raw_is_empty_) { // the device never came
            ::unlink(raw_name_.c_str());
        }
    }
}

void LineOutputs::may_drop(bool may) {
    if (stdout_) {
        stdout_->may_drop(may);
    }
}

void LineOutputs::tell_dropped(UtcTime now) {
    if (const std::int64_t count = std::exchange(dropped_, 0); count > 0) {
        alerts_.push_back(alert_of(acquire::AlertKind::overrun,
                                   std::to_string(count) +
                                       (count == 1 ? " line was" : " lines were") +
                                       " left out on standard output",
                                   now));
    }
}

void LineOutputs::write(const SessionLine& line, UtcTime now) {
    if (check_first_) {
        std::exchange(check_first_, nullptr)(line.recording);
    }
    text_.clear();
    formats::append_session_line(text_, line);
    if (stdout_ && stdout_->write(text_)) {
        tell_dropped(now);
    } else if (stdout_ && ++dropped_ == 1) {
        alerts_.push_back(alert_of(acquire::AlertKind::overrun,
                                   "standard output is read too slowly: lines are left out there",
                                   now));
    }
    if (file_) {
        file_->append(std::move(text_), now);
    }
}

void LineOutputs::write_raw(std::string_view bytes) {
    if (raw_ < 0) {
        return;
    }
    raw_is_empty_ = raw_is_empty_ && bytes.empty();
    try {
        write_all(raw_, bytes, raw_name_);
    } catch (const Error& error) { // the lines matter more
        alerts_.push_back(alert_of(acquire::AlertKind::disk_full,
                                   std::string{error.what()} + "; the raw log ends here",
                                   now_utc()));
        ::close(raw_);
        raw_ = -1;
    }
}

void LineOutputs::tick(UtcTime now) {
    if (file_) {
        file_->tick(now);
    }
    if (stdout_ && file_ && !stdout_was_closed_ && stdout_->is_closed()) {
        stdout_was_closed_ = true;
        alerts_.push_back(alert_of(acquire::AlertKind::overrun,
                                   "nobody reads standard output any more; the file goes on", now));
    }
}

void LineOutputs::rotate(UtcTime now) {
    if (file_) {
        file_->rotate(now);
    }
}

void LineOutputs::finish(UtcTime now) {
    std::string trouble;
    if (file_) {
        if (const std::int64_t lines = file_->close(now); lines > 0) {
            trouble = file_->path() + ": " + std::to_string(lines) +
                      " lines could not be written, the disk is full";
        }
    }
    tell_dropped(now);
    if (stdout_) {
        stdout_->finish();
        trouble = trouble.empty() ? stdout_->trouble() : trouble;
    }
    if (!trouble.empty()) {
        throw Error{ErrorKind::data, trouble};
    }
}

std::vector<acquire::Alert> LineOutputs::take_alerts() {
    std::vector<acquire::Alert> all = std::exchange(alerts_, {});
    if (file_) {
        for (acquire::Alert& alert : file_->take_alerts()) {
            all.push_back(std::move(alert));
        }
    }
    return all;
}

bool LineOutputs::nobody_reads() const {
    return !file_ && stdout_ && stdout_->is_closed();
}

} // namespace ecg
