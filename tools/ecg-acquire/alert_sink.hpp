// Where alerts go: standard error, a file or an open descriptor, and a command of the user's.
#pragma once

#include "acquire/session/alert.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ecg {

class AlertSink {
public:
    /// where: "stderr", a file, or "fd:N". command: run for each alert; "" = none. quiet: nothing
    /// on standard error. Throws Error{usage} for a descriptor that is not open, Error{data} for a
    /// file that cannot be written.
    AlertSink(const std::string& where, std::string command, bool quiet);
    ~AlertSink();
    AlertSink(const AlertSink&) = delete;
    AlertSink& operator=(const AlertSink&) = delete;
    AlertSink(AlertSink&&) = delete;
    AlertSink& operator=(AlertSink&&) = delete;

    /// Who sees every alert as well. A terminal at standard error then stays without them.
    void set_onlooker(std::function<void(const acquire::Alert&)> onlooker) {
        onlooker_ = std::move(onlooker);
    }

    /// Never throws: an alert that cannot be written is no reason to end a recording.
    void send(const acquire::Alert& alert) noexcept;

private:
    void run_command(const std::string& line) const;

    int descriptor_ = -1;
    bool owned_ = false;
    bool for_a_person_ = false; ///< words, not JSON
    bool quiet_ = false;
    std::string command_;
    std::function<void(const acquire::Alert&)> onlooker_;
};

} // namespace ecg
