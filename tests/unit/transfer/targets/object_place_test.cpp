#include "support/catch.hpp"
#include "transfer/http_client.hpp"
#include "transfer/targets/azure_target.hpp"
#include "transfer/targets/dropbox_target.hpp"
#include "transfer/targets/file_target.hpp"
#include "transfer/targets/gcs_target.hpp"
#include "transfer/targets/mail_target.hpp"
#include "transfer/targets/rest_target.hpp"
#include "transfer/targets/s3_target.hpp"

using namespace ecg::transfer;

namespace {

const std::string name = "ecg/a b+é?.pdf", encoded = "ecg/a%20b%2B%C3%A9%3F.pdf";

} // namespace

TEST_CASE("An object in a bucket is found by its address, in which no key and no grant stands") {
    HttpClient client{HttpSettings{}};
    S3Settings s3;
    s3.url = "https://s3.example/store";
    s3.bucket = "clinic";
    s3.key.access_key = "invented-key";
    CHECK(S3Target(s3, client).place_of(name).url == "https://s3.example/store/clinic/" + encoded);
    s3.place = BucketPlace::host;
    s3.url = "https://s3.example";
    CHECK(S3Target(s3, client).place_of(name).url == "https://clinic.s3.example/" + encoded);
    CHECK(S3Target(s3, client).place_of(name).bucket == "clinic");

    AzureSettings azure;
    azure.url = "https://account.blobs.example";
    azure.container = "reports";
    azure.grant = "?sv=2021&sig=invented-secret";
    const ObjectPlace blob = AzureTarget(azure, client).place_of(name);
    CHECK(blob.url == "https://account.blobs.example/reports/" + encoded);
    CHECK(blob.bucket == "reports");

    GcsSettings gcs;
    gcs.bucket = "clinic";
    gcs.account.token_url = "https://oauth.example/token";
    CHECK(GcsTarget(gcs, client).place_of(name).url ==
          "https://storage.googleapis.com/clinic/" + encoded);
}

TEST_CASE("An object in a folder is found by its path") {
    HttpClient client{HttpSettings{}};
    DropboxSettings dropbox;
    dropbox.folder = "/clinic";
    dropbox.token = "invented-token";
    CHECK(DropboxTarget(dropbox, client).place_of(name).path == "/clinic/" + name);

    FileTargetSettings files;
    files.server.url = "ftp://files.example:21/";
    files.server.user = "invented-user";
    files.server.password = "invented-secret";
    files.folder = "in/";
    const ObjectPlace file = FileTarget{files}.place_of(name);
    CHECK(file.url == "ftp://files.example:21/in/" + encoded);
    CHECK(file.path == "in/" + name);
    files.folder = "/in";
    CHECK(FileTarget{files}.place_of(name).url == "ftp://files.example:21/in/" + encoded);
}

TEST_CASE("Of a REST server the address is known without its query, and a mail has none") {
    HttpClient client{HttpSettings{}};
    RestSettings rest;
    rest.url = "https://any.example/in/{name}?key=invented-secret";
    CHECK(RestTarget(rest, client).place_of(name).url == "https://any.example/in/" + encoded);
    rest.url = "https://any.example/in";
    CHECK(RestTarget(rest, client).place_of(name).url == "https://any.example/in");
    CHECK(MailTarget{MailTargetSettings{}}.place_of(name).url.empty());
}
