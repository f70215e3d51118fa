#include "tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace ecg::serve::test {
namespace {

template <auto Free> struct With {
    template <class T> void operator()(T* one) const noexcept { Free(one); }
};

using File = std::unique_ptr<std::FILE, With<std::fclose>>;

std::string common_name(const X509* certificate) {
    std::array<char, 256> text{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                              static_cast<int>(text.size()));
    return text.data();
}

int connect_to(unsigned short port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval patience{10, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"no connection"};
    }
    return socket;
}

} // namespace

struct TlsClient::Parts {
    std::unique_ptr<SSL_CTX, With<SSL_CTX_free>> context{SSL_CTX_new(TLS_client_method())};
    std::unique_ptr<SSL, With<SSL_free>> ssl;
    int socket = -1;
    bool is_open = false;
};

TlsClient::TlsClient(unsigned short port, int version) : parts_{std::make_unique<Parts>()} {
    const int wanted = version == 13   ? TLS1_3_VERSION
                       : version == 12 ? TLS1_2_VERSION
                                       : TLS1_1_VERSION;
    SSL_CTX* const context = parts_->context.get();
    SSL_CTX_set_min_proto_version(context, wanted);
    SSL_CTX_set_max_proto_version(context, wanted);
    SSL_CTX_set_security_level(context, 0); // it would not even try what is old
    constexpr std::string_view offered{"\x02h2\x08http/1.1"};
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(offered.data()),
                            static_cast<unsigned>(offered.size()));
    parts_->socket = connect_to(port);
    parts_->ssl.reset(SSL_new(context));
    SSL_set_fd(parts_->ssl.get(), parts_->socket);
    parts_->is_open = SSL_connect(parts_->ssl.get()) == 1;
    ERR_clear_error();
}

TlsClient::~TlsClient() {
    ::close(parts_->socket);
}

bool TlsClient::is_open() const {
    return parts_->is_open;
}

std::string TlsClient::version() const {
    return SSL_get_version(parts_->ssl.get());
}

std::string TlsClient::protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(parts_->ssl.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string TlsClient::peer_name() const {
    const std::unique_ptr<X509, With<X509_free>> certificate{
        SSL_get1_peer_certificate(parts_->ssl.get())};
    return certificate ? common_name(certificate.get()) : "";
}

void TlsClient::send(std::string_view bytes) const {
    SSL_write(parts_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
}

bool TlsClient::read_more() {
    std::array<char, 16384> piece{};
    const int count = SSL_read(parts_->ssl.get(), piece.data(), static_cast<int>(piece.size()));
    if (count > 0) {
        unread_.append(piece.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

std::string TlsClient::until(std::string_view text) {
    std::size_t at = unread_.find(text);
    while (at == std::string::npos && read_more()) {
        at = unread_.find(text);
    }
    return at == std::string::npos ? "" : std::exchange(unread_, {});
}

std::string TlsClient::rest() {
    while (read_more()) {
    }
    return std::exchange(unread_, {});
}

void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key,
                       const std::string& name) {
    const std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>> pair{EVP_EC_gen("P-256")};
    const std::unique_ptr<X509, With<X509_free>> one{X509_new()};
    ASN1_INTEGER_set(X509_get_serialNumber(one.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(one.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(one.get()), 3600);
    X509_set_pubkey(one.get(), pair.get());
    X509_NAME* const subject = X509_get_subject_name(one.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(one.get(), subject);
    X509_sign(one.get(), pair.get(), EVP_sha256());

    const File to_certificate{std::fopen(certificate.c_str(), "w")};
    PEM_write_X509(to_certificate.get(), one.get());
    const File to_key{std::fopen(key.c_str(), "w")};
    ::chmod(key.c_str(), S_IRUSR | S_IWUSR);
    PEM_write_PrivateKey(to_key.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

} // namespace ecg::serve::test
