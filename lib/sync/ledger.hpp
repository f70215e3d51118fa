// What became of the items so far, beside the queue: appended, checked line by line, made anew when
// it has grown. Losing it costs tries, never an item.
#pragma once

#include "common/time.hpp"
#include "sync/queue_files.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::sync {

struct Tries {
    int count = 0;            ///< that the server refused
    std::int64_t next_ms = 0; ///< since 1970, when the next may be
    std::int64_t wait_ms = 0; ///< how long that was from then
};

/// An item that one of several targets will not have.
struct Refusal {
    std::string key;
    std::string reason;
    int status = 0;
    int tries = 0;
};

/// look: nothing is written, for another may be at work on it.
enum class LedgerUse { write, look };

class Ledger {
public:
    /// Reads it; what is damaged in it, a cut last line among them, is passed over.
    /// Throws Error{data}.
    explicit Ledger(std::string path, LedgerUse use = LedgerUse::write);

    /// Noted for the next flush(). upload: the entry that the log of uploads is to have, JSON.
    void note_stored(const std::string& file_name, const std::string& key,
                     const std::string& upload = "");
    void note_upload(const std::string& upload);
    /// From here until forget_uploads() nobody knows whether the log has them.
    void begin_logging();
    /// The log has them.
    void forget_uploads();
    void note_tries(const std::string& file_name, const Tries& tries);
    void note_refused(const std::string& file_name, const Refusal& refusal);
    /// Once and for all: what the server calls a session.
    void note_session(const std::string& session, const std::string& server_session);
    /// The item is where it belongs, or is tried anew: nothing more has to be known of it.
    void forget(const std::string& file_name);
    /// What was noted is on the disk. Throws Error{data}; what was noted stays so.
    void flush();

    /// Whether the item of that name and key was stored: another may have its name since.
    [[nodiscard]] bool is_stored(const std::string& file_name, std::string_view key) const;
    [[nodiscard]] Tries tries_of(const std::string& file_name) const;
    /// Until its next try; 0 = at once.
    [[nodiscard]] std::chrono::milliseconds wait_of(const std::string& file_name,
                                                    UtcTime now) const;
    /// "" when the server does not know it.
    [[nodiscard]] std::string server_session(const std::string& session) const;

    /// Keys by file name.
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& stored() const {
        return stored_;
    }

    /// By file name.
    [[nodiscard]] const std::map<std::string, Refusal, std::less<>>& refused() const {
        return refused_;
    }

    /// Entries that the log of uploads does not have yet.
    [[nodiscard]] const std::vector<std::string>& uploads() const { return uploads_; }

    /// Whether a program ended between begin_logging() and forget_uploads().
    [[nodiscard]] bool may_be_logged() const { return may_be_logged_; }

    /// Lines that were passed over.
    [[nodiscard]] int damaged() const { return damaged_; }

private:
    void add(std::string_view line);
    void append(std::string_view json);
    [[nodiscard]] std::size_t alive() const;
    void compact();

    std::string path_;
    std::string unwritten_;
    std::map<std::string, std::string, std::less<>> stored_;
    std::map<std::string, Tries, std::less<>> tries_;
    std::map<std::string, Refusal, std::less<>> refused_;
    std::map<std::string, std::string, std::less<>> sessions_;
    std::vector<std::string> uploads_;
    bool may_be_logged_ = false;
    std::size_t lines_ = 0;
    int damaged_ = 0;
};

} // namespace ecg::sync
