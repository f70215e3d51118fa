// Digests, seals, random bytes and their text; the door to OpenSSL's libcrypto.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

using Digest = std::array<std::uint8_t, 32>;

/// The bytes of a digest, to be written or to be encoded.
std::string_view bytes_of(const Digest& digest);

Digest sha256(std::string_view bytes);

/// SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&& other) noexcept;
    Sha256& operator=(Sha256&& other) noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    /// Of all that was added. Nothing may be added afterwards.
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// MD5, 16 bytes: what stores compare uploads by, and no protection against anybody.
std::string md5(std::string_view bytes);

/// The same of bytes that come piece by piece.
class Md5 {
public:
    Md5();
    ~Md5();
    Md5(const Md5&) = delete;
    Md5& operator=(const Md5&) = delete;

    void add(std::string_view bytes);
    /// Of all that was added. Nothing may be added afterwards.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// HMAC-SHA-256 [rfc2104] under one key, which is worked in once. Safe to be used from any number
/// of threads.
class Hmac {
public:
    explicit Hmac(std::string_view key);
    ~Hmac();
    Hmac(Hmac&& other) noexcept;
    Hmac& operator=(Hmac&& other) noexcept;
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;

    [[nodiscard]] Digest of(std::string_view bytes) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// From the system's generator, fit for keys. Throws Error{unavailable} when it has none.
std::string random_bytes(std::size_t count);

/// Takes the same time wherever they differ; their lengths are no secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Overwrites a secret and empties it.
void wipe(std::string& secret);

/// In small letters.
std::string hex(std::string_view bytes);
/// Of either case. Absent for an odd number of digits and for anything else among them.
std::optional<std::string> from_hex(std::string_view text);

/// base64 with padding [rfc4648 section 4].
std::string base64(std::string_view bytes);
/// Absent for padding that is missing, and for what from_base64url refuses.
std::optional<std::string> from_base64(std::string_view text);

/// base64url without padding [rfc4648 section 5].
std::string base64url(std::string_view bytes);
/// Absent for padding, '+', '/', white space, and a last letter with bits that are left over: each
/// text of bytes is the only one.
std::optional<std::string> from_base64url(std::string_view text);

} // namespace ecg::transfer
