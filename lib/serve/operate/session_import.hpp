// The sessions of one file become those of an account: all of them, or none.
#pragma once

#include "serve/clock.hpp"
#include "serve/lines/session_line_rows.hpp"
#include "serve/store/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

struct ImportedSession {
    std::string id;                          ///< in the store
    std::string recorded_as;                 ///< in the file
    std::int64_t waveforms = 0, metrics = 0; ///< that were not there before
    bool is_open = false;                    ///< it has no end
};

/// Lines are packed into a temporary file first, so that a server at work waits for the database
/// only as long as it takes to copy them.
class SessionImport {
public:
    /// database writes, with its schema prepared, and is not within a transaction.
    SessionImport(Database& database, std::string user_id, Clock clock);
    ~SessionImport();
    SessionImport(const SessionImport&) = delete;
    SessionImport& operator=(const SessionImport&) = delete;

    /// Lines in their order. Throws Error{data} "where: why" when time goes back.
    void add(SessionLineRows rows, const std::string& where);

    /// Stores them. What is there already, to the last digit, is not stored again: a session is
    /// known by its id in the file, which a new one keeps where it is of the store's form. name
    /// begins the messages. Throws Error{data} when a session or its device is another account's,
    /// goes
    /// on behind its end, or is there with another time that --start gave; DatabaseError.
    std::vector<ImportedSession> commit(const std::string& name);

private:
    struct Session {
        std::string recorded_as, device_serial, device;
        double sampling_rate = 0;
        Moment start, end; ///< start: of sample 0
        bool is_timed = false;
        std::string session_end;
    };

    ImportedSession store(const Session& session, std::size_t number, const std::string& name);
    std::string id_of(const Session& session, const std::string& name);
    void start(const Session& session, const std::string& id, const std::string& name);
    void store_rows(const std::string& id, std::size_t number, const std::string& subject);
    void end(const Session& session, const std::string& id, const std::string& subject);

    Database& database_;
    std::string user_id_;
    Clock clock_;
    std::vector<Session> sessions_;
    Moment last_time_;
};

} // namespace ecg::serve
