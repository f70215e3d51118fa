// Bytes in the paths and queries of URLs, as signatures want them: one text for each bytes.
#pragma once

#include "transfer/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::transfer {

enum class Slash { encoded, kept };

/// Letters, digits and "-_.~" stay, all else becomes %XX in capital letters.
std::string percent_encoded(std::string_view bytes, Slash slash = Slash::encoded);

/// A part of a query, not encoded, or a header.
using NameValue = HttpField;
using NameValues = std::vector<NameValue>;

/// "a=1&b=%2F", encoded and sorted by the encoded names, then values. One without a value is "a=".
std::string sorted_query(const NameValues& query);

} // namespace ecg::transfer
