#include "target_settings.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "config/target_keys.hpp"
#include "target_addresses.hpp"
#include "transfer/crypto.hpp"
#include "transfer/targets/azure_target.hpp"
#include "transfer/targets/dropbox_target.hpp"
#include "transfer/targets/file_target.hpp"
#include "transfer/targets/gcs_target.hpp"
#include "transfer/targets/mail_target.hpp"
#include "transfer/targets/rest_target.hpp"
#include "transfer/targets/s3_target.hpp"

#include <algorithm>
#include <utility>

namespace ecg {
namespace {

using transfer::HttpClient;

/// A target and the connections that it uses.
struct OpenTarget {
    explicit OpenTarget(transfer::HttpSettings settings) : client{std::move(settings)} {}

    HttpClient client;
    std::unique_ptr<transfer::Target> target;
};

std::unique_ptr<transfer::Target> s3_target(const TargetSettings& from, HttpClient& client) {
    transfer::S3Settings settings;
    settings.bucket = from.needed("bucket");
    settings.key.access_key = from.needed("access_key");
    settings.key.secret_key = from.needed("secret_key");
    settings.key.session_token = from.text("session_token");
    settings.key.region = from.text("region", "us-east-1");
    const bool at_amazon = from.text("url").empty();
    settings.url = from.url("https://s3." + settings.key.region + ".amazonaws.com");
    // Amazon's certificate does not hold for buckets with points in their names.
    const bool in_host = at_amazon && settings.bucket.find('.') == std::string::npos;
    settings.place = from.text("bucket_in", in_host ? "host" : "path") == "host"
                         ? transfer::BucketPlace::host
                         : transfer::BucketPlace::path;
    settings.part_size = from.part_size();
    return std::make_unique<transfer::S3Target>(std::move(settings), client);
}

/// With an account's JSON file, or with HMAC keys, which make it speak like S3.
std::unique_ptr<transfer::Target> gcs_target(const TargetSettings& from, HttpClient& client) {
    const std::string url = from.url("https://storage.googleapis.com");
    if (!from.text("access_key").empty()) {
        transfer::S3Settings settings;
        settings.url = url;
        settings.bucket = from.needed("bucket");
        settings.key.access_key = from.needed("access_key");
        settings.key.secret_key = from.needed("secret_key");
        settings.key.region = from.text("region", "auto");
        settings.part_size = from.part_size();
        return std::make_unique<transfer::S3Target>(std::move(settings), client);
    }
    transfer::GcsSettings settings;
    settings.url = url;
    settings.bucket = from.needed("bucket");
    const std::string& file = from.needed("credentials");
    settings.account = transfer::parse_google_account(read_whole_file(file), file);
    settings.piece_size = from.part_size();
    return std::make_unique<transfer::GcsTarget>(std::move(settings), client);
}

std::unique_ptr<transfer::Target> azure_target(const TargetSettings& from, HttpClient& client) {
    transfer::AzureSettings settings;
    const AzureAddress address = from.azure_address();
    settings.url = address.url;
    settings.key = {address.account, address.secret};
    settings.grant = address.grant;
    settings.container = from.text("bucket", "ecg-reports");
    settings.block_size = from.part_size();
    return std::make_unique<transfer::AzureTarget>(std::move(settings), client);
}

std::unique_ptr<transfer::Target> dropbox_target(const TargetSettings& from, HttpClient& client) {
    transfer::DropboxSettings settings;
    if (const std::string url = from.url(""); !url.empty()) {
        settings.api_url = settings.content_url = url;
    }
    settings.folder = from.text("folder");
    settings.token = from.text("token");
    settings.refresh_token = from.text("refresh_token");
    if (settings.refresh_token.empty()) {
        settings.token = from.needed("token");
    } else {
        settings.client_id = from.needed("client_id");
    }
    settings.piece_size = from.part_size();
    return std::make_unique<transfer::DropboxTarget>(std::move(settings), client);
}

std::unique_ptr<transfer::Target> rest_target(const TargetSettings& from, HttpClient& client) {
    transfer::RestSettings settings;
    settings.url = from.url("");
    if (settings.url.empty()) {
        settings.url = from.needed("url");
    }
    settings.method = from.text("method", "POST");
    settings.body =
        from.text("body", "form") == "raw" ? transfer::RestBody::raw : transfer::RestBody::form;
    if (const std::string& token = from.text("token"); !token.empty()) {
        const std::string& header = from.text("header");
        settings.credential = header.empty()
                                  ? transfer::HttpField{"authorization", "Bearer " + token}
                                  : transfer::HttpField{header, token};
    } else if (!from.text("user").empty()) {
        settings.credential = {
            "authorization",
            "Basic " + transfer::base64(from.text("user") + ':' + from.text("password"))};
    }
    return std::make_unique<transfer::RestTarget>(std::move(settings), client);
}

std::unique_ptr<transfer::Target> file_target(const TargetSettings& from, const std::string& kind,
                                              const transfer::HttpSettings& http) {
    transfer::FileTargetSettings settings;
    settings.server.url = from.server_url(kind);
    settings.server.user = from.needed("user");
    settings.server.password = from.text("password");
    settings.server.authorities = http.authorities;
    settings.server.private_key = from.text("private_key");
    settings.server.known_hosts = from.text("known_hosts", default_known_hosts());
    settings.server.bytes_per_second = http.bytes_per_second ? http.bytes_per_second() : 0;
    settings.server.abandon = http.abandon;
    settings.folder = from.text("folder");
    if (settings.server.private_key.empty()) {
        settings.server.password = from.needed("password");
    }
    return std::make_unique<transfer::FileTarget>(std::move(settings));
}

/// The part that reports and crashes have in common.
struct Post {
    transfer::MailServer server;
    std::string from;
    std::vector<std::string> to;
};

Post post_in(const TargetSettings& from, const transfer::HttpSettings& http) {
    Post post;
    post.server.url = from.server_url("mail");
    post.server.user = from.needed("user");
    post.server.password = from.needed("password");
    post.server.authorities = http.authorities;
    post.server.abandon = http.abandon;
    post.from = from.text("from", post.server.user);
    const std::string to = from.text("to", post.from);
    for (const std::string_view one : split(std::string_view{to}, ',')) {
        post.to.emplace_back(trim(one));
        transfer::require_address(post.to.back());
    }
    return post;
}

std::unique_ptr<transfer::Target> mail_target(const TargetSettings& from,
                                              const transfer::HttpSettings& http) {
    Post post = post_in(from, http);
    transfer::MailTargetSettings settings;
    settings.server = std::move(post.server);
    settings.from = std::move(post.from);
    settings.to = std::move(post.to);
    return std::make_unique<transfer::MailTarget>(std::move(settings));
}

std::unique_ptr<transfer::Target> make_target(const TargetSettings& from, HttpClient& client,
                                              const transfer::HttpSettings& http) {
    const std::string& kind = from.needed("kind");
    if (kind == "s3") {
        return s3_target(from, client);
    }
    if (kind == "gcs") {
        return gcs_target(from, client);
    }
    if (kind == "azure") {
        return azure_target(from, client);
    }
    if (kind == "dropbox") {
        return dropbox_target(from, client);
    }
    if (kind == "rest") {
        return rest_target(from, client);
    }
    return kind == "mail" ? mail_target(from, http) : file_target(from, kind, http);
}

std::vector<std::string> names_in(const config::Settings& settings, const char* rule) {
    std::vector<std::string> names;
    for (const std::string_view word : split(std::string_view{settings.text(rule)}, ',')) {
        const std::string name{trim(word)};
        if (name != "backend" && !is_target(settings, name)) {
            throw Error{ErrorKind::usage, settings[rule].origin + ": " + rule + " names \"" + name +
                                              "\", of which sync.targets says nothing"};
        }
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

/// Whoever has no server reports no crashes to it. The original app mailed them as soon as its
/// settings of mail were there.
std::vector<std::string> usual_errors(const config::Settings& settings, sync::Rules rules) {
    std::vector<std::string> names;
    rules.errors.clear();
    const std::vector<std::string> others = rules.all();
    if (std::find(others.begin(), others.end(), "backend") != others.end()) {
        names.emplace_back("backend");
    }
    const TargetSettings mail{settings, "mail"};
    if (!mail.text("host").empty() && !mail.text("user").empty() &&
        !mail.text("password").empty()) {
        names.emplace_back("mail");
    }
    return names;
}

} // namespace

bool is_target(const config::Settings& settings, const std::string& name) {
    const std::vector<std::string> known = settings.targets();
    return std::find(known.begin(), known.end(), name) != known.end();
}

std::string place_of(const config::Settings& settings, const std::string& name) {
    std::string address;
    if (name == "backend") {
        address = settings.text("sync.url");
    } else if (is_target(settings, name)) {
        const TargetSettings from{settings, name};
        for (const std::string_view part : {"kind", "url", "host", "port", "bucket"}) {
            address.append(from.text(part)).append("\n");
        }
    }
    return transfer::hex(transfer::bytes_of(transfer::sha256(address))).substr(0, 8);
}

bool is_mail(const config::Settings& settings, const std::string& name) {
    return is_target(settings, name) && TargetSettings{settings, name}.text("kind") == "mail";
}

sync::Rules rules_in(const config::Settings& settings) {
    sync::Rules rules;
    rules.sessions = names_in(settings, "sync.sessions");
    rules.reports = names_in(settings, "sync.reports");
    rules.errors = names_in(settings, "sync.errors");
    const std::string& service = settings.text("sync.cloud_service");
    const bool as_original = settings["sync.reports"].origin == "default" && service != "none" &&
                             settings.text("sync.cloud_upload") == "true";
    if (as_original) {
        rules.reports.push_back(service);
    }
    if (settings["sync.errors"].origin == "default") {
        rules.errors = usual_errors(settings, rules);
    }
    return rules;
}

std::string service_of(const config::Settings& settings, const std::string& name) {
    if (name == "backend") {
        return name;
    }
    const TargetSettings from{settings, name};
    const std::string& kind = from.text("kind");
    return kind == "rest" ? "api" : kind;
}

std::optional<sync::CrashMailSettings> crash_mail_settings(const config::Settings& settings,
                                                           const std::string& name,
                                                           const transfer::HttpSettings& http) {
    const TargetSettings from{settings, name};
    if (from.text("kind") != "mail") {
        return std::nullopt;
    }
    transfer::HttpSettings shared = http;
    shared.authorities = from.text("authorities", http.authorities);
    Post post = post_in(from, shared);
    sync::CrashMailSettings mails;
    mails.server = std::move(post.server);
    mails.from = std::move(post.from);
    mails.to = std::move(post.to);
    mails.subject = from.text("subject", mails.subject);
    return mails;
}

std::shared_ptr<transfer::Target> open_target(const config::Settings& settings,
                                              const std::string& name,
                                              transfer::HttpSettings http) {
    if (!config::is_target_name(name) || !is_target(settings, name)) {
        throw Error{ErrorKind::usage, "target " + name +
                                          ": nothing is known of it; its settings "
                                          "are sync.targets." +
                                          name + ".*"};
    }
    const TargetSettings from{settings, name};
    http.authorities = from.text("authorities", http.authorities);
    http.connections = 1;
    const auto open = std::make_shared<OpenTarget>(http);
    open->target = make_target(from, open->client, http);
    return {open, open->target.get()};
}

} // namespace ecg
