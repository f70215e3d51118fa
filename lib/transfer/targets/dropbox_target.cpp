#include "transfer/targets/dropbox_target.hpp"

#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "transfer/sign/dropbox.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr int most_resumptions = 5;
constexpr std::size_t room_for_errors = std::size_t{64} << 10U; // bytes of an answer

/// Where each word of an endpoint's error begins; all come as 409.
constexpr std::array<KnownTrouble, 5> known_troubles{
    {{"too_many_write_operations", Obstacle::passing},
     {"path/insufficient_space", Obstacle::login},
     {"path/conflict/file", Obstacle::conflict},
     {"path/no_write_permission", Obstacle::login},
     {"content_hash_mismatch", Obstacle::passing}}};

/// "path/conflict/file/.." is "path/conflict/file".
std::string summary_of(const HttpAnswer& answer) {
    std::string summary = json_text(answer.body, {"error_summary"});
    while (summary.ends_with('/') || summary.ends_with('.')) {
        summary.pop_back();
    }
    return summary;
}

/// hash is that of the bytes beside it, "" where the file came before.
std::string commit_of(const std::string& path, const std::string& hash) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("path", path)
        .member("mode", "add")
        .member("autorename", false)
        .member("mute", true)
        .text_unless_empty("content_hash", hash)
        .end_object();
    return json;
}

std::string cursor_of(const std::string& session, std::uint64_t offset) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("session_id", session)
        .member("offset", offset)
        .end_object();
    return json;
}

/// The offset that an answer of 409 says is right.
std::optional<std::uint64_t> right_offset(const HttpAnswer& answer) {
    const auto offset = parse_integer(json_text(answer.body, {"error", "correct_offset"}));
    return offset && *offset >= 0 ? std::optional{static_cast<std::uint64_t>(*offset)}
                                  : std::nullopt;
}

std::string hash_of(const ByteSource& bytes) {
    constexpr std::size_t step = std::size_t{1} << 20U;
    DropboxHash hash;
    for (std::uint64_t at = 0; at < bytes.size(); at += step) {
        hash.add(bytes.read(at, step));
    }
    return hash.finish();
}

/// How far a session has come: "SESSION OFFSET", as it is noted.
struct Progress {
    std::string session;
    std::uint64_t at = 0;

    [[nodiscard]] std::string text() const { return session + ' ' + std::to_string(at); }
};

Progress progress_in(const std::string& text) {
    const std::size_t blank = text.rfind(' ');
    const auto at = blank == text.npos ? std::nullopt : parse_integer(text.substr(blank + 1));
    return at && *at >= 0 ? Progress{text.substr(0, blank), static_cast<std::uint64_t>(*at)}
                          : Progress{};
}

} // namespace

DropboxTarget::DropboxTarget(DropboxSettings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client}, content_{parse_base_url(
                                                           settings_.content_url)},
      api_{parse_base_url(settings_.api_url)}, token_{"Dropbox", settings_.token} {
    if (!settings_.refresh_token.empty()) {
        token_ = AccessToken{"Dropbox", settings_.token, [this](UtcTime /*now*/) {
                                 return TokenRequest{
                                     api_.origin + api_.path + "/oauth2/token",
                                     sorted_query({{"grant_type", "refresh_token"},
                                                   {"refresh_token", settings_.refresh_token},
                                                   {"client_id", settings_.client_id}})};
                             }};
    }
}

HttpOutcome DropboxTarget::send(HttpRequest request) {
    request.method = "POST";
    request.headers.push_back({"authorization", token_.bearer(client_)});
    HttpOutcome outcome = client_.send(request);
    if (!outcome.fault && outcome.answer.status == 401 && token_.expire()) {
        request.headers.back().value = token_.bearer(client_);
        outcome = client_.send(request);
    }
    require_no_page("Dropbox", outcome);
    return outcome;
}

HttpOutcome DropboxTarget::send_bytes(const std::string& function, const std::string& arguments,
                                      std::string_view bytes) {
    HttpRequest request;
    request.url = content_.origin + content_.path + "/2/files/" + function;
    request.headers = {{"content-type", "application/octet-stream"},
                       {"dropbox-api-arg", dropbox_header_json(arguments)}};
    request.body = bytes;
    return send(std::move(request));
}

HttpOutcome DropboxTarget::call(const std::string& function, const std::string& arguments) {
    HttpRequest request;
    request.url = api_.origin + api_.path + "/2/" + function;
    request.headers = {{"content-type", "application/json"}};
    request.body = arguments;
    return send(std::move(request));
}

void DropboxTarget::fail(const HttpOutcome& outcome) const {
    fail_at_target("Dropbox", outcome, summary_of(outcome.answer), known_troubles);
}

std::string DropboxTarget::path_of(const std::string& name) const {
    return settings_.folder + '/' + name;
}

/// The file's metadata, JSON.
std::optional<std::string> DropboxTarget::about(const std::string& name) {
    std::string arguments;
    JsonWriter{arguments}.begin_object().member("path", path_of(name)).end_object();
    HttpOutcome outcome = call("files/get_metadata", arguments);
    if (!outcome.fault && summary_of(outcome.answer) == "path/not_found") {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return std::move(outcome.answer.body);
}

HttpOutcome DropboxTarget::put_pieces(const std::string& name, const ByteSource& bytes,
                                      const std::string& hash) {
    const std::string upload = name + '\n' + hash;
    Progress progress = progress_in(note_of(uploads(), upload));
    const bool goes_on = !progress.session.empty();
    HttpOutcome outcome;
    if (!goes_on) {
        outcome = send_bytes("upload_session/start", "{}", "");
        progress.session = json_text(outcome.answer.body, {"session_id"});
        if (outcome.fault || outcome.answer.status != 200 || progress.session.empty()) {
            return outcome;
        }
        note(uploads(), upload, progress.text());
    }
    outcome = send_pieces(progress.session, progress.at, bytes, upload);
    if (!outcome.fault && outcome.answer.status == 200) {
        outcome = send_bytes("upload_session/finish",
                             R"({"cursor":)" + cursor_of(progress.session, bytes.size()) +
                                 R"(,"commit":)" + commit_of(path_of(name), "") + '}',
                             "");
    }
    const bool ended =
        !outcome.fault && outcome.answer.status != 429 && outcome.answer.status < 500;
    if (ended) {
        note(uploads(), upload, "");
    }
    // A session that was begun long ago may be gone, or closed.
    const bool anew = ended && goes_on && outcome.answer.status == 409;
    return anew ? put_pieces(name, bytes, hash) : outcome;
}

/// The last outcome: of 200 when all pieces are there.
HttpOutcome DropboxTarget::send_pieces(const std::string& session, std::uint64_t at,
                                       const ByteSource& bytes, const std::string& upload) {
    HttpOutcome outcome;
    outcome.answer.status = 200;
    for (int resumed = 0; at < bytes.size() && resumed <= most_resumptions;) {
        const std::string piece = bytes.read(at, settings_.piece_size);
        outcome = send_bytes("upload_session/append_v2",
                             R"({"cursor":)" + cursor_of(session, at) + R"(,"content_hash":")" +
                                 dropbox_content_hash(piece) + "\"}",
                             piece);
        if (!outcome.fault && outcome.answer.status == 200) {
            at += piece.size();
            note(uploads(), upload, Progress{session, at}.text());
            continue;
        }
        ++resumed;
        const auto right = outcome.fault ? std::nullopt : right_offset(outcome.answer);
        if (right) {
            at = *right;
            outcome.answer.status = 200; // should that be the end
        } else if (!outcome.fault && outcome.answer.status < 500) {
            return outcome;
        }
    }
    return outcome;
}

Stored DropboxTarget::store(const std::string& name, const ByteSource& bytes) {
    const std::string hash = hash_of(bytes);
    if (const auto found = about(name)) {
        if (json_text(*found, {"content_hash"}) != hash) {
            throw TargetError{Obstacle::conflict, "Dropbox: other bytes are there as " + name};
        }
        return Stored::before;
    }
    const HttpOutcome outcome = bytes.size() > settings_.piece_size
                                    ? put_pieces(name, bytes, hash)
                                    : send_bytes("upload", commit_of(path_of(name), hash),
                                                 bytes.read(0, settings_.piece_size));
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    if (json_text(outcome.answer.body, {"content_hash"}) != hash) {
        throw TargetError{Obstacle::passing, "Dropbox: keeps other bytes as " + name};
    }
    return Stored::now;
}

std::optional<std::uint64_t> DropboxTarget::size(const std::string& name) {
    const std::optional<std::string> found = about(name);
    const auto size = parse_integer(found ? json_text(*found, {"size"}) : "");
    return size ? std::optional{static_cast<std::uint64_t>(*size)} : std::nullopt;
}

std::optional<std::string> DropboxTarget::read(const std::string& name, std::size_t limit) {
    std::string arguments;
    JsonWriter{arguments}.begin_object().member("path", path_of(name)).end_object();
    HttpRequest request;
    request.url = content_.origin + content_.path + "/2/files/download";
    request.headers = {{"dropbox-api-arg", dropbox_header_json(arguments)}};
    request.largest_answer = std::max(limit, room_for_errors);
    HttpOutcome outcome = send(std::move(request));
    if (!outcome.fault && summary_of(outcome.answer) == "path/not_found") {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return body_of(outcome);
}

void DropboxTarget::remove(const std::string& name) {
    std::string arguments;
    JsonWriter{arguments}.begin_object().member("path", path_of(name)).end_object();
    const HttpOutcome outcome = call("files/delete_v2", arguments);
    if (outcome.fault ||
        (outcome.answer.status != 200 && summary_of(outcome.answer) != "path_lookup/not_found")) {
        fail(outcome);
    }
}

void DropboxTarget::probe() {
    const HttpOutcome outcome = call("check/user", R"({"query":"ecg"})");
    if (outcome.fault || json_text(outcome.answer.body, {"result"}) != "ecg") {
        fail(outcome);
    }
}

ObjectPlace DropboxTarget::place_of(const std::string& name) const {
    return {path_of(name), "", path_of(name)}; // nothing is shared, so nobody has another address
}

} // namespace ecg::transfer
