#include "sync/ledger.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "sync/back_off.hpp"
#include "transfer/crypto.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t largest = std::size_t{256} << 20;
constexpr std::size_t slack_lines = 1000;         // beyond those that still say something
constexpr std::int64_t usual_wait_ms = 3'600'000; // of a line that does not say
constexpr std::size_t check_length = 8;
constexpr std::string_view check_key = R"(,"check":")";
constexpr std::string_view line_end = R"("})";

std::string check_of(std::string_view text) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(text))).substr(0, check_length);
}

/// {"stored":"p05_…"} becomes {"stored":"p05_…","check":"1a2b3c4d"}.
std::string with_check(std::string_view json) {
    const std::string_view open = json.substr(0, json.size() - 1);
    std::string line{open};
    return line.append(check_key).append(check_of(open)).append(line_end).append("\n");
}

bool is_right(std::string_view line) {
    const std::size_t tail = check_key.size() + check_length + line_end.size();
    if (line.size() <= tail) {
        return false;
    }
    const std::string_view open = line.substr(0, line.size() - tail);
    std::string wanted{check_key};
    wanted.append(check_of(open)).append(line_end);
    return line.substr(open.size()) == wanted;
}

constexpr std::string_view logging_json = R"({"logging":true})", logged_json = R"({"logged":true})";

/// One line, so that an item is never stored without its entry.
std::string stored_json(const std::string& file_name, const std::string& key,
                        const std::string& upload = "") {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("stored", file_name).member("key", key);
    if (!upload.empty()) {
        json.key("upload").raw(upload);
    }
    json.end_object();
    return text;
}

std::string upload_json(const std::string& upload) {
    std::string json;
    JsonWriter{json}.begin_object().key("upload").raw(upload).end_object();
    return json;
}

std::string tries_json(const std::string& file_name, const Tries& tries) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("tried", file_name)
        .member("tries", tries.count)
        .member("next_ms", tries.next_ms)
        .member("wait_ms", tries.wait_ms)
        .end_object();
    return json;
}

std::string refused_json(const std::string& file_name, const Refusal& refusal) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("refused", file_name)
        .member("key", refusal.key)
        .member("reason", refusal.reason)
        .member("http_status", refusal.status)
        .member("tries", refusal.tries)
        .end_object();
    return json;
}

std::string session_json(const std::string& session, const std::string& server_session) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("session", session)
        .member("server_session", server_session)
        .end_object();
    return json;
}

} // namespace

Ledger::Ledger(std::string path, LedgerUse use) : path_{std::move(path)} {
    std::string bytes;
    switch (read_regular(path_, largest, bytes)) {
    case ReadFile::whole:
    case ReadFile::missing:
        break;
    case ReadFile::irregular:
    case ReadFile::too_large:
        throw Error{ErrorKind::data, path_ + ": is no ledger"};
    }
    for (const std::string_view line : split(std::string_view{bytes}, '\n')) {
        if (!line.empty()) {
            add(line);
        }
    }
    const bool is_cut = !bytes.empty() && bytes.back() != '\n';
    const bool is_due = is_cut || damaged_ > 0 || lines_ > 2 * alive() + slack_lines;
    if (is_due && use == LedgerUse::write) {
        compact(); // a line behind a cut one would be damaged with it
    }
}

std::size_t Ledger::alive() const {
    return stored_.size() + tries_.size() + refused_.size() + sessions_.size() + uploads_.size();
}

void Ledger::add(std::string_view line) {
    ++lines_;
    if (!is_right(line)) {
        ++damaged_;
        return;
    }
    JsonReader reader;
    const JsonValue json = reader.parse(line, path_);
    if (const auto upload = json.find("upload")) {
        uploads_.push_back(upload->json());
    }
    if (const auto stored = json.text_at("stored")) {
        stored_[std::string{*stored}] = json.text_at("key").value_or("");
    } else if (const auto tried = json.text_at("tried")) {
        tries_[std::string{*tried}] = {static_cast<int>(json.integer_at("tries").value_or(0)),
                                       json.integer_at("next_ms").value_or(0),
                                       json.integer_at("wait_ms").value_or(usual_wait_ms)};
    } else if (const auto refused = json.text_at("refused")) {
        refused_[std::string{*refused}] = {
            std::string{json.text_at("key").value_or("")},
            std::string{json.text_at("reason").value_or("")},
            static_cast<int>(json.integer_at("http_status").value_or(0)),
            static_cast<int>(json.integer_at("tries").value_or(0))};
    } else if (const auto session = json.text_at("session")) {
        sessions_.emplace(*session, json.text_at("server_session").value_or(""));
    } else if (const auto gone = json.text_at("forget")) {
        stored_.erase(std::string{*gone});
        tries_.erase(std::string{*gone});
        refused_.erase(std::string{*gone});
    } else if (json.find("logging")) {
        may_be_logged_ = true;
    } else if (json.find("logged")) {
        uploads_.clear();
        may_be_logged_ = false;
    }
}

void Ledger::append(std::string_view json) {
    unwritten_ += with_check(json);
    ++lines_;
}

void Ledger::note_stored(const std::string& file_name, const std::string& key,
                         const std::string& upload) {
    stored_[file_name] = key;
    append(stored_json(file_name, key, upload));
    if (!upload.empty()) {
        uploads_.push_back(upload);
    }
}

void Ledger::note_upload(const std::string& upload) {
    uploads_.push_back(upload);
    append(upload_json(upload));
}

void Ledger::begin_logging() {
    append(logging_json);
    flush();
}

void Ledger::forget_uploads() {
    uploads_.clear();
    may_be_logged_ = false;
    append(logged_json);
}

void Ledger::note_tries(const std::string& file_name, const Tries& tries) {
    tries_[file_name] = tries;
    append(tries_json(file_name, tries));
}

void Ledger::note_refused(const std::string& file_name, const Refusal& refusal) {
    refused_[file_name] = refusal;
    append(refused_json(file_name, refusal));
}

void Ledger::note_session(const std::string& session, const std::string& server_session) {
    if (sessions_.emplace(session, server_session).second) {
        append(session_json(session, server_session));
    }
}

void Ledger::forget(const std::string& file_name) {
    if (stored_.erase(file_name) + tries_.erase(file_name) + refused_.erase(file_name) > 0) {
        std::string json;
        JsonWriter{json}.begin_object().member("forget", file_name).end_object();
        append(json);
    }
}

void Ledger::flush() {
    if (unwritten_.empty()) {
        return;
    }
    const bool is_new = ::access(path_.c_str(), F_OK) != 0;
    const OpenFile file{path_, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW};

    struct stat before {};

    if (::fstat(file.number(), &before) != 0) {
        throw Error{ErrorKind::data, path_ + ": " + std::strerror(errno)};
    }
    try {
        write_all(file.number(), unwritten_, path_);
    } catch (...) {
        // half a line would take the next one with it
        static_cast<void>(::ftruncate(file.number(), before.st_size) == 0);
        throw;
    }
    if (::fdatasync(file.number()) != 0) {
        throw Error{ErrorKind::data, path_ + ": " + std::strerror(errno)};
    }
    unwritten_.clear();
    if (is_new) {
        sync_folder(path_.substr(0, path_.rfind('/')));
    }
}

void Ledger::compact() {
    std::string text;
    for (const auto& [session, server_session] : sessions_) {
        text += with_check(session_json(session, server_session));
    }
    for (const auto& [name, key] : stored_) {
        text += with_check(stored_json(name, key));
    }
    for (const auto& [name, tries] : tries_) {
        text += with_check(tries_json(name, tries));
    }
    for (const auto& [name, refusal] : refused_) {
        text += with_check(refused_json(name, refusal));
    }
    for (const std::string& upload : uploads_) {
        text += with_check(upload_json(upload));
    }
    text += may_be_logged_ ? with_check(logging_json) : "";
    const std::size_t slash = path_.rfind('/');
    write_durably(path_.substr(0, slash), {{path_.substr(slash + 1), text}});
    lines_ = alive();
}

bool Ledger::is_stored(const std::string& file_name, std::string_view key) const {
    const auto found = stored_.find(file_name);
    return found != stored_.end() && found->second == key;
}

Tries Ledger::tries_of(const std::string& file_name) const {
    const auto found = tries_.find(file_name);
    return found == tries_.end() ? Tries{} : found->second;
}

std::chrono::milliseconds Ledger::wait_of(const std::string& file_name, UtcTime now) const {
    const Tries tries = tries_of(file_name);
    return tries.count == 0
               ? std::chrono::milliseconds{0}
               : wait_left({tries.next_ms}, std::chrono::milliseconds{tries.wait_ms}, now);
}

std::string Ledger::server_session(const std::string& session) const {
    const auto found = sessions_.find(session);
    return found == sessions_.end() ? std::string{} : found->second;
}

} // namespace ecg::sync
