// A session as far as changes ask about it.
#pragma once

#include "serve/store/apply_change.hpp"

#include <optional>
#include <string>

namespace ecg::serve {

struct SessionRow {
    std::int64_t number = 0;
    std::string user_id;
    bool is_ended = false;
    std::string summary;
    bool owner_is_disabled = false;
};

std::optional<SessionRow> find_session(Database& database, const std::string& session_id);

/// The session, where it is there and the one who asks may change what belongs to its owner.
Found<SessionRow> session_to_change(const ChangeScene& scene, const std::string& session_id);

} // namespace ecg::serve
