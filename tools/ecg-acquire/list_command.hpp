// What there is: drivers, what one of them knows, and the serial ports of this machine.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace ecg {

struct ListOptions {
    bool json = false;
    std::string driver; ///< of describe
};

/// list-drivers, describe and list-ports; chosen gets what is to be run.
void add_lists(CLI::App& app, ListOptions& options,
               const std::function<void(std::function<void()>)>& chosen);

} // namespace ecg
