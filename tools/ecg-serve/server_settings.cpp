#include "server_settings.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "common/version.hpp"
#include "server_place.hpp"

namespace ecg {
namespace {

std::vector<std::string> list_of(const std::string& text) {
    std::vector<std::string> list;
    for (const std::string_view part : split(text, ',')) {
        if (const std::string_view one = trim(part); !one.empty()) {
            list.emplace_back(one);
        }
    }
    return list;
}

[[noreturn]] void refuse(const config::Settings& settings, std::string_view key,
                         const std::string& why) {
    throw Error{ErrorKind::usage, settings[key].origin + ": " + why};
}

double number_of(const config::Settings& settings, std::string_view key, double least,
                 double most) {
    const auto number = parse_number(settings.text(key));
    if (!number || *number < least || *number > most) {
        refuse(settings, key,
               "'" + settings.text(key) + "' is no number from " + format_number(least, 0) +
                   " to " + format_number(most, 0));
    }
    return *number;
}

serve::RateRule rule_of(const config::Settings& settings, std::string name,
                        const std::string& key) {
    return {std::move(name), number_of(settings, key + "_per_second", 0.1, 1e6),
            number_of(settings, key + "_burst", 1, 1e6)};
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address.starts_with("[::1]") ||
           address.starts_with("localhost:");
}

void check_open(const config::Settings& settings, const std::vector<std::string>& addresses) {
    const bool plain = settings.text("serve.tls_certificate").empty();
    if (!plain || settings.text("serve.insecure_http") == "yes") {
        return;
    }
    for (const std::string& address : addresses) {
        if (!is_loopback(address)) {
            refuse(settings, "serve.listen",
                   address + " without TLS would send passwords and ECGs in clear text: set "
                             "serve.tls_certificate and serve.tls_key, or serve.insecure_http: "
                             "yes where a proxy on a trusted network speaks TLS");
        }
    }
}

} // namespace

serve::BackendSettings backend_settings(const config::Settings& settings,
                                        const serve::Clock& clock) {
    serve::BackendSettings backend;
    backend.folder = server_of(settings);
    backend.clock = clock;
    backend.version = version();
    backend.public_url = settings.text("serve.public_url");
    if (backend.public_url.ends_with('/')) {
        backend.public_url.pop_back();
    }
    backend.open_registration = settings.text("serve.registration") == "open";
    backend.bcrypt_cost = static_cast<int>(settings.number("serve.bcrypt_cost"));
    backend.by_user = rule_of(settings, "user", "serve.user_requests");
    backend.by_address = rule_of(settings, "address", "serve.address_requests");
    backend.figures_for = list_of(settings.text("serve.metrics_for"));
    backend.common_passwords = settings.text("serve.common_passwords");
    return backend;
}

serve::ServerSettings http_settings(const config::Settings& settings) {
    serve::ServerSettings http;
    http.listen = list_of(settings.text("serve.listen"));
    check_open(settings, http.listen);
    http.certificate = settings.text("serve.tls_certificate");
    http.key = settings.text("serve.tls_key");
    if (http.certificate.empty() != http.key.empty()) {
        refuse(settings, http.certificate.empty() ? "serve.tls_key" : "serve.tls_certificate",
               "serve.tls_certificate and serve.tls_key go together");
    }
    http.threads = static_cast<unsigned>(number_of(settings, "serve.threads", 0, 256));
    http.connections =
        static_cast<std::size_t>(number_of(settings, "serve.connections", 1, 1'000'000));
    http.connections_per_address = static_cast<std::size_t>(
        number_of(settings, "serve.connections_per_address", 1, 1'000'000));
    http.trusted_proxies = list_of(settings.text("serve.trusted_proxies"));
    http.tell_systemd = true;
    return http;
}

serve::LogRequests log_requests(const config::Settings& settings) {
    const std::string& text = settings.text("serve.log_requests");
    return text == "all"      ? serve::LogRequests::all
           : text == "failed" ? serve::LogRequests::failed
                              : serve::LogRequests::none;
}

} // namespace ecg
