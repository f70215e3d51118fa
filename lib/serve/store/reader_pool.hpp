// Connections that read beside the writer, lent to one thread at a time.
#pragma once

#include "serve/store/database.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace ecg::serve {

class ReaderPool {
public:
    /// Throws DatabaseError.
    ReaderPool(const std::string& path, std::size_t count);

    /// A connection within a transaction: all that is read through it is of one moment.
    class Lease {
    public:
        explicit Lease(ReaderPool& pool);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Database& operator*() { return *database_; }

        Database* operator->() { return database_.get(); }

    private:
        ReaderPool& pool_;
        std::unique_ptr<Database> database_;
    };

private:
    std::unique_ptr<Database> take();
    void give_back(std::unique_ptr<Database> database);

    std::mutex mutex_;
    std::condition_variable given_back_;
    std::vector<std::unique_ptr<Database>> free_;
};

} // namespace ecg::serve
