#include "transfer/targets/s3_target.hpp"

#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

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

/// One part of a list of parts: "<Part>…</Part>".
struct KeptPart {
    std::size_t number = 0;
    std::string tag;
};

std::vector<KeptPart> parts_in(std::string_view xml) {
    std::vector<KeptPart> parts;
    for (std::size_t at = xml.find("<Part>"); at != xml.npos; at = xml.find("<Part>", at + 1)) {
        const std::string_view part = xml.substr(at, xml.find("</Part>", at) - at);
        const auto number = parse_integer(xml_text(part, "PartNumber"));
        if (number && *number > 0) {
            parts.push_back({static_cast<std::size_t>(*number), plain_tag(xml_text(part, "ETag"))});
        }
    }
    return parts;
}

/// A bucket that encrypts with its own keys has tags that are no digests of
/// ours.
bool is_digest(std::string_view tag) {
    return tag.size() >= 32 && from_hex(tag.substr(0, 32)) && (tag.size() == 32 || tag[32] == '-');
}

} // namespace

/// What S3 will say of the bytes when it has them: of one body its MD5 as ETag, of parts that of
/// their MD5s and their number.
struct S3Target::Object {
    Object(std::string called, const ByteSource& source, std::size_t part_size)
        : name{std::move(called)}, bytes{source}, is_in_parts{source.size() > part_size} {
        std::string digests;
        for (std::uint64_t at = 0; is_in_parts && at < bytes.size(); at += part_size) {
            digests += md5(bytes.read(at, part_size));
            parts.push_back(hex(std::string_view{digests}.substr(digests.size() - 16)));
        }
        tag =
            is_in_parts ? hex(md5(digests)) + '-' + std::to_string(parts.size()) : hex(md5(bytes));
    }

    std::string name;
    const ByteSource& bytes;
    bool is_in_parts = false;
    std::vector<std::string> parts; ///< the tag of each
    std::string tag;
};

struct S3Target::Call {
    std::string method;
    std::string name{}; ///< of the object; "" for the bucket
    NameValues query{};
    NameValues headers{};
    std::string_view body{};
    std::size_t largest_answer = std::size_t{1} << 20U;
};

S3Target::S3Target(S3Settings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client}, base_{parse_base_url(settings_.url)} {
    if (settings_.place == BucketPlace::host) {
        base_.origin.insert(base_.origin.find("://") + 3, settings_.bucket + '.');
        base_.host.insert(0, settings_.bucket + '.');
    } else {
        base_.path += '/' + settings_.bucket;
    }
}

HttpOutcome S3Target::send_once(const Call& call) {
    SigV4Request signing{.method = call.method,
                         .host = base_.host,
                         .path = base_.path,
                         .query = call.query,
                         .headers = call.headers,
                         .payload_hash = sigv4_payload_hash(call.body)};
    if (!call.name.empty()) {
        signing.path += '/' + call.name;
    } else if (signing.path.empty()) {
        signing.path = "/";
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
    request.largest_answer = std::max(call.largest_answer, std::size_t{64} << 10U);
    HttpOutcome outcome = client_.send(request);
    if (!outcome.fault) {
        clock_.learn(outcome.answer.header("Date").value_or(""), sent, settings_.now());
    }
    require_no_page("bucket " + settings_.bucket, outcome);
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
    if (!outcome.fault && outcome.answer.status != 200 && outcome.answer.status < 500) {
        // An answer to HEAD does not say why.
        const HttpOutcome said =
            send({.method = "GET", .name = name, .headers = {{"range", "bytes=0-0"}}});
        if (!said.fault && said.answer.status == 404) {
            return std::nullopt; // what stood in the way was over by then
        }
        fail(said.fault || said.answer.status >= 300 ? said : outcome);
    }
    require(outcome, 200);
    return outcome.answer;
}

/// Throws when other bytes are there.
bool S3Target::is_there(const Object& object) {
    const std::optional<HttpAnswer> found = head(object.name);
    if (!found) {
        return false;
    }
    const std::string theirs = plain_tag(found->header("ETag").value_or(""));
    const bool same_size =
        found->header("Content-Length").value_or("") == std::to_string(object.bytes.size());
    // Tags of one body and of parts cannot be compared with each other.
    const bool comparable = is_digest(theirs) && theirs.size() == object.tag.size();
    if (!same_size || (comparable && theirs != object.tag)) {
        throw TargetError{Obstacle::conflict, "bucket " + settings_.bucket +
                                                  ": other bytes are there as " + object.name};
    }
    return true;
}

void S3Target::confirm(const Object& object) {
    if (!is_there(object)) {
        throw TargetError{Obstacle::passing, "bucket " + settings_.bucket + ": took " +
                                                 object.name + " and has it not"};
    }
}

Stored S3Target::store(const std::string& name, const ByteSource& bytes) {
    const Object object{name, bytes, settings_.part_size};
    if ((object.is_in_parts || !knows_conditions_) && is_there(object)) {
        return Stored::before;
    }
    return object.is_in_parts ? put_parts(object) : put_whole(object);
}

Stored S3Target::put_whole(const Object& object) {
    const std::string bytes = object.bytes.read(0, settings_.part_size);
    Call call{.method = "PUT", .name = object.name, .body = bytes};
    if (knows_conditions_) {
        call.headers.push_back({"if-none-match", "*"});
    }
    const HttpOutcome outcome = send(call);
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status == 501 && knows_conditions_) {
        knows_conditions_ = false;
        return store(object.name, object.bytes);
    }
    if (status == 412) {
        confirm(object);
        return Stored::before;
    }
    require(outcome, 200);
    if (plain_tag(outcome.answer.header("ETag").value_or("")) != object.tag) {
        confirm(object);
    }
    return Stored::now;
}

Stored S3Target::put_parts(const Object& object) {
    const std::string upload = object.name + '\n' + object.tag;
    std::string id = note_of(uploads(), upload);
    std::optional<std::vector<std::string>> kept = kept_parts(object, id);
    if (!kept) {
        id = begin_parts(object.name);
        note(uploads(), upload, id);
        kept.emplace();
    }
    try {
        complete(object.name, id, send_parts(object, id, *kept));
    } catch (const TargetError& error) {
        // The answer may have been lost, not the object. Parts that cannot be taken
        // away now, the bucket's own rules clear away.
        const bool goes_on = uploads() != nullptr && error.obstacle() == Obstacle::passing;
        if (!goes_on) {
            static_cast<void>(
                send({.method = "DELETE", .name = object.name, .query = {{"uploadId", id}}}));
            note(uploads(), upload, "");
        }
        if (!is_there(object)) {
            throw;
        }
    }
    confirm(object);
    note(uploads(), upload, "");
    return Stored::now;
}

/// The tags of the parts that an upload begun before has, "" for one that is missing; absent when
/// there is no such upload.
std::optional<std::vector<std::string>> S3Target::kept_parts(const Object& object,
                                                             const std::string& id) {
    std::vector<std::string> kept(object.parts.size());
    std::string behind = "0";
    while (!id.empty()) {
        const HttpOutcome outcome =
            send({.method = "GET",
                  .name = object.name,
                  .query = {{"part-number-marker", behind}, {"uploadId", id}}});
        if (!outcome.fault && outcome.answer.status == 404) {
            return std::nullopt;
        }
        require(outcome, 200);
        for (const KeptPart& part : parts_in(outcome.answer.body)) {
            if (part.number <= kept.size()) {
                kept[part.number - 1] = part.tag;
            }
        }
        const std::string next = xml_text(outcome.answer.body, "NextPartNumberMarker");
        if (xml_text(outcome.answer.body, "IsTruncated") != "true" || next == behind) {
            return kept;
        }
        behind = next;
    }
    return std::nullopt;
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

std::string S3Target::send_parts(const Object& object, const std::string& id,
                                 const std::vector<std::string>& kept) {
    std::string list = "<CompleteMultipartUpload>";
    for (std::size_t i = 0; i < object.parts.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        std::string tag = i < kept.size() && kept[i] == object.parts[i] ? kept[i] : "";
        if (tag.empty()) {
            tag = send_part(object, id, i);
        }
        list += "<Part><PartNumber>" + number + "</PartNumber><ETag>\"" + tag + "\"</ETag></Part>";
    }
    return list + "</CompleteMultipartUpload>";
}

std::string S3Target::send_part(const Object& object, const std::string& id, std::size_t index) {
    const std::string part = object.bytes.read(index * settings_.part_size, settings_.part_size);
    const HttpOutcome outcome =
        send({.method = "PUT",
              .name = object.name,
              .query = {{"partNumber", std::to_string(index + 1)}, {"uploadId", id}},
              .body = part});
    require(outcome, 200);
    std::string tag = plain_tag(outcome.answer.header("ETag").value_or(""));
    if (tag.empty()) {
        fail(outcome);
    }
    return tag;
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

std::optional<std::string> S3Target::read(const std::string& name, std::size_t limit) {
    HttpOutcome outcome = send({.method = "GET", .name = name, .largest_answer = limit});
    if (!outcome.fault && outcome.answer.status == 404) {
        return std::nullopt;
    }
    require(outcome, 200);
    return body_of(outcome);
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

ObjectPlace S3Target::place_of(const std::string& name) const {
    return {base_.origin + base_.path + '/' + percent_encoded(name, Slash::kept), settings_.bucket,
            ""};
}

} // namespace ecg::transfer
