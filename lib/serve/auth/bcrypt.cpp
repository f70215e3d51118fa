#include "serve/auth/bcrypt.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <crypt.h>

#include <algorithm>
#include <array>
#include <memory>

namespace ecg::serve {
namespace {

constexpr std::size_t seen_bytes = 72; // bcrypt reads no more of a password
constexpr std::size_t salt_size = 22, digest_size = 31;
constexpr std::string_view nobodys_salt = "......................";
constexpr std::string_view prehashed = "$bcrypt-sha256$v=2,t=2b,r=";
constexpr std::string_view bcrypt_letters =
    "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The parts of a stored hash, within its text.
struct BcryptHash {
    std::string_view variant = "2b";
    int cost = 0;
    std::string_view salt, digest;
    bool is_prehashed = false;
};

bool has_bcrypt_letters(std::string_view text) {
    return text.find_first_not_of(bcrypt_letters) == text.npos;
}

std::optional<int> cost_of(std::string_view digits) {
    const bool known = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    const std::optional<std::int64_t> cost = known ? parse_integer(digits) : std::nullopt;
    return cost && *cost >= least_bcrypt_cost && *cost <= most_bcrypt_cost
               ? std::optional{static_cast<int>(*cost)}
               : std::nullopt;
}

/// "$2b$12$", 22 letters of salt and 31 of the digest.
std::optional<BcryptHash> read_plain(std::string_view stored) {
    if (stored.size() != 7 + salt_size + digest_size || stored[0] != '$' || stored[3] != '$' ||
        stored[6] != '$') {
        return std::nullopt;
    }
    const std::string_view variant = stored.substr(1, 2);
    const std::optional<int> cost = cost_of(stored.substr(4, 2));
    if (!cost || (variant != "2a" && variant != "2b" && variant != "2y")) {
        return std::nullopt;
    }
    return BcryptHash{variant, *cost, stored.substr(7, salt_size), stored.substr(7 + salt_size),
                      false};
}

/// passlib's "$bcrypt-sha256$v=2,t=2b,r=12$", 22 letters, "$" and 31.
std::optional<BcryptHash> read_prehashed(std::string_view stored) {
    const std::string_view rest = stored.substr(prehashed.size());
    const std::size_t end = std::min(rest.find('$'), rest.size());
    const std::optional<int> cost = cost_of(rest.substr(0, end));
    if (!cost || rest.size() != end + 1 + salt_size + 1 + digest_size ||
        rest[end + 1 + salt_size] != '$') {
        return std::nullopt;
    }
    return BcryptHash{"2b", *cost, rest.substr(end + 1, salt_size),
                      rest.substr(end + 1 + salt_size + 1), true};
}

std::optional<BcryptHash> read_hash(std::string_view stored) {
    const std::optional<BcryptHash> hash =
        stored.starts_with(prehashed) ? read_prehashed(stored) : read_plain(stored);
    return hash && has_bcrypt_letters(hash->salt) && has_bcrypt_letters(hash->digest)
               ? hash
               : std::nullopt;
}

std::string setting_of(const BcryptHash& hash) {
    const std::string digits = std::to_string(hash.cost);
    std::string setting = "$";
    setting.append(hash.variant).append(digits.size() < 2 ? "$0" : "$").append(digits);
    return setting.append("$").append(hash.salt);
}

/// base64 with padding, of 32 bytes.
std::string padded_base64(std::string_view bytes) {
    std::string text = transfer::base64url(bytes);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return text + '=';
}

/// The 31 letters behind the salt. Salted before bcrypt too, so that a leaked SHA-256 of the
/// password is of no use against it.
std::string digest_of(std::string_view password, const BcryptHash& hash) {
    std::string phrase =
        hash.is_prehashed
            ? padded_base64(transfer::bytes_of(transfer::Hmac{hash.salt}.of(password)))
            : std::string{password.substr(0, seen_bytes)};
    const auto memory = std::make_unique<crypt_data>();
    const char* result = crypt_r(phrase.c_str(), setting_of(hash).c_str(), memory.get());
    transfer::wipe(phrase);
    const std::string text = result != nullptr ? result : "*";
    if (text.size() != 7 + salt_size + digest_size) {
        throw Error{ErrorKind::unavailable, "libcrypt: bcrypt failed"};
    }
    return text.substr(7 + salt_size);
}

/// Two bits of the last letter are no part of the 16 bytes of salt and are zero.
std::string new_salt() {
    std::string salt;
    const std::string bytes = transfer::random_bytes(salt_size);
    for (const char byte : bytes) {
        salt += bcrypt_letters[static_cast<unsigned char>(byte) & 63U];
    }
    salt.back() = bcrypt_letters[static_cast<unsigned char>(bytes.back()) & 48U];
    return salt;
}

/// Takes the time that is missing from one cost to a higher one: 2^a + 2^a + 2^(a+1) … = 2^b.
void spend(std::string_view password, int from, int to) {
    BcryptHash hash{"2b", 0, nobodys_salt, "", false};
    for (hash.cost = from; hash.cost < to; ++hash.cost) {
        digest_of(password, hash);
    }
}

} // namespace

std::string hash_password(std::string_view password, int cost) {
    const std::string salt = new_salt();
    const BcryptHash hash{"2b", cost, salt, "", password.size() > seen_bytes};
    const std::string digest = digest_of(password, hash);
    return hash.is_prehashed
               ? std::string{prehashed} + std::to_string(cost) + '$' + salt + '$' + digest
               : setting_of(hash) + digest;
}

bool verify_password(std::string_view password, const std::optional<std::string>& stored,
                     int cost) {
    const std::optional<BcryptHash> hash = stored ? read_hash(*stored) : std::nullopt;
    const std::string digest =
        digest_of(password, hash ? *hash : BcryptHash{"2b", cost, nobodys_salt, "", false});
    spend(password, hash ? hash->cost : cost, cost);
    const bool cut_at_nul = password.find('\0') != password.npos;
    return hash && !cut_at_nul && transfer::equal_in_constant_time(digest, hash->digest);
}

bool is_outdated(std::string_view stored, int cost) {
    const std::optional<BcryptHash> hash = read_hash(stored);
    return !hash || hash->variant != "2b" || hash->cost < cost;
}

} // namespace ecg::serve
