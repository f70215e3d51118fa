// What the settings of one target say, and where that is.
#pragma once

#include "config/settings.hpp"

#include <string>
#include <string_view>

namespace ecg {

/// Of a connection string, or of its parts.
struct AzureAddress {
    std::string url;
    std::string account;
    std::string secret;
    std::string grant;
};

class TargetSettings {
public:
    TargetSettings(const config::Settings& settings, std::string name);

    /// "" when nothing was said.
    [[nodiscard]] const std::string& text(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key, const std::string& otherwise) const;
    /// Throws Error{usage} "target NAME: bucket is missing (AWS_S3_BUCKET)".
    [[nodiscard]] const std::string& needed(std::string_view key) const;
    /// Of HTTP. Throws Error{usage} for one that would send patients' data in clear.
    [[nodiscard]] std::string url(const std::string& otherwise) const;
    /// "ftp://host:port", of url, or of host and port.
    [[nodiscard]] std::string server_url(const std::string& kind) const;
    [[nodiscard]] AzureAddress azure_address() const;
    /// Bytes that go in one piece.
    [[nodiscard]] std::size_t part_size() const;

private:
    [[nodiscard]] const config::Setting& setting(std::string_view key) const;
    void refuse_clear(const std::string& url, const std::string& origin) const;

    const config::Settings& settings_;
    std::string name_;
};

/// ~/.ssh/known_hosts; "" without a home.
std::string default_known_hosts();

} // namespace ecg
