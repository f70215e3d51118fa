#include "backend_settings.hpp"

#include "clock_doubts.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "common/version.hpp"
#include "run_settings.hpp"
#include "this_machine.hpp"

#include <cmath>

namespace ecg {
namespace {

[[noreturn]] void fail(const config::Setting& setting, const std::string& why) {
    throw Error{ErrorKind::usage, setting.origin + ": " + why};
}

void check_url(const config::Settings& settings) {
    const config::Setting& url = settings["sync.url"];
    const bool secure = url.value.starts_with("https://");
    if (!secure && !url.value.starts_with("http://")) {
        fail(url, "is no URL that begins with https:// or http://");
    }
    if (url.value.find('@') != std::string::npos) {
        fail(url, "holds a name or a password; BACKEND_USER and BACKEND_PASSWORD are for them");
    }
    if (!secure && !is_this_machine(host_of(url.value)) &&
        settings.text("sync.insecure_http") != "yes") {
        fail(url, "would send patients' data over the network in clear; use https://");
    }
}

transfer::Coding coding_in(const config::Settings& settings) {
    const std::string& name = settings.text("sync.compression");
    return name == "none" ? transfer::Coding::identity
                          : transfer::coding_named(name).value_or(transfer::Coding::identity);
}

} // namespace

std::chrono::milliseconds span_in(const config::Settings& settings, const char* name) {
    const config::Setting& setting = settings[name];
    const auto span = parse_span(setting.value);
    if (!span) {
        fail(setting, "\"" + setting.value + "\" is no time such as 50s or 10m");
    }
    return std::chrono::milliseconds{std::llround(span->count() * 1000)};
}

transfer::HttpSettings http_settings(const config::Settings& settings, const std::string& target) {
    transfer::HttpSettings http;
    http.user_agent = "ecg-sync/" + std::string{version()};
    http.authorities = settings.text("sync.authorities");
    http.connections = static_cast<std::size_t>(settings.number("sync.connections"));
    http.bytes_per_second = [rates = rates_in(settings)] {
        return rates.at(local_day_time(now_utc()));
    };
    http.heard = server_clocks().listener(target);
    return http;
}

sync::BackendSettings backend_settings(const config::Settings& settings) {
    check_url(settings);
    sync::BackendSettings backend;
    backend.url = settings.text("sync.url");
    backend.user = settings.text("sync.user");
    backend.password = settings.text("sync.password");
    backend.api_key = settings.text("sync.api_key");
    if (backend.api_key.empty() && (backend.user.empty() || backend.password.empty())) {
        throw Error{ErrorKind::usage,
                    "BACKEND_USER and BACKEND_PASSWORD, or BACKEND_API_KEY, must be set"};
    }
    backend.coding = coding_in(settings);
    backend.http = http_settings(settings, "backend");
    return backend;
}

} // namespace ecg
