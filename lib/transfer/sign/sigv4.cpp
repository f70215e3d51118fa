#include "transfer/sign/sigv4.hpp"

#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>

namespace ecg::transfer {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

/// "20130524T000000Z"
std::string timestamp_of(UtcTime time) {
    std::string text = format_utc_compact(time);
    text[text.find('_')] = 'T';
    return text + 'Z';
}

std::string scope_of(const SigV4Key& key, std::string_view timestamp) {
    std::string scope{timestamp.substr(0, 8)};
    return scope + '/' + key.region + '/' + key.service + "/aws4_request";
}

/// A header's value with each run of blanks as one.
std::string plain_value(std::string_view value) {
    std::string plain;
    for (const char c : trim(value)) {
        const bool blank = c == ' ' || c == '\t';
        if (!blank) {
            plain += c;
        } else if (plain.back() != ' ') {
            plain += ' ';
        }
    }
    return plain;
}

NameValues sorted_headers(const SigV4Request& request) {
    NameValues headers{{"host", request.host}};
    for (const NameValue& header : request.headers) {
        headers.push_back({to_lower(header.name), plain_value(header.value)});
    }
    // By the whole name: "x-amz-meta-a" stands before "x-amz-meta-a-b".
    std::ranges::stable_sort(headers, {}, &NameValue::name);
    return headers;
}

std::string signed_names(const NameValues& headers) {
    std::string names;
    for (const NameValue& header : headers) {
        names += names.empty() ? "" : ";";
        names += header.name;
    }
    return names;
}

std::string signature_of(const SigV4Request& request, const SigV4Key& key,
                         const std::string& timestamp) {
    const std::string scope = scope_of(key, timestamp);
    const Digest digest = sha256(sigv4_canonical_request(request));
    std::string to_sign{algorithm};
    to_sign += '\n' + timestamp + '\n' + scope + '\n' + hex(bytes_of(digest));

    std::string secret = "AWS4" + key.secret_key;
    Digest signing = Hmac{secret}.of(std::string_view{timestamp}.substr(0, 8));
    wipe(secret);
    for (const std::string_view word :
         {std::string_view{key.region}, std::string_view{key.service},
          std::string_view{"aws4_request"}, std::string_view{to_sign}}) {
        signing = Hmac{bytes_of(signing)}.of(word);
    }
    return hex(bytes_of(signing));
}

} // namespace

std::string sigv4_payload_hash(std::string_view body) {
    return hex(bytes_of(sha256(body)));
}

std::string sigv4_canonical_request(const SigV4Request& request) {
    std::string text = request.method + '\n' + percent_encoded(request.path, Slash::kept) + '\n' +
                       sorted_query(request.query) + '\n';
    const NameValues headers = sorted_headers(request);
    for (const NameValue& header : headers) {
        text += header.name + ':' + header.value + '\n';
    }
    return text + '\n' + signed_names(headers) + '\n' + request.payload_hash;
}

std::string sigv4_authorization(const SigV4Request& request, const SigV4Key& key, UtcTime now) {
    const std::string timestamp = timestamp_of(now);
    std::string text{algorithm};
    text += " Credential=" + key.access_key + '/' + scope_of(key, timestamp);
    text += ", SignedHeaders=" + signed_names(sorted_headers(request));
    return text + ", Signature=" + signature_of(request, key, timestamp);
}

NameValues sigv4_headers(const SigV4Request& request, const SigV4Key& key, UtcTime now) {
    SigV4Request whole = request;
    whole.headers.push_back({"x-amz-content-sha256", request.payload_hash});
    whole.headers.push_back({"x-amz-date", timestamp_of(now)});
    if (!key.session_token.empty()) {
        whole.headers.push_back({"x-amz-security-token", key.session_token});
    }
    whole.headers.push_back({"authorization", sigv4_authorization(whole, key, now)});
    return whole.headers;
}

std::string sigv4_presigned_query(const SigV4Request& request, const SigV4Key& key, UtcTime now,
                                  std::chrono::seconds valid) {
    const std::string timestamp = timestamp_of(now);
    SigV4Request whole = request;
    whole.payload_hash = unsigned_payload; // nobody knows yet what will be sent
    whole.query.push_back({"X-Amz-Algorithm", std::string{algorithm}});
    whole.query.push_back({"X-Amz-Credential", key.access_key + '/' + scope_of(key, timestamp)});
    whole.query.push_back({"X-Amz-Date", timestamp});
    whole.query.push_back({"X-Amz-Expires", std::to_string(valid.count())});
    whole.query.push_back({"X-Amz-SignedHeaders", signed_names(sorted_headers(request))});
    if (!key.session_token.empty()) {
        whole.query.push_back({"X-Amz-Security-Token", key.session_token});
    }
    return sorted_query(whole.query) + "&X-Amz-Signature=" + signature_of(whole, key, timestamp);
}

} // namespace ecg::transfer
