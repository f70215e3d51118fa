// Where the server keeps everything, below $ECG_HOME.
#pragma once

#include <string>
#include <string_view>

namespace ecg::serve {

struct ServerFolder {
    std::string path;

    [[nodiscard]] std::string database() const { return path + "/ecg.db"; }

    [[nodiscard]] std::string objects() const { return path + "/objects"; }

    [[nodiscard]] std::string audit() const { return path + "/audit"; }

    /// A log has one writer at a time: the server keeps the one above, and what the operator does
    /// is written here, also while the server runs.
    [[nodiscard]] std::string operator_audit() const { return path + "/audit/operator"; }

    [[nodiscard]] std::string keys() const { return path + "/keys"; }
};

/// What a key is for, in the names of the files in keys().
inline constexpr std::string_view audit_keys = "audit";
inline constexpr std::string_view token_keys = "tokens";
inline constexpr std::string_view link_keys = "links";

/// HOME/server.
ServerFolder server_folder(const std::string& home);

/// Makes the folder where it is missing, and closes it to others: 0700. Throws Error{data}.
void make_server_folder(const ServerFolder& folder);

/// Throws Error{data} when there is no database yet.
void require_database(const ServerFolder& folder);

} // namespace ecg::serve
