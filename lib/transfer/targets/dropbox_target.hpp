// A folder of Dropbox.
#pragma once

#include "transfer/targets/access_token.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target.hpp"

namespace ecg::transfer {

struct DropboxSettings {
    std::string content_url = "https://content.dropboxapi.com";
    std::string api_url = "https://api.dropboxapi.com";
    std::string folder; ///< "/clinic"; "" for the app's own
    std::string token;  ///< "" where there is a refresh token
    std::string refresh_token;
    std::string client_id;
    /// What is longer goes in pieces of so many bytes. Dropbox takes 150 MB in one.
    std::size_t piece_size = std::size_t{8} << 20U;
};

/// Nothing is ever shared by a link.
class DropboxTarget : public Target {
public:
    DropboxTarget(DropboxSettings settings, HttpClient& client);

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

private:
    Stored store(const std::string& name, const ByteSource& bytes) override;
    HttpOutcome send(HttpRequest request);
    HttpOutcome send_bytes(const std::string& function, const std::string& arguments,
                           std::string_view bytes);
    HttpOutcome call(const std::string& function, const std::string& arguments);
    [[noreturn]] void fail(const HttpOutcome& outcome) const;
    [[nodiscard]] std::string path_of(const std::string& name) const;
    std::optional<std::string> about(const std::string& name);
    HttpOutcome put_pieces(const std::string& name, const ByteSource& bytes,
                           const std::string& hash);
    HttpOutcome send_pieces(const std::string& session, std::uint64_t at, const ByteSource& bytes,
                            const std::string& upload);

    DropboxSettings settings_;
    HttpClient& client_;
    BaseUrl content_;
    BaseUrl api_;
    AccessToken token_;
};

} // namespace ecg::transfer
