// Bodies packed and unpacked with gzip and Zstandard, as HTTP carries them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

enum class Coding { identity, gzip, zstd };

/// "gzip"; "" for identity.
std::string_view name_of(Coding coding);

/// Of a Content-Encoding: "gzip", "x-gzip", "zstd", "identity". Absent for any other, and for two.
std::optional<Coding> coding_named(std::string_view content_encoding);

/// The best one that an Accept-Encoding allows; zstd before gzip where both are liked as much.
Coding accepted_coding(std::string_view accept_encoding);

struct Unpacked {
    enum class Outcome { whole, broken, too_large } outcome = Outcome::broken;
    std::string body; ///< when whole
};

/// Never takes much more than limit bytes of memory.
Unpacked unpack(Coding coding, std::string_view packed, std::size_t limit);

/// Packs piece by piece.
class Packer {
public:
    /// small: with little memory, for streams that stay open for hours.
    Packer(Coding coding, bool small);
    ~Packer();
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    /// What is ready to be sent; with flush, all that was given.
    std::string add(std::string_view piece, bool flush);
    std::string finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// A whole body.
std::string pack(Coding coding, std::string_view body);

} // namespace ecg::transfer
