// The command line of ecg-acquire recover.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

struct RecoverOptions {
    std::vector<std::string> files;
    std::string output; ///< a folder, a file, or "-"; "" = beside each file
    bool json = false;
    bool verbose = false;
};

/// chosen is called when the command is the one to run.
void add_recover(CLI::App& app, RecoverOptions& options, const std::function<void()>& chosen);

} // namespace ecg
