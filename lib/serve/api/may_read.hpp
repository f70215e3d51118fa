// Readings that belong to somebody: whoever may not have them is told that there is no such thing.
#pragma once

#include "serve/api/services.hpp"
#include "serve/auth/access.hpp"

#include <cstdint>
#include <string>

namespace ecg::serve {

/// All block, note in touched whose it is, and throw Refused; access.hpp is what they ask.
UserRecord user_for(const Services& services, const Call& call, const std::string& user_id,
                    Action action);
SessionRecord session_for(const Services& services, const Call& call, const std::string& session_id,
                          Action action);
/// report_id: "report_12345"
ReportRecord report_for(const Services& services, const Call& call, const std::string& report_id,
                        Action action);

/// For whoever has a link that was found good: no role is asked.
ReportRecord report_of_link(const Services& services, const Call& call,
                            const std::string& report_id);

} // namespace ecg::serve
