// The command line of ecg-acquire probe.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace ecg {

struct ProbeOptions {
    std::string port = "auto"; ///< or all that can be opened
    std::optional<int> baud;
    std::string frame; ///< "8E1"
    bool no_reset = false;
    bool listen_only = false;
    bool json = false;
};

/// chosen is called when the command is the one to run.
void add_probe(CLI::App& app, ProbeOptions& options, const std::function<void()>& chosen);

} // namespace ecg
