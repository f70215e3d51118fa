#include "serve/backend.hpp"

#include "common/error.hpp"
#include "serve/api/docs_page.hpp"
#include "serve/api/openapi.hpp"
#include "serve/audit/audit_log.hpp"
#include "serve/audit/audit_tally.hpp"
#include "serve/auth/access_tokens.hpp"
#include "serve/auth/api_keys.hpp"
#include "serve/auth/common_passwords.hpp"
#include "serve/auth/login_guard.hpp"
#include "serve/auth/password_pool.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/auth/signed_links.hpp"
#include "serve/backend_figures.hpp"
#include "serve/door/door.hpp"
#include "serve/endpoints/all_endpoints.hpp"
#include "serve/store/sqlite_store.hpp"
#include "transfer/folder_object_store.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_jobs = 4096;
constexpr std::chrono::seconds between_credentials{3};
constexpr std::chrono::seconds between_beats{15};

SqliteStoreSettings store_settings(const BackendSettings& settings) {
    SqliteStoreSettings store;
    store.path = settings.folder.database();
    store.readers = settings.readers;
    store.writer.clock = settings.clock;
    return store;
}

const ServerFolder& made(const ServerFolder& folder) {
    make_server_folder(folder);
    return folder;
}

std::vector<std::string> names_of(const std::vector<Endpoint>& endpoints) {
    std::vector<std::string> names;
    for (const Endpoint& endpoint : endpoints) {
        names.push_back(endpoint.name);
    }
    return names;
}

bool is_this_machine(std::string_view address) {
    return address.starts_with("127.") || address == "::1";
}

} // namespace

/// In the order in which each needs those before it.
struct Backend::Parts {
    explicit Parts(BackendSettings given);

    [[nodiscard]] Services services();
    [[nodiscard]] SystemServices system();
    [[nodiscard]] KeyRing keys(std::string_view purpose) const;
    void read_credentials();
    [[nodiscard]] std::string trouble();

    BackendSettings settings;
    std::string folder{made(settings.folder).path};
    SqliteStore store{store_settings(settings)};
    transfer::FolderObjectStore objects{settings.folder.objects()};
    AccessTokens tokens{keys(token_keys), {}};
    LinkSigner links{keys(link_keys)};
    AuditLog audit;
    AuditTally tally{audit, settings.clock};
    MemoryRevocations revocations;
    ApiKeys api_keys;
    MemoryRateLimiter limiter{settings.clock};
    LoginGuard guard{settings.clock, {}};
    CommonPasswords common;
    LiveFeed live;
    std::shared_ptr<std::string> openapi = std::make_shared<std::string>();
    std::shared_ptr<std::string> docs = std::make_shared<std::string>();
    std::function<std::size_t()> connections = [] { return std::size_t{0}; };
    PasswordPool passwords;
    Workers readers;
    std::vector<Endpoint> endpoints;
    RequestFigures figures;
    Door door;
    Moment credentials_at, beat_at;
    std::string told_trouble; ///< of the audit log
};

Backend::Parts::Parts(BackendSettings given)
    : settings{std::move(given)}, audit{{.folder = settings.folder.audit()},
                                        keys(audit_keys),
                                        settings.clock},
      passwords{{.threads = settings.password_threads, .cost = settings.bcrypt_cost}},
      readers{settings.readers, most_jobs}, endpoints{all_endpoints(services(), system())},
      figures{names_of(endpoints)},
      door{endpoints,
           {{tokens, revocations, api_keys}, limiter, audit, tally, settings.clock},
           {settings.by_user, settings.by_address}} {
    *openapi = openapi_document(endpoints, settings.version);
    *docs = docs_page(endpoints, settings.version);
    if (!settings.common_passwords.empty()) {
        common.add_file(settings.common_passwords);
    }
    read_credentials();
    beat_at = settings.clock();
}

KeyRing Backend::Parts::keys(std::string_view purpose) const {
    return open_key_ring(settings.folder.keys(), purpose, settings.clock());
}

Services Backend::Parts::services() {
    return {store,
            objects,
            readers,
            live,
            settings.clock,
            {tokens, revocations, api_keys, guard, passwords, common, links,
             settings.open_registration},
            settings.public_url};
}

SystemServices Backend::Parts::system() {
    SystemServices system;
    system.trouble = [this] { return trouble(); };
    system.figures = [this] {
        return backend_figures({figures, store.figures(), connections(), passwords.waiting(),
                                audit.is_well(), settings.version});
    };
    system.may_see_figures = [this](std::string_view address) {
        const auto& known = settings.figures_for;
        return is_this_machine(address) ||
               std::find(known.begin(), known.end(), address) != known.end();
    };
    system.openapi = openapi;
    system.docs = docs;
    return system;
}

/// What the operator's commands change while the server runs is known within seconds.
void Backend::Parts::read_credentials() {
    const Moment now = settings.clock();
    const Credentials all = store.credentials(now - access_lifetime - 2 * clock_skew);
    for (const Credentials::Version& version : all.versions) {
        revocations.require_version(version.user_id, version.version);
    }
    for (const std::string& family : all.ended_families) {
        revocations.end_family(family, now);
    }
    api_keys.use(all.api_keys);
    revocations.forget_expired(now);
    credentials_at = now;
}

std::string Backend::Parts::trouble() {
    if (!store.is_well()) {
        return "the database cannot be written";
    }
    if (!audit.is_well()) {
        return "the audit log cannot be written";
    }
    return "";
}

Backend::Backend(BackendSettings settings) : parts_{std::make_unique<Parts>(std::move(settings))} {
    const AuditOpening& found = parts_->audit.found();
    if (found.lost_from > 0 || found.torn_bytes > 0 || found.had_no_head) {
        parts_->settings.tell(
            "the audit log was not closed as it should: ecg-serve audit verify tells more");
    }
}

Backend::~Backend() = default;

void Backend::take(Request request, Answer answer) {
    parts_->door.take(std::move(request), std::move(answer));
}

std::size_t Backend::body_limit(Method method, std::string_view path) const {
    return parts_->door.body_limit(method, path);
}

void Backend::count(const Answered& answered) {
    parts_->figures.count(answered.route, answered.status, answered.duration);
}

void Backend::count_connections(std::function<std::size_t()> connections) {
    parts_->connections = std::move(connections);
}

void Backend::look_after() {
    Parts& parts = *parts_;
    const Moment now = parts.settings.clock();
    parts.tally.write_due();
    const bool is_due = now - parts.credentials_at >= between_credentials;
    if (is_due) {
        try {
            parts.read_credentials();
        } catch (const Error& error) {
            parts.settings.tell(error.what());
            parts.credentials_at = now;
        }
    }
    if (is_due) {
        parts.live.review();
    }
    if (now - parts.beat_at >= between_beats) {
        parts.live.beat();
        parts.beat_at = now;
    }
    const std::string trouble = parts.audit.trouble();
    if (trouble != parts.told_trouble) {
        parts.settings.tell(trouble.empty() ? "the audit log is written again" : trouble);
        parts.told_trouble = trouble;
    }
}

void Backend::reload_keys() {
    parts_->tokens.use(parts_->keys(token_keys));
    parts_->links.use(parts_->keys(link_keys));
}

void Backend::say_goodbye() {
    parts_->live.end_all();
}

const std::string& Backend::openapi() const {
    return *parts_->openapi;
}

} // namespace ecg::serve
