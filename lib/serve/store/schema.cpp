#include "serve/store/schema.hpp"

#include <array>

namespace ecg::serve {
namespace {

constexpr std::int64_t application_id = 0x45434773; // "ECGs", in the header of the file

// Moments are microseconds since 1970. Rows have numbers that grow in the order in which they came,
// for the clock may be set back; AUTOINCREMENT never gives one out twice.
constexpr std::string_view first_tables = R"(
CREATE TABLE users (
  user_number INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('patient', 'device', 'clinician', 'admin')),
  full_name TEXT NOT NULL,
  age INTEGER,
  gender TEXT,
  phone TEXT,
  address TEXT,
  device_serial TEXT UNIQUE,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_login INTEGER,
  updated_at INTEGER NOT NULL,
  token_version INTEGER NOT NULL DEFAULT 0,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  extra TEXT
) STRICT;
CREATE INDEX users_full_name ON users (full_name);

CREATE TABLE devices (
  device_number INTEGER PRIMARY KEY AUTOINCREMENT,
  device_serial TEXT NOT NULL UNIQUE,
  user_number INTEGER NOT NULL REFERENCES users (user_number),
  description TEXT,
  registered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX devices_user ON devices (user_number);

CREATE TABLE refresh_families (
  family TEXT PRIMARY KEY,
  user_number INTEGER NOT NULL REFERENCES users (user_number),
  ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_families_user ON refresh_families (user_number);

CREATE TABLE refresh_tokens (
  digest TEXT PRIMARY KEY,
  family TEXT NOT NULL REFERENCES refresh_families (family),
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires_at);

CREATE TABLE sessions (
  session_number INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id TEXT NOT NULL UNIQUE,
  user_number INTEGER NOT NULL REFERENCES users (user_number),
  device_serial TEXT NOT NULL,
  device_info TEXT,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  summary TEXT,
  duration_seconds REAL,
  average_heart_rate REAL,
  status TEXT NOT NULL CHECK (status IN ('active', 'completed', 'error')),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_number, start_time, session_number);

CREATE TABLE metrics (
  metric_id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_number INTEGER NOT NULL REFERENCES sessions (session_number),
  time INTEGER NOT NULL,
  digest BLOB NOT NULL,
  heart_rate REAL,
  st_segment REAL,
  metrics TEXT NOT NULL,
  extra TEXT
) STRICT;
CREATE UNIQUE INDEX metrics_content ON metrics (session_number, time, digest);

CREATE TABLE waveforms (
  waveform_id INTEGER PRIMARY KEY AUTOINCREMENT,
  session_number INTEGER NOT NULL REFERENCES sessions (session_number),
  time INTEGER NOT NULL,
  digest BLOB NOT NULL,
  sampling_rate REAL NOT NULL,
  duration_seconds REAL NOT NULL,
  extra TEXT,
  packed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX waveforms_content ON waveforms (session_number, time, digest);

CREATE TABLE reports (
  report_id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL UNIQUE,
  user_number INTEGER NOT NULL REFERENCES users (user_number),
  session_number INTEGER REFERENCES sessions (session_number),
  object TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  metadata TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_user ON reports (user_number);
CREATE INDEX reports_session ON reports (session_number);

CREATE TABLE errors (
  error_id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL UNIQUE,
  user_number INTEGER REFERENCES users (user_number),
  session_number INTEGER REFERENCES sessions (session_number), -- when it is one of that user
  session_id TEXT, -- as the client named it
  device_serial TEXT,
  time INTEGER NOT NULL,
  error_type TEXT,
  error_message TEXT,
  stack_trace TEXT,
  system_info TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX errors_user ON errors (user_number);
CREATE INDEX errors_session ON errors (session_number);

CREATE TABLE idempotency (
  user_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

-- Written to find out whether anything can be written.
CREATE TABLE heartbeat (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  at INTEGER NOT NULL
) STRICT;
)";

// Keys of programs, and indexes for what a server reads again every few seconds.
constexpr std::string_view api_keys = R"(
CREATE TABLE api_keys (
  digest TEXT PRIMARY KEY,
  user_number INTEGER NOT NULL REFERENCES users (user_number),
  label TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_label ON api_keys (user_number, label) WHERE ended = 0;
CREATE INDEX users_voided ON users (token_version) WHERE token_version > 0;
CREATE INDEX refresh_tokens_issued ON refresh_tokens (issued_at);
)";

constexpr std::array all_migrations{Migration{1, first_tables}, Migration{2, api_keys}};

[[noreturn]] void refuse_newer(const Database& database, int version, int last) {
    throw Error{ErrorKind::data, database.path() + ": schema " + std::to_string(version) +
                                     " is newer than this program, which knows " +
                                     std::to_string(last) + "; use a newer ecg-serve"};
}

void take_steps(Database& database, std::span<const Migration> steps, int from) {
    for (const Migration& step : steps) {
        if (step.version > from) {
            database.run_script(std::string{step.sql});
            database.run_script("INSERT INTO schema_version VALUES (" +
                                std::to_string(step.version) + ", unixepoch())");
        }
    }
}

} // namespace

std::span<const Migration> migrations() {
    return all_migrations;
}

int schema_version(Database& database) {
    const std::string tables = database.answer("SELECT count(*) FROM sqlite_schema");
    if (tables == "0") {
        return 0;
    }
    if (database.answer("PRAGMA application_id") != std::to_string(application_id)) {
        throw Error{ErrorKind::data, database.path() + ": is the database of another program"};
    }
    const std::string version = database.answer("SELECT max(version) FROM schema_version");
    if (version.empty()) {
        throw Error{ErrorKind::data, database.path() + ": does not say which schema it has"};
    }
    return std::stoi(version);
}

int migrate(Database& database, std::span<const Migration> to) {
    const int last = to.back().version;
    database.run_script("BEGIN IMMEDIATE");
    try {
        const int from = schema_version(database);
        if (from > last) {
            refuse_newer(database, from, last);
        }
        if (from == 0) {
            database.run_script("PRAGMA application_id = " + std::to_string(application_id) +
                                "; CREATE TABLE schema_version (version INTEGER PRIMARY KEY, "
                                "applied_at INTEGER NOT NULL) STRICT");
        }
        take_steps(database, to, from);
        database.run_script("COMMIT");
        return from;
    } catch (...) {
        database.roll_back();
        throw;
    }
}

void require_schema(Database& database) {
    const int version = schema_version(database);
    const int last = migrations().back().version;
    if (version == 0) {
        throw Error{ErrorKind::data, database.path() + ": is empty"};
    }
    if (version < last) {
        throw Error{ErrorKind::data, database.path() + ": schema " + std::to_string(version) +
                                         " is older than this program's " + std::to_string(last) +
                                         "; run \"ecg-serve migrate\""};
    }
    if (version > last) {
        refuse_newer(database, version, last);
    }
}

void prepare_schema(Database& database) {
    if (schema_version(database) == 0) {
        migrate(database);
    }
    require_schema(database);
}

} // namespace ecg::serve
