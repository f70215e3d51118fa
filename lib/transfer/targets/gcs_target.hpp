// A bucket of Google's storage, over its JSON API, with a service account. (With HMAC keys it is an
// S3Target of the region "auto".)
#pragma once

#include "transfer/sign/google_jwt.hpp"
#include "transfer/targets/access_token.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target.hpp"

#include <functional>

namespace ecg::transfer {

struct GcsSettings {
    std::string url = "https://storage.googleapis.com";
    std::string bucket;
    GoogleAccount account;
    /// What is longer goes in pieces of so many bytes, a multiple of 256 KiB.
    std::size_t piece_size = std::size_t{8} << 20U;
    std::function<UtcTime()> now = now_utc;
};

class GcsTarget : public Target {
public:
    GcsTarget(GcsSettings settings, HttpClient& client);

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

private:
    struct Object;
    Stored store(const std::string& name, const ByteSource& bytes) override;
    HttpOutcome send(HttpRequest request);
    [[noreturn]] void fail(const HttpOutcome& outcome) const;
    [[nodiscard]] std::string object_url(const std::string& name) const;
    std::optional<std::string> about(const std::string& name);
    bool is_there(const Object& object);
    HttpOutcome put_whole(const Object& object);
    HttpOutcome put_pieces(const Object& object);
    HttpOutcome begin_pieces(const Object& object, const std::string& upload);
    HttpOutcome send_pieces(const Object& object, const std::string& session, std::uint64_t at);
    HttpOutcome send_piece(const std::string& session, const ByteSource& bytes, std::uint64_t at);

    GcsSettings settings_;
    HttpClient& client_;
    BaseUrl base_;
    AccessToken token_;
};

} // namespace ecg::transfer
