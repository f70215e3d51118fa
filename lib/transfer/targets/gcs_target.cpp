#include "transfer/targets/gcs_target.hpp"

#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "transfer/crypto.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::string_view scope = "https://www.googleapis.com/auth/devstorage.read_write";
constexpr int most_resumptions = 5;
constexpr std::size_t room_for_errors = std::size_t{64} << 10U; // bytes of an answer

/// What Google is to keep and to compare the bytes with.
std::string metadata_of(const std::string& name, const std::string& digest) {
    std::string json;
    JsonWriter{json}.begin_object().member("name", name).member("md5Hash", digest).end_object();
    return json;
}

/// How many bytes an answer of 308 says are kept.
std::uint64_t kept_bytes(const HttpAnswer& answer) {
    const std::string_view range = answer.header("Range").value_or("");
    const auto last = parse_integer(range.substr(std::min(range.find('-'), range.size() - 1) + 1));
    return range.empty() || !last ? 0 : static_cast<std::uint64_t>(*last) + 1;
}

std::string reason_of(const HttpAnswer& answer) {
    return json_text(answer.body, {"error", "message"});
}

} // namespace

/// digest: the MD5 of the bytes, as Google writes it.
struct GcsTarget::Object {
    Object(std::string called, const ByteSource& source)
        : name{std::move(called)}, bytes{source}, digest{base64(md5(source))} {}

    std::string name;
    const ByteSource& bytes;
    std::string digest;
};

GcsTarget::GcsTarget(GcsSettings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client}, base_{parse_base_url(settings_.url)},
      token_{"bucket " + settings_.bucket, "",
             [this](UtcTime now) {
                 return TokenRequest{
                     settings_.account.token_url,
                     google_token_request(google_jwt(settings_.account, scope, now))};
             },
             settings_.now} {}

HttpOutcome GcsTarget::send(HttpRequest request) {
    request.headers.push_back({"authorization", token_.bearer(client_)});
    HttpOutcome outcome = client_.send(request);
    if (!outcome.fault && outcome.answer.status == 401 && token_.expire()) {
        request.headers.back().value = token_.bearer(client_);
        outcome = client_.send(request);
    }
    require_no_page("bucket " + settings_.bucket, outcome);
    return outcome;
}

void GcsTarget::fail(const HttpOutcome& outcome) const {
    const std::string said = reason_of(outcome.answer);
    // Where an object may be missing that has been looked at: it is the bucket.
    const std::array<KnownTrouble, 1> missing{{{said, Obstacle::login}}};
    const bool no_bucket = outcome.answer.status == 404;
    fail_at_target("bucket " + settings_.bucket, outcome, said,
                   std::span{missing}.first(no_bucket ? 1 : 0));
}

std::string GcsTarget::object_url(const std::string& name) const {
    return base_.origin + base_.path + "/storage/v1/b/" + percent_encoded(settings_.bucket) +
           "/o/" + percent_encoded(name);
}

/// The object's metadata, JSON.
std::optional<std::string> GcsTarget::about(const std::string& name) {
    HttpRequest request;
    request.url = object_url(name);
    HttpOutcome outcome = send(request);
    if (!outcome.fault && outcome.answer.status == 404) {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return std::move(outcome.answer.body);
}

/// Throws when other bytes are there.
bool GcsTarget::is_there(const Object& object) {
    const std::optional<std::string> found = about(object.name);
    if (!found) {
        return false;
    }
    if (json_text(*found, {"size"}) != std::to_string(object.bytes.size()) ||
        json_text(*found, {"md5Hash"}) != object.digest) {
        throw TargetError{Obstacle::conflict, "bucket " + settings_.bucket +
                                                  ": other bytes are there as " + object.name};
    }
    return true;
}

HttpOutcome GcsTarget::put_whole(const Object& object) {
    const std::string bytes = object.bytes.read(0, settings_.piece_size);
    // Drawn anew until it is not within the bytes.
    std::string boundary;
    do {
        boundary = "ecg-" + hex(random_bytes(16));
    } while (bytes.find(boundary) != std::string_view::npos);
    HttpRequest request;
    request.method = "POST";
    request.url = base_.origin + base_.path + "/upload/storage/v1/b/" +
                  percent_encoded(settings_.bucket) + "/o?uploadType=multipart&ifGenerationMatch=0";
    request.headers = {{"content-type", "multipart/related; boundary=" + boundary}};
    request.body = "--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" +
                   metadata_of(object.name, object.digest) + "\r\n--" + boundary +
                   "\r\nContent-Type: application/octet-stream\r\n\r\n";
    request.body += bytes;
    request.body += "\r\n--" + boundary + "--\r\n";
    return send(std::move(request));
}

/// From the end on, it asks how many bytes are kept.
HttpOutcome GcsTarget::send_piece(const std::string& session, const ByteSource& bytes,
                                  std::uint64_t at) {
    const std::string total = std::to_string(bytes.size());
    const std::string piece = bytes.read(at, settings_.piece_size);
    const std::string range =
        piece.empty() ? "*" : std::to_string(at) + '-' + std::to_string(at + piece.size() - 1);
    HttpRequest request;
    request.method = "PUT";
    request.url = session;
    request.headers = {{"content-range", "bytes " + range + '/' + total}};
    if (piece.empty()) {
        request.headers.push_back({"content-length", "0"});
    }
    request.body = piece;
    return send(std::move(request));
}

/// The outcome of a request whose answer names a session, which is then noted.
HttpOutcome GcsTarget::begin_pieces(const Object& object, const std::string& upload) {
    HttpRequest request;
    request.method = "POST";
    request.url = base_.origin + base_.path + "/upload/storage/v1/b/" +
                  percent_encoded(settings_.bucket) + "/o?uploadType=resumable&ifGenerationMatch=0";
    request.headers = {{"content-type", "application/json; charset=UTF-8"}};
    request.body = metadata_of(object.name, object.digest);
    HttpOutcome outcome = send(request);
    if (!outcome.fault && outcome.answer.status == 200) {
        note(uploads(), upload, std::string{outcome.answer.header("Location").value_or("")});
    }
    return outcome;
}

HttpOutcome GcsTarget::put_pieces(const Object& object) {
    const std::string upload = object.name + '\n' + object.digest;
    if (const std::string session = note_of(uploads(), upload); !session.empty()) {
        HttpOutcome outcome = send_pieces(object, session, object.bytes.size());
        const int status = outcome.fault ? 0 : outcome.answer.status;
        if (status != 404 && status != 410) {
            return outcome;
        }
        note(uploads(), upload, ""); // it was there for a week
    }
    HttpOutcome outcome = begin_pieces(object, upload);
    const std::string session{outcome.answer.header("Location").value_or("")};
    const bool begun = !outcome.fault && outcome.answer.status == 200 && !session.empty();
    return begun ? send_pieces(object, session, 0) : outcome;
}

HttpOutcome GcsTarget::send_pieces(const Object& object, const std::string& session,
                                   std::uint64_t at) {
    HttpOutcome outcome;
    for (int resumed = 0; resumed <= most_resumptions;) {
        outcome = send_piece(session, object.bytes, at);
        if (outcome.fault || outcome.answer.status >= 500) {
            ++resumed;
            outcome = send_piece(session, object.bytes, object.bytes.size());
        }
        if (outcome.fault || outcome.answer.status >= 500) {
            continue;
        }
        if (outcome.answer.status != 308) {
            break;
        }
        const std::uint64_t kept = kept_bytes(outcome.answer);
        resumed += kept > at ? 0 : 1; // nothing gained
        at = kept;
    }
    return outcome;
}

Stored GcsTarget::store(const std::string& name, const ByteSource& bytes) {
    const Object object{name, bytes};
    const HttpOutcome outcome =
        bytes.size() > settings_.piece_size ? put_pieces(object) : put_whole(object);
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status != 0 && status < 500 && status != 308 && status != 429) {
        note(uploads(), object.name + '\n' + object.digest, ""); // however it ended
    }
    if (status == 200 || status == 201) {
        if (json_text(outcome.answer.body, {"md5Hash"}) != object.digest) {
            throw TargetError{Obstacle::passing,
                              "bucket " + settings_.bucket + ": keeps other bytes as " + name};
        }
        return Stored::now;
    }
    if ((status == 412 || outcome.fault == HttpFault::broken) && is_there(object)) {
        return status == 0 ? Stored::now : Stored::before;
    }
    fail(outcome);
}

std::optional<std::uint64_t> GcsTarget::size(const std::string& name) {
    const std::optional<std::string> found = about(name);
    const auto size = parse_integer(found ? json_text(*found, {"size"}) : "");
    return size ? std::optional{static_cast<std::uint64_t>(*size)} : std::nullopt;
}

std::optional<std::string> GcsTarget::read(const std::string& name, std::size_t limit) {
    HttpRequest request;
    request.url = object_url(name) + "?alt=media";
    request.largest_answer = std::max(limit, room_for_errors);
    HttpOutcome outcome = send(request);
    if (!outcome.fault && outcome.answer.status == 404) {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return body_of(outcome);
}

void GcsTarget::remove(const std::string& name) {
    HttpRequest request;
    request.method = "DELETE";
    request.url = object_url(name);
    const HttpOutcome outcome = send(request);
    if (outcome.fault || (outcome.answer.status != 204 && outcome.answer.status != 404)) {
        fail(outcome);
    }
}

void GcsTarget::probe() {
    HttpRequest request;
    request.url = base_.origin + base_.path + "/storage/v1/b/" + percent_encoded(settings_.bucket) +
                  "/o?maxResults=1";
    const HttpOutcome outcome = send(request);
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
}

ObjectPlace GcsTarget::place_of(const std::string& name) const {
    return {base_.origin + base_.path + '/' + percent_encoded(settings_.bucket) + '/' +
                percent_encoded(name, Slash::kept),
            settings_.bucket, ""};
}

} // namespace ecg::transfer
