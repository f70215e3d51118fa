#include "transfer/targets/s3_target.hpp"

#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::array<KnownTrouble, 7> known_troubles{
    {{"RequestTimeout", Obstacle::passing},
     {"ConditionalRequestConflict", Obstacle::passing},
     {"OperationAborted", Obstacle::passing},
     {"NoSuchBucket", Obstacle::login},
     {"ExpiredToken", Obstacle::login},
     {"InvalidToken", Obstacle::login},
     {"AuthorizationHeaderMalformed", Obstacle::login}}};

/// The ETag that S3 gives: of one body its MD5, of parts that of their MD5s and
/// their number.
std::string tag_of(std::string_view bytes, std::size_t part_size) {
    if (bytes.size() <= part_size) {
        return hex(md5(bytes));
    }
    std::string digests;
    std::size_t count = 0;
    for (std::size_t at = 0; at < bytes.size(); at += part_size, ++count) {
        digests += md5(bytes.substr(at, part_size));
    }
    return hex(md5(digests)) + '-' + std::to_string(count);
}

/// A bucket that encrypts with its own keys has tags that are no digests of
/// ours.
bool is_digest(std::string_view tag) {
    return tag.size() >= 32 && from_hex(tag.substr(0, 32)) && (tag.size() == 32 || tag[32] == '-');
}

} // namespace

struct S3Target::Call {
    std::string method;
    std::string name{}; ///< of the object; "" for the bucket
    NameValues query{};
    NameValues headers{};
    std::string_view body{};
};

S3Target::S3Target(S3Settings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client}, base_{parse_base_url(settings_.url)} {}

HttpOutcome S3Target::send_once(const Call& call) {
    SigV4Request signing{.method = call.method,
                         .host = base_.host,
                         .path = base_.path + '/' + settings_.bucket,
                         .query = call.query,
                         .headers = call.headers,
                         .payload_hash = sigv4_payload_hash(call.body)};
    if (!call.name.empty()) {
        signing.path += '/' + call.name;
    }
    HttpRequest request;
    request.method = call.method;
    request.url = base_.origin + percent_encoded(signing.path, Slash::kept);
    if (!call.query.empty()) {
        request.url += '?' + sorted_query(call.query);
    }
    const UtcTime sent = settings_.now();
    request.headers = sigv4_headers(signing, settings_.key, clock_.at(sent));
    if (call.method == "PUT" && call.body.empty()) {
        request.headers.push_back({"content-length", "0"});
    }
    request.body = call.body;
    HttpOutcome outcome = client_.send(request);
    if (!outcome.fault) {
        clock_.learn(outcome.answer.header("Date").value_or(""), sent, settings_.now());
    }
    return outcome;
}

HttpOutcome S3Target::send(const Call& call) {
    HttpOutcome outcome = send_once(call);
    // The answer brought the server's time.
    const bool skewed =
        !outcome.fault && outcome.answer.status == 403 &&
        (call.method == "HEAD" || xml_text(outcome.answer.body, "Code") == "RequestTimeTooSkewed");
    return skewed ? send_once(call) : outcome;
}

void S3Target::fail(const HttpOutcome& outcome) const {
    std::string region = xml_text(outcome.answer.body, "Region");
    if (region.empty()) {
        region = outcome.answer.header("x-amz-bucket-region").value_or("");
    }
    const bool elsewhere = !region.empty() && region != settings_.key.region;
    fail_at_target("bucket " + settings_.bucket, outcome, xml_text(outcome.answer.body, "Code"),
                   known_troubles, elsewhere ? "(its region is " + region + ')' : "");
}

void S3Target::require(const HttpOutcome& outcome, int status) const {
    if (outcome.fault || outcome.answer.status != status) {
        fail(outcome);
    }
}

std::optional<HttpAnswer> S3Target::head(const std::string& name) {
    const HttpOutcome outcome = send({.method = "HEAD", .name = name});
    if (!outcome.fault && outcome.answer.status == 404) {
        return std::nullopt;
    }
    if (!outcome.fault && outcome.answer.status != 200) {
        // An answer to HEAD does not say why.
        const HttpOutcome said =
            send({.method = "GET", .name = name, .headers = {{"range", "bytes=0-0"}}});
        fail(said.fault || said.answer.status >= 300 ? said : outcome);
    }
    require(outcome, 200);
    return outcome.answer;
}

/// Throws when other bytes are there. tag is that of the bytes.
bool S3Target::is_there(const std::string& name, std::string_view bytes, const std::string& tag) {
    const std::optional<HttpAnswer> found = head(name);
    if (!found) {
        return false;
    }
    const std::string theirs = plain_tag(found->header("ETag").value_or(""));
    const bool same_size =
        found->header("Content-Length").value_or("") == std::to_string(bytes.size());
    // Tags of one body and of parts cannot be compared with each other.
    const bool comparable = is_digest(theirs) && theirs.size() == tag.size();
    if (!same_size || (comparable && theirs != tag)) {
        throw TargetError{Obstacle::conflict,
                          "bucket " + settings_.bucket + ": other bytes are there as " + name};
    }
    return true;
}

void S3Target::confirm(const std::string& name, std::string_view bytes, const std::string& tag) {
    if (!is_there(name, bytes, tag)) {
        throw TargetError{Obstacle::passing,
                          "bucket " + settings_.bucket + ": took " + name + " and has it not"};
    }
}

Stored S3Target::put(const std::string& name, std::string_view bytes) {
    const std::string tag = tag_of(bytes, settings_.part_size);
    const bool parts = bytes.size() > settings_.part_size;
    if ((parts || !knows_conditions_) && is_there(name, bytes, tag)) {
        return Stored::before;
    }
    return parts ? put_parts(name, bytes, tag) : put_whole(name, bytes, tag);
}

Stored S3Target::put_whole(const std::string& name, std::string_view bytes,
                           const std::string& tag) {
    Call call{.method = "PUT", .name = name, .body = bytes};
    if (knows_conditions_) {
        call.headers.push_back({"if-none-match", "*"});
    }
    const HttpOutcome outcome = send(call);
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status == 501 && knows_conditions_) {
        knows_conditions_ = false;
        return put(name, bytes);
    }
    if (status == 412) {
        confirm(name, bytes, tag);
        return Stored::before;
    }
    require(outcome, 200);
    if (plain_tag(outcome.answer.header("ETag").value_or("")) != tag) {
        confirm(name, bytes, tag);
    }
    return Stored::now;
}

Stored S3Target::put_parts(const std::string& name, std::string_view bytes,
                           const std::string& tag) {
    const std::string id = begin_parts(name);
    try {
        complete(name, id, send_parts(name, bytes, id));
    } catch (const TargetError&) {
        // The answer may have been lost, not the object. Parts that cannot be taken
        // away now, the bucket's own rules clear away.
        static_cast<void>(send({.method = "DELETE", .name = name, .query = {{"uploadId", id}}}));
        if (!is_there(name, bytes, tag)) {
            throw;
        }
        return Stored::now;
    }
    confirm(name, bytes, tag);
    return Stored::now;
}

std::string S3Target::begin_parts(const std::string& name) {
    const HttpOutcome outcome = send({.method = "POST", .name = name, .query = {{"uploads", ""}}});
    require(outcome, 200);
    std::string id = xml_text(outcome.answer.body, "UploadId");
    if (id.empty()) {
        fail(outcome);
    }
    return id;
}

std::string S3Target::send_parts(const std::string& name, std::string_view bytes,
                                 const std::string& id) {
    std::string list = "<CompleteMultipartUpload>";
    int number = 1;
    for (std::size_t at = 0; at < bytes.size(); at += settings_.part_size, ++number) {
        const std::string_view part = bytes.substr(at, settings_.part_size);
        const HttpOutcome outcome =
            send({.method = "PUT",
                  .name = name,
                  .query = {{"partNumber", std::to_string(number)}, {"uploadId", id}},
                  .body = part});
        require(outcome, 200);
        const std::string tag = plain_tag(outcome.answer.header("ETag").value_or(""));
        if (tag.empty()) {
            fail(outcome);
        }
        list += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>\"" + tag +
                "\"</ETag></Part>";
    }
    return list + "</CompleteMultipartUpload>";
}

void S3Target::complete(const std::string& name, const std::string& id, const std::string& list) {
    const HttpOutcome outcome =
        send({.method = "POST", .name = name, .query = {{"uploadId", id}}, .body = list});
    require(outcome, 200);
    // The head of this answer is sent before the work is done: its body says how
    // it went.
    if (const std::string code = xml_text(outcome.answer.body, "Code"); !code.empty()) {
        throw TargetError{Obstacle::passing, "bucket " + settings_.bucket + ": " + code};
    }
}

std::optional<std::uint64_t> S3Target::size(const std::string& name) {
    return size_told(head(name));
}

void S3Target::remove(const std::string& name) {
    const HttpOutcome outcome = send({.method = "DELETE", .name = name});
    if (outcome.fault || (outcome.answer.status != 204 && outcome.answer.status != 404)) {
        fail(outcome);
    }
}

void S3Target::probe() {
    const HttpOutcome outcome =
        send({.method = "GET", .query = {{"list-type", "2"}, {"max-keys", "1"}}});
    require(outcome, 200);
}

} // namespace ecg::transfer
