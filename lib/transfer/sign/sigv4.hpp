// AWS Signature Version 4, as S3 and what speaks like it want it (Swift, Ceph, and Google's storage
// with HMAC keys and the region "auto").
#pragma once

#include "common/time.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace ecg::transfer {

struct SigV4Key {
    std::string access_key;
    std::string secret_key;
    std::string session_token; ///< "" for a key that does not expire
    std::string region = "us-east-1";
    std::string service = "s3";
};

/// What is signed of a request. Nothing in it is percent-encoded.
struct SigV4Request {
    std::string method;
    std::string host; ///< with its port, where it is not the scheme's own
    std::string path = "/";
    NameValues query;
    NameValues headers; ///< beyond "host", all of them signed
    std::string payload_hash;
};

/// For a body that is not hashed; the connection must be one that nobody can change (TLS).
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

/// The SHA-256 of a body, as payload_hash.
std::string sigv4_payload_hash(std::string_view body);

/// What is signed, in the words that a server that refuses a signature answers with.
std::string sigv4_canonical_request(const SigV4Request& request);

/// The value of the Authorization header for exactly these headers and "host". The moment must be
/// that of the header "x-amz-date", or of "date" where there is none.
std::string sigv4_authorization(const SigV4Request& request, const SigV4Key& key, UtcTime now);

/// All headers that S3 wants: those of request, "x-amz-content-sha256", "x-amz-date", the session
/// token, and "authorization" over them.
NameValues sigv4_headers(const SigV4Request& request, const SigV4Key& key, UtcTime now);

/// The query, encoded, that lets anybody make this one request until it expires (at most 7 days).
std::string sigv4_presigned_query(const SigV4Request& request, const SigV4Key& key, UtcTime now,
                                  std::chrono::seconds valid);

} // namespace ecg::transfer
