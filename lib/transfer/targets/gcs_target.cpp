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

/// What Google is to keep and to compare the bytes with.
std::string metadata_of(const std::string& name, std::string_view bytes) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("name", name)
        .member("md5Hash", base64(md5(bytes)))
        .end_object();
    return json;
}

/// How many bytes an answer of 308 says are kept.
std::size_t kept_bytes(const HttpAnswer& answer) {
    const std::string_view range = answer.header("Range").value_or("");
    const auto last = parse_integer(range.substr(std::min(range.find('-'), range.size() - 1) + 1));
    return range.empty() || !last ? 0 : static_cast<std::size_t>(*last) + 1;
}

std::string reason_of(const HttpAnswer& answer) {
    return json_text(answer.body, {"error", "message"});
}

} // namespace

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
bool GcsTarget::is_there(const std::string& name, std::string_view bytes) {
    const std::optional<std::string> found = about(name);
    if (!found) {
        return false;
    }
    if (json_text(*found, {"size"}) != std::to_string(bytes.size()) ||
        json_text(*found, {"md5Hash"}) != base64(md5(bytes))) {
        throw TargetError{Obstacle::conflict,
                          "bucket " + settings_.bucket + ": other bytes are there as " + name};
    }
    return true;
}

HttpOutcome GcsTarget::put_whole(const std::string& name, std::string_view bytes) {
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
                   metadata_of(name, bytes) + "\r\n--" + boundary +
                   "\r\nContent-Type: application/octet-stream\r\n\r\n";
    request.body += bytes;
    request.body += "\r\n--" + boundary + "--\r\n";
    return send(std::move(request));
}

/// Of no bytes, it asks how many are kept.
HttpOutcome GcsTarget::send_piece(const std::string& session, std::string_view bytes,
                                  std::size_t at) {
    const std::string total = std::to_string(bytes.size());
    const std::string_view piece = at < bytes.size() ? bytes.substr(at, settings_.piece_size) : "";
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

HttpOutcome GcsTarget::put_pieces(const std::string& name, std::string_view bytes) {
    HttpRequest request;
    request.method = "POST";
    request.url = base_.origin + base_.path + "/upload/storage/v1/b/" +
                  percent_encoded(settings_.bucket) + "/o?uploadType=resumable&ifGenerationMatch=0";
    request.headers = {{"content-type", "application/json; charset=UTF-8"}};
    request.body = metadata_of(name, bytes);
    HttpOutcome outcome = send(request);
    const std::string session{outcome.answer.header("Location").value_or("")};
    if (outcome.fault || outcome.answer.status != 200 || session.empty()) {
        return outcome;
    }
    std::size_t at = 0;
    for (int resumed = 0; resumed <= most_resumptions;) {
        outcome = send_piece(session, bytes, at);
        if (outcome.fault || outcome.answer.status >= 500) {
            ++resumed;
            outcome = send_piece(session, bytes, bytes.size());
        }
        if (outcome.fault || outcome.answer.status >= 500) {
            continue;
        }
        if (outcome.answer.status != 308) {
            break;
        }
        const std::size_t kept = kept_bytes(outcome.answer);
        resumed += kept > at ? 0 : 1; // nothing gained
        at = kept;
    }
    return outcome;
}

Stored GcsTarget::put(const std::string& name, std::string_view bytes) {
    const HttpOutcome outcome =
        bytes.size() > settings_.piece_size ? put_pieces(name, bytes) : put_whole(name, bytes);
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status == 200 || status == 201) {
        if (json_text(outcome.answer.body, {"md5Hash"}) != base64(md5(bytes))) {
            throw TargetError{Obstacle::passing,
                              "bucket " + settings_.bucket + ": keeps other bytes as " + name};
        }
        return Stored::now;
    }
    if ((status == 412 || outcome.fault == HttpFault::broken) && is_there(name, bytes)) {
        return status == 0 ? Stored::now : Stored::before;
    }
    fail(outcome);
}

std::optional<std::uint64_t> GcsTarget::size(const std::string& name) {
    const std::optional<std::string> found = about(name);
    const auto size = parse_integer(found ? json_text(*found, {"size"}) : "");
    return size ? std::optional{static_cast<std::uint64_t>(*size)} : std::nullopt;
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

} // namespace ecg::transfer
