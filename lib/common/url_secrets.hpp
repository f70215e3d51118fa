// Addresses as people may see them.
#pragma once

#include <string>
#include <string_view>

namespace ecg {

/// The text with the secrets of all URLs in it as "***": what stands before an @ in front of the
/// host, and the values of query parameters whose names speak of a signature, token, key, password
/// or the like: sig, access_token, X-Amz-Signature.
std::string url_without_secrets(std::string_view text);

} // namespace ecg
