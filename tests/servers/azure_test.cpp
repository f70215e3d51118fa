#include "servers/test_server.hpp"
#include "servers/uploads.hpp"
#include "support/catch.hpp"
#include "transfer/targets/azure_target.hpp"

using namespace ecg;
using namespace ecg::transfer;

namespace {

AzureSettings settings_of(const test::TestServer& server, const std::string& container) {
    return {.url = server.text("url"),
            .container = container,
            .key = {server.text("account"), server.text("key")},
            .grant = ""};
}

std::string grant_of(const AzureSettings& settings, const std::string& permissions,
                     std::int64_t milliseconds_from_now) {
    return azure_sas_query({.container = settings.container,
                            .blob = "",
                            .permissions = permissions,
                            .expires = {now_utc().milliseconds + milliseconds_from_now},
                            .https_only = false},
                           settings.key);
}

} // namespace

TEST_CASE("Azurite keeps blobs of hostile names, whole and in blocks, in a container made for them",
          "[azurite]") {
    const test::TestServer& server = test::shared_server("azurite");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    AzureSettings settings = settings_of(server, "hostile");
    settings.block_size = 100'000;
    AzureTarget target{settings, client};

    target.probe();
    test::check_uploads(target);
    target.probe();

    // Azure knows which blocks it has; each is read all the same, for its name is made of it.
    const auto make = [&] { return std::make_unique<AzureTarget>(settings, client); };
    CHECK(test::check_going_on(make, "goes on é") == 1'000'000);
}

TEST_CASE("Azurite refuses a wrong key, and that is for somebody to mend", "[azurite]") {
    const test::TestServer& server = test::shared_server("azurite");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    AzureSettings settings = settings_of(server, "refused");
    settings.key.secret = "YW5vdGhlciBrZXk=";
    AzureTarget target{settings, client};

    CHECK(test::obstacle_of(target, "a", "b") == Obstacle::login);
    CHECK_THROWS_WITH(target.put("a", "b"), "container refused: answers 403 AuthorizationFailure");
    CHECK_THROWS_AS(target.probe(), TargetError);
}

TEST_CASE("A grant is enough, as long as it lasts and for what it grants", "[azurite]") {
    const test::TestServer& server = test::shared_server("azurite");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    AzureSettings settings = settings_of(server, "granted");
    const AzureSettings owner = settings;
    AzureTarget{settings, client}.put("made", "so that there is a container");
    settings.key.secret.clear();

    settings.grant = '?' + grant_of(owner, "rcw", 3'600'000);
    AzureTarget granted{settings, client};
    granted.probe();
    for (const std::string& name : test::hostile_names) {
        CAPTURE(name);
        CHECK(granted.put(name, name) == Stored::now);
        CHECK(granted.put(name, name) == Stored::before);
    }
    CHECK_THROWS_AS(granted.remove("made"), TargetError);

    settings.grant = grant_of(owner, "rcw", -60'000);
    AzureTarget expired{settings, client};
    CHECK(test::obstacle_of(expired, "late", "b") == Obstacle::login);

    settings.grant = grant_of(owner, "r", 3'600'000);
    AzureTarget reader{settings, client};
    CHECK(test::obstacle_of(reader, "read", "b") == Obstacle::login);
}
