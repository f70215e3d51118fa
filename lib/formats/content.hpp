// What a file holds, told by its first bytes.
#pragma once

#include <string>
#include <string_view>

namespace ecg::formats {

enum class Content { empty, session, wfdb_header, table, foreign };

struct ContentGuess {
    Content content = Content::foreign;
    std::string what; ///< of foreign content: "a PDF document"
};

/// first_bytes: the first few kB, less only where the file is shorter.
ContentGuess guess_content(std::string_view first_bytes);

/// Whether nothing but white space and a byte-order mark has come so far.
bool is_blank_so_far(std::string_view first_bytes);

} // namespace ecg::formats
