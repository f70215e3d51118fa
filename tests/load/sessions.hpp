// The accounts and sessions that send, made through the server's own interface.
#pragma once

#include "load/connection.hpp"
#include "load/ledger.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::load {

/// A recording session with the account it belongs to and a connection of its own.
struct Session {
    std::string id;
    std::string headers; ///< with the token
    std::unique_ptr<Connection> connection;
    Ledger ledger;
};

/// Opens accounts and starts count sessions, shared out among them. Throws Error{data} when the
/// server answers otherwise than it should.
std::vector<Session> start_sessions(const Place& place, const Items& items, std::size_t accounts,
                                    std::size_t count);

/// Throws Error{data} unless the answer has that status.
void expect(const HttpAnswer& answer, int status, std::string_view what);

} // namespace ecg::load
