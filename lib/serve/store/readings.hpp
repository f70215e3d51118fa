// What the tables say, as records; each reading is of one moment when the connection is within a
// transaction.
#pragma once

#include "serve/store/database.hpp"
#include "serve/store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

std::optional<UserRecord> read_user(Database& database, const std::string& id);
std::vector<UserRecord> read_users_called(Database& database, const std::string& identifier);
Listing<UserRecord> read_users(Database& database, const Page& page);
Listing<UserRecord> read_patients(Database& database, const Page& page);
Credentials read_credentials(Database& database, Moment since);
std::optional<SessionRecord> read_session(Database& database, const std::string& id);
Listing<SessionRecord> read_sessions_of(Database& database, const std::string& user_id,
                                        const Page& page);
std::vector<MetricsRecord> read_metrics(Database& database, const RowRange& range);
/// Throws Error{data} when a row's bytes are damaged.
std::vector<WaveformRecord> read_waveforms(Database& database, const RowRange& range);
std::optional<ReportRecord> read_report(Database& database, std::int64_t id);
Listing<ReportRecord> read_reports_of(Database& database, const std::string& user_id,
                                      const Page& page);
std::vector<ReportRecord> read_reports_of_session(Database& database,
                                                  const std::string& session_id);

} // namespace ecg::serve
