#include "serve/auth/signed_links.hpp"
#include "serve/clock.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

constexpr Moment now = moment_of(1'800'000'000);
const std::string path = "/api/v1/reports/report_7/file";

const KeyRing one_key{{{"0123abcd", now - 24h, std::string(32, 'k')}}};

std::optional<LinkFault> fault_of(const LinkSigner& signer, std::string_view asked,
                                  std::string_view query, Moment at = now) {
    const auto checked = signer.check(asked, query, at);
    const auto* fault = std::get_if<LinkFault>(&checked);
    return fault != nullptr ? std::optional{*fault} : std::nullopt;
}

} // namespace

TEST_CASE("A signed link is good for its path until it ends") {
    const LinkSigner signer{one_key};
    const SignedLink link = signer.sign(path, now + 5min);

    CHECK(std::get<std::string>(signer.check(path, link.query, now)) == link.id);
    CHECK_FALSE(fault_of(signer, path, link.query, now + 5min - 1us));
    CHECK(fault_of(signer, path, link.query, now + 5min) == LinkFault::expired);
    CHECK(fault_of(signer, path, link.query, now + 24h) == LinkFault::expired);
}

TEST_CASE("A signed link is for one path alone") {
    const LinkSigner signer{one_key};
    const std::string query = signer.sign(path, now + 5min).query;

    for (const char* other :
         {"/api/v1/reports/report_8/file", "/api/v1/reports/report_7",
          "/api/v1/reports/report_7/file/", "/api/v1/reports/report_%37/file", ""}) {
        CHECK(fault_of(signer, other, query) == LinkFault::bad_signature);
    }
}

TEST_CASE("No letter of a signed link can be changed, left out or added") {
    const LinkSigner signer{one_key};
    const std::string query = signer.sign(path, now + 5min).query;
    for (std::size_t i = 0; i < query.size(); ++i) {
        for (const char c : {'0', '9', 'A', '&', '=', '%', '\0'}) {
            std::string changed = query;
            changed[i] = c;
            CHECK((c == query[i] || fault_of(signer, path, changed)));
            CHECK(fault_of(signer, path, std::string{query}.insert(i, 1, c)));
        }
        CHECK(fault_of(signer, path, std::string{query}.erase(i, 1)));
        CHECK(fault_of(signer, path, query.substr(0, i)));
    }
    for (const char* more : {"&", "&expires=1900000000", "=", "A", "#x"}) {
        CHECK(fault_of(signer, path, query + more));
    }
    CHECK(fault_of(signer, path, "expires=1900000000&" + query) == LinkFault::malformed);
    CHECK(fault_of(signer, path, std::string(1 << 16, '&')) == LinkFault::malformed);
}

TEST_CASE("Path and query cannot lend letters to one another") {
    const LinkSigner signer{one_key};
    const SignedLink link = signer.sign("/a?expires=1800000300&kid=0123abcd&link=x", now + 5min);

    CHECK(fault_of(signer, "/a", link.query));
}

TEST_CASE("Another key's link is refused, an older key's is taken") {
    LinkSigner signer{one_key};
    const std::string old = signer.sign(path, now + 5min).query;
    const LinkSigner stranger{KeyRing{{{"0123abcd", now, std::string(32, 'x')}}}};
    const LinkSigner other{KeyRing{{{"ffffffff", now, std::string(32, 'k')}}}};
    KeyRing both = one_key;
    both.keys.insert(both.keys.begin(), {"fedc9876", now, std::string(32, 'n')});

    signer.use(both);

    CHECK_FALSE(fault_of(signer, path, old));
    CHECK(signer.sign(path, now + 5min).query.find("kid=fedc9876") != std::string::npos);
    CHECK(fault_of(stranger, path, old) == LinkFault::bad_signature);
    CHECK(fault_of(other, path, old) == LinkFault::unknown_key);
}
