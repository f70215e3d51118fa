// Session lines on their way out, each when its time has come.
#pragma once

#include "acquire/pacer.hpp"
#include "acquire/session_cutter.hpp"
#include "cli/output.hpp"
#include "options.hpp"

#include <optional>

namespace ecg {

/// Cuts what comes into lines of five seconds and writes each when it would have been taken.
class LineSink {
public:
    /// speed as for Pacer.
    LineSink(const TargetOptions& target, std::optional<double> speed);

    void add(Recording piece);
    /// The last line, with `end`: "finished", or "stopped" when a stop was requested.
    void finish();

private:
    void write(const SessionLine& line);

    cli::Output output_;
    acquire::Pacer pacer_;
    acquire::SessionCutter cutter_;
    std::optional<Seconds> origin_; ///< of the first sample, in the session's counting
    std::string text_;
};

} // namespace ecg
