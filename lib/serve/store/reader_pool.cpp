#include "serve/store/reader_pool.hpp"

#include <utility>

namespace ecg::serve {

ReaderPool::ReaderPool(const std::string& path, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        free_.push_back(std::make_unique<Database>(path, Database::Access::read));
    }
}

std::unique_ptr<Database> ReaderPool::take() {
    std::unique_lock lock{mutex_};
    given_back_.wait(lock, [this] { return !free_.empty(); });
    std::unique_ptr<Database> database = std::move(free_.back()); // the one whose cache is warm
    free_.pop_back();
    return database;
}

void ReaderPool::give_back(std::unique_ptr<Database> database) {
    {
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(database));
    }
    given_back_.notify_one();
}

ReaderPool::Lease::Lease(ReaderPool& pool) : pool_{pool}, database_{pool.take()} {
    try {
        database_->run("BEGIN");
    } catch (...) {
        pool_.give_back(std::move(database_));
        throw;
    }
}

ReaderPool::Lease::~Lease() {
    database_->roll_back(); // nothing was changed
    pool_.give_back(std::move(database_));
}

} // namespace ecg::serve
