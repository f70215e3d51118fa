#include "transfer/targets/azure_target.hpp"

#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::string_view version = "2020-12-06";

constexpr std::array<KnownTrouble, 4> known_troubles{
    {{"ContainerNotFound", Obstacle::login},
     {"ContainerBeingDeleted", Obstacle::passing},
     {"InvalidAuthenticationInfo", Obstacle::login},
     {"LeaseIdMissing", Obstacle::login}}};

/// All of one length, and another for other bytes: so one that is there already need not be sent.
std::string block_id(std::size_t number, std::string_view bytes) {
    const std::string digits = std::to_string(number);
    return base64(std::string(6 - std::min<std::size_t>(digits.size(), 6), '0') + digits + '-' +
                  hex(md5(bytes)));
}

/// Azure's word for a trouble: in a header, for an answer to HEAD has no body.
std::string word_of(const HttpAnswer& answer) {
    return std::string{answer.header("x-ms-error-code").value_or(xml_text(answer.body, "Code"))};
}

} // namespace

/// digest: the MD5 of the bytes, as Azure writes it.
struct AzureTarget::Object {
    Object(std::string called, const ByteSource& source)
        : name{std::move(called)}, bytes{source}, digest{base64(md5(source))} {}

    std::string name;
    const ByteSource& bytes;
    std::string digest;
};

struct AzureTarget::Call {
    std::string method;
    std::string name{}; ///< of the blob; "" for the container
    NameValues query{};
    NameValues headers{};
    std::string_view body{};
    std::size_t largest_answer = std::size_t{4} << 20U; // a list of 50,000 blocks
};

AzureTarget::AzureTarget(AzureSettings settings, HttpClient& client)
    : settings_{std::move(settings)}, client_{client}, base_{parse_base_url(settings_.url)} {
    if (settings_.grant.starts_with('?')) {
        settings_.grant.erase(0, 1);
    }
}

HttpOutcome AzureTarget::send(const Call& call) {
    const UtcTime sent = settings_.now();
    AzureRequest signing;
    signing.method = call.method;
    signing.path = base_.path + '/' + percent_encoded(settings_.container);
    if (!call.name.empty()) {
        signing.path += '/' + percent_encoded(call.name, Slash::kept);
    }
    signing.query = call.query;
    signing.content_length = call.body.size();
    signing.headers = call.headers;
    signing.headers.push_back({"x-ms-version", std::string{version}});
    signing.headers.push_back({"x-ms-date", format_http_date(clock_.at(sent))});

    HttpRequest request;
    request.method = call.method;
    request.url = base_.origin + signing.path;
    std::string query = sorted_query(call.query);
    request.headers = signing.headers;
    if (settings_.grant.empty()) {
        request.headers.push_back({"authorization", azure_authorization(signing, settings_.key)});
    } else {
        query += (query.empty() ? "" : "&") + settings_.grant;
    }
    request.url += query.empty() ? "" : '?' + query;
    if (call.method == "PUT" && call.body.empty()) {
        request.headers.push_back({"content-length", "0"});
    }
    request.body = call.body;
    request.largest_answer = call.largest_answer;
    HttpOutcome outcome = client_.send(request);
    if (!outcome.fault) {
        clock_.learn(outcome.answer.header("Date").value_or(""), sent, settings_.now());
    }
    require_no_page("container " + settings_.container, outcome);
    return outcome;
}

void AzureTarget::fail(const HttpOutcome& outcome) const {
    fail_at_target("container " + settings_.container, outcome, word_of(outcome.answer),
                   known_troubles);
}

std::optional<HttpAnswer> AzureTarget::head(const std::string& name) {
    HttpOutcome outcome = send({.method = "HEAD", .name = name});
    if (!outcome.fault && outcome.answer.status == 404 &&
        word_of(outcome.answer) != "ContainerNotFound") {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return std::move(outcome.answer);
}

/// Throws when other bytes are there.
bool AzureTarget::is_there(const Object& object) {
    const std::optional<HttpAnswer> found = head(object.name);
    if (!found) {
        return false;
    }
    const std::string_view digest = found->header("Content-MD5").value_or("");
    if (found->header("Content-Length").value_or("") != std::to_string(object.bytes.size()) ||
        (!digest.empty() && digest != object.digest)) {
        throw TargetError{Obstacle::conflict, "container " + settings_.container +
                                                  ": other bytes are there as " + object.name};
    }
    return true;
}

HttpOutcome AzureTarget::put_blob(const Object& object) {
    const std::string bytes = object.bytes.read(0, settings_.block_size);
    return send({.method = "PUT",
                 .name = object.name,
                 .headers = {{"x-ms-blob-type", "BlockBlob"},
                             {"content-md5", object.digest},
                             {"if-none-match", "*"}},
                 .body = bytes});
}

/// Azure's list of the blocks that a cut upload has left; "" where it may not be looked at.
std::string AzureTarget::kept_blocks(const std::string& name) {
    HttpOutcome outcome =
        send({.method = "GET",
              .name = name,
              .query = {{"blocklisttype", "uncommitted"}, {"comp", "blocklist"}}});
    return body_of(outcome).value_or("");
}

HttpOutcome AzureTarget::put_blocks(const Object& object) {
    const std::string kept = kept_blocks(object.name);
    std::string list = R"(<?xml version="1.0" encoding="utf-8"?><BlockList>)";
    std::size_t number = 0;
    for (std::uint64_t at = 0; at < object.bytes.size(); at += settings_.block_size, ++number) {
        const std::string block = object.bytes.read(at, settings_.block_size);
        const std::string id = block_id(number, block);
        list += "<Uncommitted>" + id + "</Uncommitted>";
        if (kept.find("<Name>" + id + "</Name>") != kept.npos) {
            continue;
        }
        HttpOutcome outcome = send({.method = "PUT",
                                    .name = object.name,
                                    .query = {{"comp", "block"}, {"blockid", id}},
                                    .headers = {{"content-md5", base64(md5(block))}},
                                    .body = block});
        if (outcome.fault || outcome.answer.status != 201) {
            return outcome;
        }
    }
    list += "</BlockList>";
    return send({.method = "PUT",
                 .name = object.name,
                 .query = {{"comp", "blocklist"}},
                 .headers = {{"x-ms-blob-content-md5", object.digest}, {"if-none-match", "*"}},
                 .body = list});
}

bool AzureTarget::make_container() {
    const HttpOutcome outcome = send({.method = "PUT", .query = {{"restype", "container"}}});
    return !outcome.fault && (outcome.answer.status == 201 || outcome.answer.status == 409);
}

Stored AzureTarget::store(const std::string& name, const ByteSource& bytes) {
    const Object object{name, bytes};
    const auto attempt = [&] {
        return bytes.size() > settings_.block_size ? put_blocks(object) : put_blob(object);
    };
    HttpOutcome outcome = attempt();
    if (!outcome.fault && word_of(outcome.answer) == "ContainerNotFound" &&
        settings_.grant.empty() && make_container()) {
        outcome = attempt();
    }
    const int status = outcome.fault ? 0 : outcome.answer.status;
    if (status == 201) {
        return Stored::now; // Azure has compared what it got with the digest that
                            // was sent
    }
    // 409 BlobAlreadyExists, 412 for blocks; a lost answer may be that of an
    // object that got there.
    if ((status == 409 || status == 412 || outcome.fault == HttpFault::broken) &&
        is_there(object)) {
        return status == 0 ? Stored::now : Stored::before;
    }
    fail(outcome);
}

std::optional<std::uint64_t> AzureTarget::size(const std::string& name) {
    return size_told(head(name));
}

std::optional<std::string> AzureTarget::read(const std::string& name, std::size_t limit) {
    HttpOutcome outcome = send(
        {.method = "GET", .name = name, .largest_answer = std::max(limit, std::size_t{64} << 10U)});
    if (!outcome.fault && outcome.answer.status == 404) {
        return std::nullopt;
    }
    if (outcome.fault || outcome.answer.status != 200) {
        fail(outcome);
    }
    return body_of(outcome);
}

void AzureTarget::remove(const std::string& name) {
    const HttpOutcome outcome = send({.method = "DELETE", .name = name});
    if (outcome.fault || (outcome.answer.status != 202 && outcome.answer.status != 404)) {
        fail(outcome);
    }
}

void AzureTarget::probe() {
    if (settings_.grant.empty()) {
        const HttpOutcome outcome = send({.method = "HEAD", .query = {{"restype", "container"}}});
        const bool missing = !outcome.fault && outcome.answer.status == 404;
        if (!missing && (outcome.fault || outcome.answer.status != 200)) {
            fail(outcome); // one that is missing will be made
        }
    } else {
        static_cast<void>(head("ecg-reports/probe"));
    }
}

ObjectPlace AzureTarget::place_of(const std::string& name) const {
    return {base_.origin + base_.path + '/' + percent_encoded(settings_.container) + '/' +
                percent_encoded(name, Slash::kept),
            settings_.container, ""};
}

} // namespace ecg::transfer
