// Many inputs worked on by several threads: what fails is told, the others go on.
#pragma once

#include "cli/output.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace ecg {

/// Where the results of one input go.
struct ResultPort {
    std::function<void(std::string_view)> write; ///< whole lines
    std::function<void(std::string_view)> tell;  ///< one line for a person
};

/// Calls work(i, port) once for each i below inputs, in up to jobs threads (0: one a core). What
/// it writes and tells appears in the order of the inputs. An Error{data} of work is told and
/// counted; any other ends everything and is thrown. Returns how many inputs failed.
std::size_t
work_on_inputs(std::size_t inputs, int jobs, cli::Output& output,
               const std::function<void(std::size_t input, const ResultPort& port)>& work);

} // namespace ecg
