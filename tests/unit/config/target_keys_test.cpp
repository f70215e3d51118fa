#include "common/error.hpp"
#include "common/files.hpp"
#include "config/settings.hpp"
#include "config/target_keys.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <map>

using namespace ecg;
using namespace ecg::config;

namespace {

/// The settings of a YAML text and an environment.
Settings settings_of(std::string_view yaml,
                     const std::map<std::string, std::string, std::less<>>& environment = {}) {
    const ecg::test::TemporaryFolder folder;
    OutputFile file{folder.path("ecg.yaml"), Overwrite::allowed};
    file.write(yaml);
    file.commit();
    Sources sources;
    sources.environment = [&](std::string_view name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional{found->second};
    };
    sources.yaml_file = file.path();
    return load_settings(known_keys(), sources);
}

} // namespace

TEST_CASE("A target of any name has settings in YAML and in the environment") {
    const Settings settings =
        settings_of("sync:\n  reports: [backend, north-2]\n  targets:\n    north-2:\n      kind: "
                    "S3\n      bucket: ecg\n",
                    {{"ECG_TARGET_NORTH_2_SECRET_KEY", "invented"}});

    CHECK(settings.text("sync.reports") == "backend,north-2");
    CHECK(settings.text("sync.targets.north-2.kind") == "s3");
    CHECK(settings.text("sync.targets.north-2.bucket") == "ecg");
    CHECK(settings.text("sync.targets.north-2.secret_key") == "invented");
    CHECK(settings.targets() == std::vector<std::string>{"north-2"});
    const std::string listing = settings.listing();
    CHECK(listing.find("invented") == std::string::npos);
    CHECK(listing.find("sync.targets.north-2.secret_key = *** (ECG_TARGET_NORTH_2_SECRET_KEY)\n") !=
          std::string::npos);
    CHECK(listing.find("sync.targets.north-2.region") == std::string::npos);
}

TEST_CASE("The original app's variables are those of the targets that it had") {
    const Settings settings = settings_of("", {{"AWS_S3_BUCKET", "ecg"},
                                               {"AZURE_STORAGE_CONNECTION_STRING", "invented"},
                                               {"GCS_BUCKET_NAME", "g"},
                                               {"FTP_HOST", "files"},
                                               {"CLOUD_API_ENDPOINT", "https://a"},
                                               {"CLOUD_API_KEY", "invented"},
                                               {"CLOUD_UPLOAD_ENABLED", "True"},
                                               {"CLOUD_SERVICE", "SFTP"},
                                               {"DROPBOX_ACCESS_TOKEN", "invented"},
                                               {"EMAIL_SENDER", "a@b"}});

    CHECK(settings.text("sync.targets.s3.bucket") == "ecg");
    CHECK(settings.text("sync.targets.s3.kind") == "s3");
    CHECK(settings.text("sync.targets.api.kind") == "rest");
    CHECK(settings.text("sync.targets.ftp.host") == "files");
    CHECK(settings.text("sync.targets.sftp.host") == "files");
    CHECK(settings.text("sync.targets.mail.from") == "a@b");
    CHECK(settings.text("sync.cloud_service") == "sftp");
    CHECK(settings.text("sync.cloud_upload") == "true");
    CHECK(settings.targets() ==
          std::vector<std::string>{"api", "azure", "dropbox", "ftp", "gcs", "mail", "s3", "sftp"});
    CHECK(settings.listing().find("invented") == std::string::npos);
}

TEST_CASE("A target that the environment alone tells of has the name that a rule gives it") {
    const Settings settings = settings_of(
        "", {{"ECG_SYNC_REPORTS", "backend, archive"}, {"ECG_TARGET_ARCHIVE_KIND", "gcs"}});
    CHECK(settings.text("sync.targets.archive.kind") == "gcs");
}

TEST_CASE("What a target cannot be told, and names that are none, are errors with their lines") {
    CHECK_THROWS_WITH(settings_of("sync:\n  targets:\n    a:\n      colour: red\n"),
                      Catch::Contains("ecg.yaml:4: unknown setting sync.targets.a.colour"));
    CHECK_THROWS_WITH(settings_of("sync:\n  targets:\n    a:\n      kind: floppy\n"),
                      Catch::Contains("ecg.yaml:4: sync.targets.a.kind is one of s3, azure"));
    CHECK_THROWS_WITH(settings_of("sync:\n  targets:\n    A b:\n      kind: s3\n"),
                      Catch::Contains("\"A b\" is no name of a target"));
    CHECK_THROWS_WITH(settings_of("sync:\n  targets:\n    backend:\n      kind: s3\n"),
                      Catch::Contains("\"backend\" is no name of a target"));
    CHECK_FALSE(is_target_name(std::string(33, 'a')));
    CHECK_FALSE(is_target_name(""));
}
