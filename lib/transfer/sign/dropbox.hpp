// What Dropbox wants beside the bytes: the hash of a content, and its arguments in a header.
#pragma once

#include "transfer/crypto.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// "content_hash": SHA-256 over the SHA-256 of each block of 4 MiB, of bytes that come piece by
/// piece.
class DropboxHash {
public:
    void add(std::string_view bytes);
    /// In hex. Nothing may be added afterwards.
    std::string finish();

private:
    Sha256 blocks_;
    Sha256 block_;
    std::size_t in_block_ = 0;
};

std::string dropbox_content_hash(std::string_view bytes);

/// JSON that may stand in the header Dropbox-API-Arg: all but printable ASCII as \uXXXX. The text
/// must be JSON in well-formed UTF-8, such as a JsonWriter makes.
std::string dropbox_header_json(std::string_view json);

} // namespace ecg::transfer
