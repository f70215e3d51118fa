// Keys in files that only the server may read: the newest signs, older ones still verify.
#pragma once

#include "serve/store/records.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct Key {
    std::string id; ///< eight hex digits: the "kid" of what it signs
    Moment made;
    std::string secret; ///< 32 bytes or more
};

/// The keys of one purpose, newest first and never none. Their files are
/// FOLDER/PURPOSE-YYYYMMDDTHHMMSSZ-ID.key, each a line of base64url, mode 0600 in a folder of mode
/// 0700.
struct KeyRing {
    std::vector<Key> keys;

    [[nodiscard]] const Key& newest() const { return keys.front(); }
};

/// Reads the ring. Where there is none, the folder and a first key are made. Throws Error{data}
/// "path: why" for a file or folder that others may read, that is somebody else's, that holds
/// fewer than 32 bytes, or whose name is none of the above.
KeyRing open_key_ring(const std::string& folder, std::string_view purpose, Moment now);

/// Makes a newer key; the ring has to be read again. The file of an old one may be removed when
/// nothing that it signed is valid any more.
void add_key(const std::string& folder, std::string_view purpose, Moment now);

} // namespace ecg::serve
