#include "target_addresses.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "config/target_keys.hpp"
#include "this_machine.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace ecg {
namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20U, usual_part_mib = 8, most_part_mib = 512;

[[noreturn]] void fail(const std::string& origin, const std::string& why) {
    throw Error{ErrorKind::usage, origin + ": " + why};
}

/// "AccountName=a;AccountKey=b==;…"
std::map<std::string, std::string, std::less<>> pairs_in(std::string_view text) {
    std::map<std::string, std::string, std::less<>> pairs;
    for (const std::string_view pair : split(text, ';')) {
        const std::size_t equals = pair.find('=');
        if (equals != pair.npos) {
            pairs.emplace(trim(pair.substr(0, equals)), trim(pair.substr(equals + 1)));
        }
    }
    return pairs;
}

} // namespace

TargetSettings::TargetSettings(const config::Settings& settings, std::string name)
    : settings_{settings}, name_{std::move(name)} {}

const config::Setting& TargetSettings::setting(std::string_view key) const {
    return settings_[std::string{config::targets_section} + name_ + '.' + std::string{key}];
}

const std::string& TargetSettings::text(std::string_view key) const {
    return setting(key).value;
}

std::string TargetSettings::text(std::string_view key, const std::string& otherwise) const {
    const std::string& said = text(key);
    return said.empty() ? otherwise : said;
}

const std::string& TargetSettings::needed(std::string_view key) const {
    const std::string& said = text(key);
    if (said.empty()) {
        std::string name{config::targets_section};
        name.append(name_).append(".").append(key);
        std::string why{key};
        why.append(" is missing (");
        for (const config::Key& one : config::target_keys(name_)) {
            if (one.name == name) {
                why.append(one.environment).append(" or ");
            }
        }
        fail("target " + name_, why.append(name).append(")"));
    }
    return said;
}

void TargetSettings::refuse_clear(const std::string& url, const std::string& origin) const {
    const bool secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) {
        fail(origin, "is no URL that begins with https:// or http://");
    }
    if (url.substr(0, url.find('/', url.find("://") + 3)).find('@') != std::string::npos) {
        fail(origin, "holds a name or a password; user and password are for them");
    }
    if (!secure && !is_this_machine(host_of(url)) &&
        settings_.text("sync.insecure_http") != "yes") {
        fail(origin, "would send patients' data over the network in clear; use https://");
    }
}

std::string TargetSettings::url(const std::string& otherwise) const {
    const config::Setting& said = setting("url");
    if (said.value.empty()) {
        return otherwise;
    }
    refuse_clear(said.value, said.origin);
    return said.value;
}

std::string TargetSettings::server_url(const std::string& kind) const {
    const std::string scheme = kind == "mail" ? "smtp" : kind;
    if (const config::Setting& said = setting("url"); !said.value.empty()) {
        const bool known = said.value.starts_with(scheme + "://") ||
                           (kind == "mail" && said.value.starts_with("smtps://"));
        if (!known || said.value.find('@') != std::string::npos) {
            fail(said.origin, "is no address such as " + scheme + "://host:port");
        }
        return said.value;
    }
    const std::string& host = needed("host");
    const config::Setting& port = setting("port");
    const auto number = parse_integer(port.value);
    if (!port.value.empty() && (!number || *number < 1 || *number > 65535)) {
        fail(port.origin, port.value + " is no port");
    }
    const bool implicit = kind == "mail" && port.value == "465";
    // The original app asked for FTP's port whatever it spoke.
    const std::string other = kind == "sftp" && port.value == "21" ? "" : port.value;
    const std::string usual = kind == "mail"   ? "587"
                              : kind == "sftp" ? "22"
                              : kind == "ftps" ? "990"
                                               : "21";
    return scheme + (implicit ? "s" : "") + "://" + host + ':' + (other.empty() ? usual : other);
}

AzureAddress TargetSettings::azure_address() const {
    AzureAddress address;
    const config::Setting& connection = setting("connection_string");
    auto pairs = pairs_in(connection.value);
    address.account = text("user", pairs["AccountName"]);
    address.secret = text("secret_key", pairs["AccountKey"]);
    address.grant = text("grant", pairs["SharedAccessSignature"]);
    const std::string suffix =
        pairs["EndpointSuffix"].empty() ? "core.windows.net" : pairs["EndpointSuffix"];
    const std::string named = pairs["BlobEndpoint"];
    address.url = url(!named.empty() ? named : "https://" + address.account + ".blob." + suffix);
    refuse_clear(address.url, named.empty() ? setting("url").origin : connection.origin);
    const bool known = !address.grant.empty() || !address.secret.empty();
    if (!known || (address.account.empty() && address.grant.empty())) {
        static_cast<void>(needed("connection_string"));
        fail(connection.origin,
             "holds neither AccountName with AccountKey nor a SharedAccessSignature");
    }
    return address;
}

std::size_t TargetSettings::part_size() const {
    const config::Setting& said = setting("part_mib");
    const auto number = parse_integer(said.value);
    if (!said.value.empty() &&
        (!number || *number < 1 || *number > static_cast<std::int64_t>(most_part_mib))) {
        fail(said.origin, said.value + " is no number of MiB from 1 to 512");
    }
    return mebibyte * (number ? static_cast<std::size_t>(*number) : usual_part_mib);
}

std::string default_known_hosts() {
    const char* const home = std::getenv("HOME");
    return home == nullptr ? "" : std::string{home} + "/.ssh/known_hosts";
}

} // namespace ecg
