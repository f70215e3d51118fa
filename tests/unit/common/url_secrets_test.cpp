#include "common/url_secrets.hpp"
#include "support/catch.hpp"

using namespace ecg;

TEST_CASE("A URL is shown without its password and without what signs it") {
    CHECK(url_without_secrets("ftp://clinic:s3cret@host.example:21/in") ==
          "ftp://***@host.example:21/in");
    CHECK(url_without_secrets("https://s3cret@host.example") == "https://***@host.example");
    CHECK(url_without_secrets("https://a:b@c@host/x?y=1") == "https://***@host/x?y=1");
    CHECK(url_without_secrets("https://a:s3c/r?e#t@host/x") == "https://***@host/x");
    CHECK(url_without_secrets("https://acc.blob.example/ecg?sp=cw&se=2026&sig=abc%3D&sv=1") ==
          "https://acc.blob.example/ecg?sp=cw&se=2026&sig=***&sv=1");
    CHECK(url_without_secrets("https://h/p?X-Amz-Signature=1&X-Amz-Credential=2&X-Amz-Date=3") ==
          "https://h/p?X-Amz-Signature=***&X-Amz-Credential=***&X-Amz-Date=3");
    CHECK(url_without_secrets("https://h/p?TOKEN=1#access_token=2") ==
          "https://h/p?TOKEN=***#access_token=***");
    CHECK(url_without_secrets("https://h?api_key=1;password=2&name=3") ==
          "https://h?api_key=***;password=***&name=3");
}

TEST_CASE("What is no secret of a URL stays as it is") {
    for (const char* const text :
         {"", "nothing at all", "a@b.example", "https://host:8443/path/?name={name}&size=2",
          "http://[::1]:8080/api/v1", "sftp://host:22/~/in", "https://host/users/me@clinic.example",
          "https://host:8443/users/me@clinic.example", "sig=1&token=2"}) {
        CHECK(url_without_secrets(text) == text);
    }
}

TEST_CASE("URLs are found within a text, and within a line of JSON") {
    CHECK(url_without_secrets("mail server smtp://a:b@h: away; see https://h?sig=1 then") ==
          "mail server smtp://***@h: away; see https://h?sig=*** then");
    CHECK(url_without_secrets(R"({"reason":"https://u:p@h/?token=x","left":4})") ==
          R"({"reason":"https://***@h/?token=***","left":4})");
}
