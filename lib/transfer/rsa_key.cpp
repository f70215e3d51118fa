#include "transfer/rsa_key.hpp"

#include "common/error.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <limits>

namespace ecg::transfer {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};

struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/// libcrypto would ask for one at the terminal.
extern "C" int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/,
                             void* /*user*/) noexcept {
    return -1;
}

const unsigned char* data_of(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

} // namespace

struct RsaKey::State {
    std::unique_ptr<EVP_PKEY, FreeKey> key;
};

RsaKey::RsaKey(std::string_view pem, const std::string& subject)
    : state_{std::make_unique<State>()} {
    if (pem.size() <= std::numeric_limits<int>::max()) {
        const std::unique_ptr<BIO, FreeBio> bio{
            BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
        if (bio != nullptr) {
            state_->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
        }
    }
    if (state_->key == nullptr || EVP_PKEY_get_base_id(state_->key.get()) != EVP_PKEY_RSA) {
        throw Error{ErrorKind::data, subject + ": no RSA key in PEM without a passphrase"};
    }
}

RsaKey::~RsaKey() = default;
RsaKey::RsaKey(RsaKey&& other) noexcept = default;
RsaKey& RsaKey::operator=(RsaKey&& other) noexcept = default;

std::string RsaKey::sign_sha256(std::string_view bytes) const {
    const std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(state_->key.get())), '\0');
    std::size_t size = signature.size();
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    if (context == nullptr ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, state_->key.get()) != 1 ||
        EVP_DigestSign(context.get(), out, &size, data_of(bytes), bytes.size()) != 1) {
        throw Error{ErrorKind::unavailable, "libcrypto: the RSA signature failed"};
    }
    signature.resize(size);
    return signature;
}

} // namespace ecg::transfer
