// A whole copy of the database, taken while the server works on it.
#pragma once

#include <string>

namespace ecg::serve {

/// Copies the database as it is at one moment into a file of its own, which appears at `to` whole
/// or not at all and which only its owner may read. Throws Error{data} when `to` exists already or
/// `from` is no database of ours; DatabaseError.
void back_up(const std::string& from, const std::string& to);

} // namespace ecg::serve
