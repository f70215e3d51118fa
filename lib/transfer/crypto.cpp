#include "transfer/crypto.hpp"

#include "common/error.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <limits>
#include <new>

namespace ecg::transfer {
namespace {

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

struct FreeMac {
    void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }

    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};

/// libcrypto fails at a digest only without memory, or when it is built without SHA-256.
void require(bool done) {
    if (!done) {
        throw Error{ErrorKind::unavailable, "libcrypto: a digest failed"};
    }
}

const unsigned char* data_of(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_value = 0xff;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view letters) {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_value);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        values[static_cast<std::uint8_t>(letters[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

using Values = std::array<std::uint8_t, 256>;

constexpr Values base64_values = values_of(base64_letters);
constexpr Values base64url_values = values_of(base64url_letters);

/// Without padding.
std::string encode_64(std::string_view bytes, std::string_view letters) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3 + 2);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<std::uint8_t>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            text += letters[bits >> count & 63U];
        }
    }
    if (count > 0) {
        text += letters[bits << (6 - count) & 63U];
    }
    return text;
}

std::optional<std::string> decode_64(std::string_view text, const Values& values) {
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::uint8_t value = values[static_cast<std::uint8_t>(c)];
        if (value == no_value) {
            return std::nullopt;
        }
        bits = bits << 6U | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 255U);
        }
    }
    const std::uint32_t left_over = bits & ((1U << count) - 1);
    return left_over == 0 ? std::optional{bytes} : std::nullopt;
}

std::uint8_t hex_value(char c) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    const std::size_t at = hex_digits.find(lower);
    return at == std::string_view::npos ? no_value : static_cast<std::uint8_t>(at);
}

} // namespace

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest sha256(std::string_view bytes) {
    Digest digest;
    unsigned int size = 0;
    // The digest is fetched once: EVP_sha256() would look it up on every call.
    static EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    require(method != nullptr &&
            EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method, nullptr) == 1);
    return digest;
}

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_{std::make_unique<State>()} {
    require(state_->context != nullptr &&
            EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&& other) noexcept = default;
Sha256& Sha256::operator=(Sha256&& other) noexcept = default;

void Sha256::add(std::string_view bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
    Digest digest;
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size) == 1);
    return digest;
}

struct Md5::State {
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
};

Md5::Md5() : state_{std::make_unique<State>()} {
    if (state_->context == nullptr ||
        EVP_DigestInit_ex(state_->context.get(), EVP_md5(), nullptr) != 1) {
        throw Error{ErrorKind::unavailable,
                    "libcrypto: it has no MD5, which uploads are compared by"};
    }
}

Md5::~Md5() = default;

void Md5::add(std::string_view bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Md5::finish() {
    std::string digest(16, '\0');
    unsigned int size = 0;
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    require(EVP_DigestFinal_ex(state_->context.get(), out, &size) == 1);
    return digest;
}

std::string md5(std::string_view bytes) {
    Md5 hash;
    hash.add(bytes);
    return hash.finish();
}

struct Hmac::State {
    std::unique_ptr<EVP_MAC_CTX, FreeMac> keyed;
};

Hmac::Hmac(std::string_view key) : state_{std::make_unique<State>()} {
    const std::unique_ptr<EVP_MAC, FreeMac> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    require(mac != nullptr);
    state_->keyed.reset(EVP_MAC_CTX_new(mac.get()));
    std::string name = "SHA256";
    const std::array<OSSL_PARAM, 2> params{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    // A null key would leave the one before: an empty key is given as one of no bytes.
    const unsigned char none = 0;
    require(state_->keyed != nullptr &&
            EVP_MAC_init(state_->keyed.get(), key.empty() ? &none : data_of(key), key.size(),
                         params.data()) == 1);
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&& other) noexcept = default;
Hmac& Hmac::operator=(Hmac&& other) noexcept = default;

Digest Hmac::of(std::string_view bytes) const {
    Digest digest;
    std::size_t size = 0;
    const std::unique_ptr<EVP_MAC_CTX, FreeMac> context{EVP_MAC_CTX_dup(state_->keyed.get())};
    require(context != nullptr &&
            EVP_MAC_update(context.get(), data_of(bytes), bytes.size()) == 1 &&
            EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1);
    return digest;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    auto* to = reinterpret_cast<unsigned char*>(bytes.data());
    if (count > std::numeric_limits<int>::max() || RAND_bytes(to, static_cast<int>(count)) != 1) {
        throw Error{ErrorKind::unavailable, "random bytes: the system's generator has none"};
    }
    return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
    // Up to the capacity: a text that was shortened left its end behind.
    secret.resize(secret.capacity());
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

std::string hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::uint8_t high = hex_value(text[i]);
        const std::uint8_t low = hex_value(text[i + 1]);
        if (high == no_value || low == no_value) {
            return std::nullopt;
        }
        bytes += static_cast<char>(high << 4U | low);
    }
    return bytes;
}

std::string base64(std::string_view bytes) {
    std::string text = encode_64(bytes, base64_letters);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    for (int i = 0; i < 2 && text.ends_with('='); ++i) {
        text.remove_suffix(1);
    }
    return decode_64(text, base64_values);
}

std::string base64url(std::string_view bytes) {
    return encode_64(bytes, base64url_letters);
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode_64(text, base64url_values);
}

} // namespace ecg::transfer
