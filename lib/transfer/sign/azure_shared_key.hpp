// What Azure's blob storage takes for a signature: Shared Key on each request, and service SAS.
#pragma once

#include "common/time.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::transfer {

struct AzureKey {
    std::string account;
    std::string secret; ///< as Azure shows it, in base64
};

/// What is signed of a request. Header names are in small letters.
struct AzureRequest {
    std::string method;
    std::string path; ///< of the URL, percent-encoded as it is sent
    NameValues query; ///< not encoded
    NameValues headers;
    std::uint64_t content_length = 0;
};

std::string azure_string_to_sign(const AzureRequest& request, std::string_view account);

/// The value of the Authorization header. Throws Error{usage} when the secret is no base64.
std::string azure_authorization(const AzureRequest& request, const AzureKey& key);

/// What the bearer of a service SAS may do, until when.
struct AzureGrant {
    std::string container;
    std::string blob;        ///< "" for every blob of the container
    std::string permissions; ///< such as "cw", in the order "racwdl"
    UtcTime expires;
    bool https_only = true;
};

std::string azure_sas_string_to_sign(const AzureGrant& grant, std::string_view account);

/// The query, encoded, that grants it. Throws Error{usage} when the secret is no base64.
std::string azure_sas_query(const AzureGrant& grant, const AzureKey& key);

} // namespace ecg::transfer
