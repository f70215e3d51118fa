// Who may open a port, and who has it open.
#pragma once

#include <string>

namespace ecg::acquire {

/// "pid 812 (minicom)" that has device open or locked, as far as this user may see; "" for none.
std::string holder_of(const std::string& device);

/// The same of another process that has it open, locked or not.
std::string other_with(const std::string& device);

/// What to do to be let in: "it belongs to group dialout, which you may join with ...".
std::string access_advice(const std::string& device);

/// "" when this user may read and write device, else "needs group dialout".
std::string lacking_access(const std::string& device);

} // namespace ecg::acquire
