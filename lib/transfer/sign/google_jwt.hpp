// The letter by which a Google service account asks for an access token [rfc7523].
#pragma once

#include "common/time.hpp"

#include <string>
#include <string_view>

namespace ecg::transfer {

/// What the JSON key file of a service account says.
struct GoogleAccount {
    std::string email;       ///< "client_email"
    std::string key_id;      ///< "private_key_id"
    std::string private_key; ///< PEM
    std::string token_url;   ///< "token_uri"
};

/// Throws Error{data} "subject: what is wrong" without a word of the key.
GoogleAccount parse_google_account(std::string_view json, const std::string& subject);

/// A JWT signed with RS256, good for an hour from now; now must be true to some minutes. Throws
/// Error{data} when the key is none.
std::string google_jwt(const GoogleAccount& account, std::string_view scope, UtcTime now);

/// The body of the POST to the account's token_url (application/x-www-form-urlencoded).
std::string google_token_request(std::string_view jwt);

} // namespace ecg::transfer
