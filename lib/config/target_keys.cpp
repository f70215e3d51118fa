#include "config/target_keys.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace ecg::config {
namespace {

constexpr std::size_t longest_name = 32;

struct Part {
    std::string_view name;
    std::vector<std::string_view> choices{};
    bool secret = false;
};

const std::vector<Part>& parts() {
    static const std::vector<Part> all{
        {"kind", {"s3", "azure", "gcs", "dropbox", "ftp", "ftps", "sftp", "rest", "mail"}},
        {"url"},
        {"host"},
        {"port"},
        {"bucket"},
        {"bucket_in", {"path", "host"}},
        {"region"},
        {"access_key"},
        {"secret_key", {}, true},
        {"session_token", {}, true},
        {"connection_string", {}, true},
        {"grant", {}, true},
        {"credentials"},
        {"token", {}, true},
        {"refresh_token", {}, true},
        {"client_id"},
        {"user"},
        {"password", {}, true},
        {"private_key"},
        {"known_hosts"},
        {"folder"},
        {"authorities"},
        {"method", {"POST", "PUT"}},
        {"body", {"form", "raw"}},
        {"header"},
        {"from"},
        {"to"},
        {"subject"},
        {"part_mib"},
    };
    return all;
}

/// What the original app, or the service's own tools, call a part of a target.
const std::map<std::string, std::string, std::less<>>& usual_variables() {
    static const std::map<std::string, std::string, std::less<>> all{
        {"s3.bucket", "AWS_S3_BUCKET"},
        {"s3.region", "AWS_S3_REGION"},
        {"s3.access_key", "AWS_ACCESS_KEY_ID"},
        {"s3.secret_key", "AWS_SECRET_ACCESS_KEY"},
        {"s3.session_token", "AWS_SESSION_TOKEN"},
        {"azure.connection_string", "AZURE_STORAGE_CONNECTION_STRING"},
        {"azure.bucket", "AZURE_CONTAINER_NAME"},
        {"gcs.bucket", "GCS_BUCKET_NAME"},
        {"gcs.credentials", "GOOGLE_APPLICATION_CREDENTIALS"},
        {"api.url", "CLOUD_API_ENDPOINT"},
        {"api.token", "CLOUD_API_KEY"},
        {"ftp.host", "FTP_HOST"},
        {"ftp.port", "FTP_PORT"},
        {"ftp.user", "FTP_USERNAME"},
        {"ftp.password", "FTP_PASSWORD"},
        {"ftp.folder", "FTP_REMOTE_PATH"},
        {"sftp.host", "FTP_HOST"},
        {"sftp.port", "FTP_PORT"},
        {"sftp.user", "FTP_USERNAME"},
        {"sftp.password", "FTP_PASSWORD"},
        {"sftp.folder", "FTP_REMOTE_PATH"},
        {"dropbox.token", "DROPBOX_ACCESS_TOKEN"},
        {"mail.host", "EMAIL_SMTP_SERVER"},
        {"mail.port", "EMAIL_SMTP_PORT"},
        {"mail.user", "EMAIL_SENDER"},
        {"mail.from", "EMAIL_SENDER"},
        {"mail.password", "EMAIL_PASSWORD"},
        {"mail.to", "EMAIL_RECIPIENT"},
        {"mail.subject", "EMAIL_SUBJECT_PREFIX"},
    };
    return all;
}

std::string variable_of(const std::string& target, std::string_view part) {
    const auto usual = usual_variables().find(target + '.' + std::string{part});
    if (usual != usual_variables().end()) {
        return usual->second;
    }
    std::string name = "ECG_TARGET_" + target + '_' + std::string{part};
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

std::string usual_kind(const std::string& name) {
    const bool is_kind = usual_targets().contains(name) || name == "ftps" || name == "rest";
    return name == "api" ? "rest" : is_kind ? name : "";
}

} // namespace

const std::set<std::string>& usual_targets() {
    static const std::set<std::string> names{"s3",  "azure", "gcs", "dropbox",
                                             "ftp", "sftp",  "api", "mail"};
    return names;
}

bool is_target_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name != "backend" &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

std::vector<Key> target_keys(const std::string& name) {
    std::vector<Key> keys;
    for (const Part& part : parts()) {
        Key key;
        key.name = std::string{targets_section} + name + '.' + std::string{part.name};
        key.environment = variable_of(name, part.name);
        key.fallback = part.name == "kind" ? usual_kind(name) : "";
        key.choices = part.choices;
        key.secret = part.secret;
        key.is_shown_when_set = true;
        keys.push_back(std::move(key));
    }
    return keys;
}

} // namespace ecg::config
