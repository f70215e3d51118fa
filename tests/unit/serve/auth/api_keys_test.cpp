#include "serve/auth/api_keys.hpp"
#include "support/catch.hpp"
#include "transfer/crypto.hpp"

#include <set>

using namespace ecg;
using namespace ecg::serve;

TEST_CASE("A new key has 256 random bits, and its digest is that of its text") {
    std::set<std::string> keys;
    for (int i = 0; i < 100; ++i) {
        const NewApiKey fresh = new_api_key();
        CHECK(fresh.key.starts_with("ecgk_"));
        CHECK(fresh.key.size() == 5 + 43);
        CHECK(fresh.digest == transfer::hex(transfer::bytes_of(transfer::sha256(fresh.key))));
        keys.insert(fresh.key);
    }
    CHECK(keys.size() == 100);
}

TEST_CASE("A key stands for its account until it is no longer among those that are good") {
    const NewApiKey one = new_api_key(), other = new_api_key();
    ApiKeys keys;
    CHECK_FALSE(keys.actor_of(one.key));

    keys.use({{one.digest, "anna", Role::patient, "a", {}},
              {other.digest, "d1", Role::device, "b", {}}});
    REQUIRE(keys.actor_of(one.key));
    CHECK(keys.actor_of(one.key)->user_id == "anna");
    CHECK(keys.actor_of(other.key)->role == Role::device);
    CHECK_FALSE(keys.actor_of(one.digest));
    CHECK_FALSE(keys.actor_of(one.key + "x"));
    CHECK_FALSE(keys.actor_of(""));

    keys.use({{other.digest, "d1", Role::device, "b", {}}});
    CHECK_FALSE(keys.actor_of(one.key));
    CHECK(keys.actor_of(other.key));
}
