// The sessions of one file become those of an account, piece by piece beside a server at work.
//
// All that can be wrong with them is found before the first piece is stored. An import that is
// stopped between two pieces leaves sessions that are still being recorded, as from a client; the
// same import again goes on where it was, for what is there is not stored again.
#pragma once

#include "serve/clock.hpp"
#include "serve/lines/session_line_rows.hpp"
#include "serve/store/changes.hpp"
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

/// Lines are packed into a temporary file first. Then each piece is a transaction of some
/// hundredths of a second, with as long a pause behind it in which others write.
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
    /// begins the messages; between is called between two pieces and may throw to stop. Throws
    /// Error{data}, with nothing stored, when a session or its device is another account's, goes on
    /// behind its end, or is there with another time that --start gave; DatabaseError, and
    /// Error{data} where another wrote to the session meanwhile, with what was stored until then.
    std::vector<ImportedSession> commit(
        const std::string& name, const std::function<void()>& between = [] {});

private:
    struct Session {
        std::string recorded_as, device_serial, device;
        double sampling_rate = 0;
        Moment start, end; ///< start: of sample 0
        bool is_timed = false;
        std::string session_end;
        std::string id{}; ///< in the store, once it is planned
    };

    void plan(const std::string& name);
    void check(const Session& session, std::size_t number, const std::string& subject);
    ImportedSession store(const Session& session, std::size_t number, const std::string& name,
                          const std::function<void()>& between);
    std::string id_of(const Session& session, const std::string& name);
    void start(const Session& session, const std::string& id, const std::string& name);
    void store_rows(const Session& session, AddSamples samples, const std::string& subject);
    void end(const Session& session, const std::string& id, const std::string& subject);

    Database& database_;
    std::string user_id_;
    Clock clock_;
    std::vector<Session> sessions_;
    Moment last_time_;
};

} // namespace ecg::serve
