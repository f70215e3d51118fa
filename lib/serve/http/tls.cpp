#include "serve/http/tls.hpp"

#include "common/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace ecg::serve {
namespace {

namespace ssl = boost::asio::ssl;
using ErrorCode = boost::system::error_code;

// Of TLS 1.2, those with forward secrecy and authenticated encryption; all of TLS 1.3's are so.
constexpr const char* ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

constexpr std::string_view only_protocol{"\x08http/1.1", 9};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw Error{ErrorKind::data, file.string() + ": " + why};
}

void check_permissions(const std::filesystem::path& key) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(key, error);
    if (error || !std::filesystem::is_regular_file(status)) {
        refuse(key, "no such file");
    }
    using std::filesystem::perms;
    if ((status.permissions() & perms::others_all) != perms::none) {
        refuse(key, "everybody may read this key; chmod o-rwx takes that away");
    }
}

extern "C" int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                               const unsigned char* offered, unsigned offered_size,
                               void*) noexcept {
    unsigned char* found = nullptr;
    const auto* const ours = reinterpret_cast<const unsigned char*>(only_protocol.data());
    const int outcome =
        SSL_select_next_proto(&found, chosen_size, ours,
                              static_cast<unsigned>(only_protocol.size()), offered, offered_size);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_options(ssl::context& context) {
    SSL_CTX* const handle = context.native_handle();
    SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
    SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS); // an idle connection keeps none
    SSL_CTX_set_cipher_list(handle, ciphers);
    SSL_CTX_set_alpn_select_cb(handle, choose_protocol, nullptr);
}

} // namespace

TlsContext load_tls(const std::filesystem::path& certificate, const std::filesystem::path& key) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    set_options(*context);
    // Without it OpenSSL would ask the terminal for the passphrase of an encrypted key.
    context->set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string{}; });
    ErrorCode error;
    context->use_certificate_chain_file(certificate.string(), error);
    if (error) {
        refuse(certificate, "no certificate in PEM: " + error.message());
    }
    check_permissions(key);
    context->use_private_key_file(key.string(), ssl::context::pem, error);
    if (error) {
        refuse(key, "no private key in PEM for this certificate: " + error.message());
    }
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        refuse(key, "not the key of " + certificate.string());
    }
    return context;
}

} // namespace ecg::serve
