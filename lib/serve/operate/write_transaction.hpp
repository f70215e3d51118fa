// A change to the database beside a server that may be at work on it: whole or not at all.
#pragma once

#include "serve/store/database.hpp"

namespace ecg::serve {

/// Waits for another process that writes, as long as the connection has patience. What is not
/// committed is undone.
class WriteTransaction {
public:
    /// Throws DatabaseError.
    explicit WriteTransaction(Database& database) : database_{database} {
        database_.run("BEGIN IMMEDIATE");
    }

    ~WriteTransaction() { database_.roll_back(); }

    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;

    /// On return it survives a power cut. Throws DatabaseError.
    void commit() { database_.run("COMMIT"); }

private:
    Database& database_;
};

} // namespace ecg::serve
