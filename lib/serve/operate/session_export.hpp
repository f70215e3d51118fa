// A session of the store as lines of ecg.session/1.
#pragma once

#include "serve/store/database.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// Hands on each line with its end, in the order of time, as of one moment. A row that carries the
/// line it came as gives that line, number for number. Others are put into lines of their own:
/// waveforms with their samples, metrics without any, and what else a client sent as "extra"; and
/// an end, when the session has one. Throws Error{data} when there is no such session, or its rows
/// are damaged.
void export_session(Database& database, const std::string& session_id,
                    const std::function<void(std::string_view)>& write);

} // namespace ecg::serve
