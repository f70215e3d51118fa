// Our own server, over HTTP, as the roadmap has its interface.
#pragma once

#include "common/url_secrets.hpp"
#include "sync/target.hpp"
#include "transfer/http_client.hpp"

#include <string>
#include <vector>

namespace ecg::sync {

struct BackendSettings {
    std::string url; ///< with its "/api/v1"
    std::string user;
    std::string password;
    std::string api_key; ///< instead of both
    transfer::Coding coding = transfer::Coding::zstd;
    transfer::HttpSettings http;
};

class BackendTarget final : public Target {
public:
    explicit BackendTarget(BackendSettings settings);

    [[nodiscard]] std::string name() const override { return url_without_secrets(settings_.url); }

    Delivered greet() override;
    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override;

    [[nodiscard]] std::size_t at_once() const override { return settings_.http.connections; }

private:
    [[nodiscard]] transfer::HttpRequest post(const std::string& path, std::string body) const;
    [[nodiscard]] transfer::HttpRequest request_of(const Parcel& parcel) const;
    Delivered log_in();
    Delivered take_tokens(const transfer::HttpOutcome& outcome);
    [[nodiscard]] Upload upload_of(const Parcel& report, const std::string& id) const;
    std::vector<Delivered> send_once(const std::vector<Parcel>& parcels);

    BackendSettings settings_;
    transfer::HttpClient client_;
    std::string token_;
    std::string refresh_token_;
};

} // namespace ecg::sync
