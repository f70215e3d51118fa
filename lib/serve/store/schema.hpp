// The tables of the database, in numbered steps from one version to the next.
#pragma once

#include "serve/store/database.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ecg::serve {

struct Migration {
    int version; ///< of the database after it
    std::string_view sql;
};

/// Those that are compiled in, in order from 1.
std::span<const Migration> migrations();

/// The version of a database; 0 for an empty one. Throws DatabaseError when the file is no
/// database, Error{data} when it is that of another program.
int schema_version(Database& database);

/// Throws Error{data} unless the database has today's version.
void require_schema(Database& database);

/// Makes the tables of an empty database; leaves one of today's version as it is. Throws
/// Error{data} when it is older, and has to be migrated, or newer than this program.
void prepare_schema(Database& database);

/// Brings a database to the last of these versions, in one step that is done whole or not at all,
/// and returns the version it had. Throws as prepare_schema does, but not for an older one.
int migrate(Database& database, std::span<const Migration> to = migrations());

} // namespace ecg::serve
