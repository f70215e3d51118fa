// Everything that the server has of the sessions, read through its interface.
#pragma once

#include "load/sessions.hpp"

namespace ecg::load {

/// Asks for all rows and files and holds them against the ledgers.
Findings read_back(const Place& place, std::vector<Session>& sessions);

} // namespace ecg::load
