// The door to SQLite: a connection, and statements that are prepared once.
#pragma once

#include "common/error.hpp"
#include "serve/store/records.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace ecg::serve {

enum class DatabaseTrouble {
    constraint, ///< the row breaks a rule of the schema
    full,       ///< no room on the disk
    busy,       ///< another process holds it for too long
    damaged,    ///< no database, or a broken one
    other,
};

/// "ecg.db: database or disk is full"
class DatabaseError : public Error {
public:
    DatabaseError(DatabaseTrouble trouble, const std::string& message)
        : Error{trouble == DatabaseTrouble::damaged ? ErrorKind::data : ErrorKind::unavailable,
                message},
          trouble_{trouble} {}

    [[nodiscard]] DatabaseTrouble trouble() const noexcept { return trouble_; }

private:
    DatabaseTrouble trouble_;
};

/// Bytes that are bound as a BLOB, not as text.
struct Blob {
    std::string_view bytes;
};

/// Text that is NULL when it is empty.
struct TextOrNull {
    std::string_view text;
};

/// A statement at work. It goes back to its connection, ready for the next use, when it is
/// destroyed; one text cannot be at work twice at a time.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : statement_{statement} {}

    ~Statement();

    Statement(Statement&& other) noexcept : statement_{other.statement_} {
        other.statement_ = nullptr;
    }

    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;

    /// Parameters count from 1. Texts and blobs are copied.
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value);
    void bind(int parameter, std::string_view value);
    void bind(int parameter, Blob value);
    void bind(int parameter, std::nullopt_t);

    void bind(int parameter, bool value) { bind(parameter, std::int64_t{value}); }

    void bind(int parameter, const std::string& value) { bind(parameter, std::string_view{value}); }

    void bind(int parameter, Moment value) { bind(parameter, value.microseconds); }

    void bind(int parameter, TextOrNull value) {
        value.text.empty() ? bind(parameter, std::nullopt) : bind(parameter, value.text);
    }

    template <class T> void bind(int parameter, const std::optional<T>& value) {
        value ? bind(parameter, *value) : bind(parameter, std::nullopt);
    }

    void bind(int parameter, const char* value) = delete;

    /// The next row, if there is one. Throws DatabaseError.
    bool step();

    /// Columns count from 0. NULL is 0 or "".
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const; ///< or the bytes of a blob
    [[nodiscard]] std::optional<double> real(int column) const;
    [[nodiscard]] std::optional<std::int64_t> integer_if_any(int column) const;

    [[nodiscard]] Moment moment(int column) const { return {integer(column)}; }

    [[nodiscard]] std::optional<Moment> moment_if_any(int column) const;

private:
    sqlite3_stmt* statement_;
};

/// One connection, for one thread at a time.
class Database {
public:
    enum class Access {
        read,   ///< the file must be there
        write,  ///< likewise
        create, ///< writing; a missing file is made, which only its owner may read
    };

    /// Throws DatabaseError. Nothing is read yet, so a file that is no database shows itself later.
    Database(std::string path, Access access);

    /// A statement with its parameters bound. sql must live as long as the connection.
    template <class... Values> Statement query(std::string_view sql, const Values&... values) {
        Statement statement{prepared(sql)};
        int parameter = 0;
        (statement.bind(++parameter, values), ...);
        return statement;
    }

    /// Runs a statement whose rows, if it has any, do not matter.
    template <class... Values> void run(std::string_view sql, const Values&... values) {
        Statement statement = query(sql, values...);
        while (statement.step()) {
        }
    }

    /// Several statements, without parameters, that are needed once.
    void run_script(const std::string& sql);
    /// The first column of the first row of a statement that is needed once; "" without a row.
    std::string answer(const std::string& sql);

    [[nodiscard]] std::int64_t last_id() const; ///< of the row inserted last
    [[nodiscard]] bool changed() const;         ///< whether the last statement changed a row
    [[nodiscard]] bool in_transaction() const;

    /// Undoes an open transaction, if there is one. Throws nothing: a broken disk undoes it too.
    void roll_back() noexcept;

    /// From now on commits leave the write-ahead log as long as it gets: checkpoint() copies it,
    /// where nobody waits for that.
    void leave_checkpoints();

    /// Pages in the write-ahead log after the last commit, once leave_checkpoints() was called.
    [[nodiscard]] int log_pages() const { return *log_pages_; }

    /// Copies the write-ahead log into the database, while others read and write. Returns how many
    /// of its pages are copied now; 0 when another connection is at it. Throws DatabaseError.
    int checkpoint();

    /// Copies all of it as it is now into a file that is no database yet. Throws DatabaseError.
    void copy_into(Database& other);

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    sqlite3_stmt* prepared(std::string_view sql);
    [[noreturn]] void fail(int code) const;

    std::string path_;
    std::unique_ptr<int> log_pages_ = std::make_unique<int>(0); ///< stays where SQLite knows it
    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

} // namespace ecg::serve
