#include "transfer/targets/rest_target.hpp"

#include "common/json_writer.hpp"
#include "transfer/crypto.hpp"
#include "transfer/sign/percent_encoding.hpp"
#include "transfer/targets/base_url.hpp"

#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::string_view name_place = "{name}";
constexpr std::size_t key_length = 40;

std::string with_name(std::string url, const std::string& encoded) {
    if (const std::size_t place = url.find(name_place); place != url.npos) {
        url.replace(place, name_place.size(), encoded);
    }
    return url;
}

/// The last part of an object's name, within quotation marks.
std::string file_name_of(const std::string& name) {
    std::string quoted;
    for (const char c : name.substr(name.rfind('/') + 1)) {
        quoted += c == '"' ? "%22" : std::string{c}; // as browsers do
    }
    return quoted;
}

std::string metadata_of(const std::string& name, const ByteSource& bytes,
                        const std::string& digest) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("filename", name.substr(name.rfind('/') + 1))
        .member("object", name)
        .member("file_size", bytes.size())
        .member("sha256", digest)
        .end_object();
    return json;
}

} // namespace

RestTarget::RestTarget(RestSettings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client},
      host_{parse_base_url(settings_.url.substr(0, settings_.url.find_first_of("?{", 0))).host} {}

HttpRequest RestTarget::request_to(const std::string& name) const {
    HttpRequest request;
    request.method = settings_.method;
    request.url = with_name(settings_.url, percent_encoded(name, Slash::kept));
    if (!settings_.credential.name.empty()) {
        request.headers.push_back(settings_.credential);
    }
    return request;
}

void RestTarget::fail(const HttpOutcome& outcome) const {
    fail_at_target("server " + host_, outcome, "", {});
}

Stored RestTarget::judge(const std::string& name, const HttpOutcome& outcome) const {
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status == 409 || status == 412) {
        throw TargetError{Obstacle::conflict,
                          "server " + host_ + ": other bytes are there as " + name};
    }
    if (status < 200 || status >= 300) {
        fail(outcome);
    }
    require_no_page("server " + host_, outcome);
    return status == 208 ? Stored::before : Stored::now;
}

Stored RestTarget::store(const std::string& name, const ByteSource& bytes) {
    const std::string digest = hex(bytes_of(sha256(bytes)));
    HttpRequest request = request_to(name);
    request.headers.push_back({"idempotency-key", digest.substr(0, key_length)});
    if (settings_.body == RestBody::raw) {
        request.headers.push_back({"content-type", "application/octet-stream"});
        request.source = &bytes;
        return judge(name, client_.send(request));
    }
    const std::string boundary = "ecg-" + hex(random_bytes(16));
    request.headers.push_back({"content-type", "multipart/form-data; boundary=" + boundary});
    const std::string before = "--" + boundary +
                               "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                               "Content-Type: application/json\r\n\r\n" +
                               metadata_of(name, bytes, digest) + "\r\n--" + boundary +
                               "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
                               file_name_of(name) +
                               "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    const WrappedBytes form{before, bytes, "\r\n--" + boundary + "--\r\n"};
    request.source = &form;
    return judge(name, client_.send(request));
}

std::optional<std::uint64_t> RestTarget::size(const std::string& /*name*/) {
    return std::nullopt;
}

std::optional<std::string> RestTarget::read(const std::string& /*name*/, std::size_t /*limit*/) {
    return std::nullopt;
}

void RestTarget::remove(const std::string& /*name*/) {}

void RestTarget::probe() {
    HttpRequest request = request_to("");
    request.method = "HEAD";
    const HttpOutcome outcome = client_.send(request);
    const int status = outcome.fault ? 0 : outcome.answer.status;
    const bool stranger = status == 401 || status == 403;
    // That HEAD is not for it says nothing about what is sent there.
    if (status == 0 || stranger || (status >= 500 && status != 501)) {
        fail(outcome);
    }
}

ObjectPlace RestTarget::place_of(const std::string& name) const {
    const std::string url = with_name(settings_.url, percent_encoded(name, Slash::kept));
    return {url.substr(0, url.find_first_of("?#")), "", ""}; // a query may hold a key
}

} // namespace ecg::transfer
