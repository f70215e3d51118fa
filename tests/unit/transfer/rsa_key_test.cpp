#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/published_rsa_key.hpp"
#include "transfer/crypto.hpp"
#include "transfer/rsa_key.hpp"

using namespace ecg;
using namespace ecg::transfer;

TEST_CASE("RS256 gives the signature of RFC 7515, appendix A.2") {
    const RsaKey key{test::published_rsa_key, "key"};

    CHECK(base64url(key.sign_sha256(
              "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGF"
              "tcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")) ==
          "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W"
          "2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkS"
          "jtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnv"
          "Wh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw");
}

TEST_CASE("What is no RSA key in PEM is refused under its subject's name") {
    const std::string pem{test::published_rsa_key};
    // on the curve P-256, of nobody
    const std::string other_kind =
        "-----BEGIN PRIVATE KEY-----\n"
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbSRybOBrfI9rdRlf\n"
        "+OPP6akddsp0kJMoqvMts3z+8mChRANCAATQtx36Epfz+Qzq/o0VOmPpptRa7UN9\n"
        "qr3SkXZeCMZBshXeK18UQ/uoqgbEAzzTDJy/d/jnVcXwH44iqK560jWn\n"
        "-----END PRIVATE KEY-----\n";
    for (const std::string& bad :
         {std::string{}, std::string{"secret"}, pem.substr(0, pem.size() / 2), other_kind}) {
        CHECK_THROWS_WITH(RsaKey(bad, "clinic.json"),
                          "clinic.json: no RSA key in PEM without a passphrase");
    }
}
