// A password from a person at the terminal, or from whoever feeds standard input.
#pragma once

#include <string>

namespace ecg {

/// At a terminal it is asked for twice, and not shown; else it is the first line of standard
/// input. Throws Error{usage} when there is none, or the two differ; Error{interrupted}.
std::string read_password();

} // namespace ecg
