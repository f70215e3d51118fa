// A private RSA key that signs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace ecg::transfer {

class RsaKey {
public:
    /// Of a PEM text without a passphrase. Throws Error{data} "subject: why" when it is none, with
    /// no word of the key.
    RsaKey(std::string_view pem, const std::string& subject);
    ~RsaKey();
    RsaKey(RsaKey&& other) noexcept;
    RsaKey& operator=(RsaKey&& other) noexcept;
    RsaKey(const RsaKey&) = delete;
    RsaKey& operator=(const RsaKey&) = delete;

    /// RSASSA-PKCS1-v1_5 with SHA-256, which JWTs call RS256 [rfc8017 section 8.2].
    [[nodiscard]] std::string sign_sha256(std::string_view bytes) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::transfer
