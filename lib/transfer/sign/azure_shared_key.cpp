#include "transfer/sign/azure_shared_key.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace ecg::transfer {
namespace {

constexpr std::string_view sas_version = "2020-12-06";

std::string_view header_of(const AzureRequest& request, std::string_view name) {
    const auto found = std::ranges::find(request.headers, name, &NameValue::name);
    return found != request.headers.end() ? trim(found->value) : std::string_view{};
}

/// The headers that begin with x-ms-, sorted, one a line.
std::string canonical_headers(const AzureRequest& request) {
    NameValues own;
    for (const NameValue& header : request.headers) {
        if (header.name.starts_with("x-ms-")) {
            own.push_back(header);
        }
    }
    std::ranges::sort(own, {}, &NameValue::name);
    std::string text;
    for (const NameValue& header : own) {
        text += header.name + ':' + std::string{trim(header.value)} + '\n';
    }
    return text;
}

/// The account, the path as it is sent, and each part of the query on a line, decoded.
std::string canonical_resource(const AzureRequest& request, std::string_view account) {
    std::map<std::string, std::vector<std::string>> query;
    for (const NameValue& part : request.query) {
        query[to_lower(part.name)].push_back(part.value);
    }
    std::string text = "/";
    text += account;
    text += request.path;
    for (auto& [name, values] : query) {
        std::ranges::sort(values);
        text += '\n' + name;
        for (std::size_t i = 0; i < values.size(); ++i) {
            text += (i == 0 ? ':' : ',') + values[i];
        }
    }
    return text;
}

std::string sealed(std::string_view text, const AzureKey& key) {
    std::optional<std::string> secret = from_base64(key.secret);
    if (!secret) {
        throw Error{ErrorKind::usage, "account key of " + key.account + ": not base64"};
    }
    const Digest seal = Hmac{*secret}.of(text);
    wipe(*secret);
    return base64(bytes_of(seal));
}

/// "2025-01-08T12:34:56Z"
std::string seconds_of(UtcTime time) {
    return format_utc(time).substr(0, 19) + 'Z';
}

} // namespace

std::string azure_string_to_sign(const AzureRequest& request, std::string_view account) {
    constexpr std::array<std::string_view, 11> standard{"content-encoding",
                                                        "content-language",
                                                        "content-length",
                                                        "content-md5",
                                                        "content-type",
                                                        "date",
                                                        "if-modified-since",
                                                        "if-match",
                                                        "if-none-match",
                                                        "if-unmodified-since",
                                                        "range"};
    // The date in x-ms-date, which every request of ours has, stands for that in Date.
    std::string text = request.method + '\n';
    for (const std::string_view name : standard) {
        if (name == "content-length") {
            text += request.content_length == 0 ? "" : std::to_string(request.content_length);
        } else {
            text += header_of(request, name);
        }
        text += '\n';
    }
    return text + canonical_headers(request) + canonical_resource(request, account);
}

std::string azure_authorization(const AzureRequest& request, const AzureKey& key) {
    return "SharedKey " + key.account + ':' +
           sealed(azure_string_to_sign(request, key.account), key);
}

std::string azure_sas_string_to_sign(const AzureGrant& grant, std::string_view account) {
    std::string resource = "/blob/";
    resource += account;
    resource += '/' + grant.container + (grant.blob.empty() ? "" : "/" + grant.blob);
    std::string text = grant.permissions + "\n\n" + seconds_of(grant.expires) + '\n' + resource;
    text += "\n\n\n"; // no stored policy, any address
    text += grant.https_only ? "https\n" : "https,http\n";
    text += sas_version;
    text += grant.blob.empty() ? "\nc\n" : "\nb\n";
    return text + "\n\n\n\n\n\n"; // no snapshot, encryption scope, or headers of the answer
}

std::string azure_sas_query(const AzureGrant& grant, const AzureKey& key) {
    return sorted_query({{"se", seconds_of(grant.expires)},
                         {"sig", sealed(azure_sas_string_to_sign(grant, key.account), key)},
                         {"sp", grant.permissions},
                         {"spr", grant.https_only ? "https" : "https,http"},
                         {"sr", grant.blob.empty() ? "c" : "b"},
                         {"sv", std::string{sas_version}}});
}

} // namespace ecg::transfer
