// A client that speaks TLS, and certificates to speak it with.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ecg::serve::test {

/// Every wait has an end: ten seconds, then what is read ends.
class TlsClient {
public:
    /// 12 is TLS 1.2 and no other; 13 and 11 likewise.
    TlsClient(unsigned short port, int version);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    [[nodiscard]] bool is_open() const; ///< whether the handshake succeeded
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string protocol() const;  ///< that was chosen of http/1.1 and h2
    [[nodiscard]] std::string peer_name() const; ///< in the server's certificate

    void send(std::string_view bytes) const;
    /// Up to and with that text, and what came with it.
    std::string until(std::string_view text);
    std::string rest();

private:
    bool read_more();

    struct Parts;
    std::unique_ptr<Parts> parts_;
    std::string unread_;
};

/// Writes a new key and its certificate for that name, PEM.
void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key,
                       const std::string& name);

} // namespace ecg::serve::test
