// Session lines out: ecg.session/1, as ecg-session(5) has it.
#pragma once

#include "model/session_line.hpp"

#include <string>

namespace ecg::formats {

/// Appends one line with its LF. Samples to 0.1 µV.
void append_session_line(std::string& out, const SessionLine& line);

} // namespace ecg::formats
