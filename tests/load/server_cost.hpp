// What the server's process has used, as the system tells.
#pragma once

namespace ecg::load {

struct ServerCost {
    double cpu_seconds = 0;
    double megabytes = 0; ///< resident
};

/// Of process pid on this machine. Throws Error{data} when there is none.
ServerCost cost_of(int pid);

} // namespace ecg::load
