#include "serve/store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <chrono>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::chrono::milliseconds patience{5000}; // with another process that writes

DatabaseTrouble trouble_of(sqlite3* handle, int code) {
    const int cause = sqlite3_system_errno(handle);
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
        return DatabaseTrouble::constraint;
    case SQLITE_FULL:
        return DatabaseTrouble::full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: // of the -shm and -wal files: it is ENOSPC that matters
        return cause == ENOSPC || cause == EDQUOT || cause == EFBIG ? DatabaseTrouble::full
                                                                    : DatabaseTrouble::other;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DatabaseTrouble::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DatabaseTrouble::damaged;
    default:
        return DatabaseTrouble::other;
    }
}

[[noreturn]] void fail_on(sqlite3* handle, int code, const std::string& path) {
    throw DatabaseError{trouble_of(handle, code), path + ": " + sqlite3_errmsg(handle)};
}

[[noreturn]] void fail_on(sqlite3_stmt* statement, int code) {
    sqlite3* handle = sqlite3_db_handle(statement);
    const char* path = sqlite3_db_filename(handle, "main");
    fail_on(handle, code, path == nullptr ? "" : path);
}

void check_bound(sqlite3_stmt* statement, int code) {
    if (code != SQLITE_OK) {
        fail_on(statement, code);
    }
}

extern "C" int note_log_pages(void* to, sqlite3*, const char*, int pages) noexcept {
    *static_cast<int*>(to) = pages;
    return SQLITE_OK;
}

} // namespace

Statement::~Statement() {
    if (statement_ != nullptr) {
        sqlite3_reset(statement_); // its error was told by step()
        sqlite3_clear_bindings(statement_);
    }
}

void Statement::bind(int parameter, std::int64_t value) {
    check_bound(statement_, sqlite3_bind_int64(statement_, parameter, value));
}

void Statement::bind(int parameter, double value) {
    check_bound(statement_, sqlite3_bind_double(statement_, parameter, value));
}

void Statement::bind(int parameter, std::string_view value) {
    check_bound(statement_,
                sqlite3_bind_text64(statement_, parameter, value.empty() ? "" : value.data(),
                                    value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int parameter, Blob value) {
    const auto& bytes = value.bytes;
    check_bound(statement_,
                sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(),
                                    bytes.size(), SQLITE_TRANSIENT));
}

void Statement::bind(int parameter, std::nullopt_t) {
    check_bound(statement_, sqlite3_bind_null(statement_, parameter));
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        fail_on(statement_, code);
    }
    return code == SQLITE_ROW;
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string{} : std::string{static_cast<const char*>(bytes), size};
}

std::optional<double> Statement::real(int column) const {
    return is_null(column) ? std::nullopt
                           : std::optional{sqlite3_column_double(statement_, column)};
}

std::optional<std::int64_t> Statement::integer_if_any(int column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
}

std::optional<Moment> Statement::moment_if_any(int column) const {
    return is_null(column) ? std::nullopt : std::optional{moment(column)};
}

void Database::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Database::Database(std::string path, Access access) : path_{std::move(path)} {
    if (access == Access::create) {
        // SQLite gives the files beside it the same rights. A file that is there is never opened:
        // to close it again would take this process's locks from SQLite, and whoever looks at the
        // database next would throw away the log that is still written.
        const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file >= 0) {
            ::close(file);
        }
    }
    const int flags = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path_.c_str(), &handle,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) {
        fail(code);
    }
    sqlite3_busy_timeout(handle, static_cast<int>(patience.count()));
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    run_script("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; "
               "PRAGMA cell_size_check = ON");
}

void Database::fail(int code) const {
    fail_on(handle_.get(), code, path_);
}

sqlite3_stmt* Database::prepared(std::string_view sql) {
    auto& statement = statements_[sql];
    if (!statement) {
        sqlite3_stmt* fresh = nullptr;
        const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &fresh, nullptr);
        if (code != SQLITE_OK) {
            fail(code);
        }
        statement.reset(fresh);
    }
    assert(sqlite3_stmt_busy(statement.get()) == 0);
    return statement.get();
}

void Database::run_script(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        fail(code);
    }
}

std::string Database::answer(const std::string& sql) {
    sqlite3_stmt* fresh = nullptr;
    const int code = sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &fresh, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> owner{fresh};
    if (code != SQLITE_OK) {
        fail(code);
    }
    Statement statement{fresh};
    return statement.step() ? statement.text(0) : std::string{};
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

bool Database::changed() const {
    return sqlite3_changes64(handle_.get()) != 0;
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Database::roll_back() noexcept {
    if (in_transaction()) {
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Database::leave_checkpoints() {
    // takes the place of SQLite's own hook, which checkpoints within COMMIT
    sqlite3_wal_hook(handle_.get(), note_log_pages, log_pages_.get());
}

int Database::checkpoint() {
    int pages = 0, copied = 0;
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                               &pages, &copied);
    if ((code & 0xff) == SQLITE_BUSY) {
        return 0;
    }
    if (code != SQLITE_OK) {
        fail(code);
    }
    return copied;
}

void Database::copy_into(Database& other) {
    sqlite3_backup* backup =
        sqlite3_backup_init(other.handle_.get(), "main", handle_.get(), "main");
    if (backup == nullptr) {
        other.fail(sqlite3_errcode(other.handle_.get()));
    }
    const int step = sqlite3_backup_step(backup, -1); // at once: one moment of the source
    const int code = sqlite3_backup_finish(backup);
    if (step != SQLITE_DONE || code != SQLITE_OK) {
        other.fail(code == SQLITE_OK ? step : code);
    }
}

} // namespace ecg::serve
