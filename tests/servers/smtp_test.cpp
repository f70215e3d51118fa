#include "common/error.hpp"
#include "servers/test_server.hpp"
#include "support/catch.hpp"
#include "transfer/mail_client.hpp"
#include "transfer/targets/mail_target.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::transfer;

namespace {

MailServer server_of(const test::TestServer& server, bool implicit = false) {
    const int port = server.number(implicit ? "implicit_port" : "port");
    return {.url = (implicit ? "smtps://localhost:" : "smtp://localhost:") + std::to_string(port),
            .user = server.text("user"),
            .password = server.text("password"),
            .authorities = server.text("authority")};
}

Mail mail_to(const std::string& who) {
    Mail mail;
    mail.from = "ecg@clinic.invalid";
    mail.to = {who + "@maker.invalid"};
    mail.subject = "Diagnostics é";
    mail.text = ".\r\n.\r\n";
    mail.file_name = "diagnostics.zip";
    mail.file = std::string(100'000, '.');
    mail.id = "mail-1";
    return mail;
}

long kept(const test::TestServer& server) {
    return std::distance(std::filesystem::directory_iterator{server.text("folder")}, {});
}

} // namespace

TEST_CASE("Mail is taken with STARTTLS and with TLS from the start", "[smtp]") {
    const test::TestServer& server = test::shared_server("smtp");
    ECG_NEEDS_SERVER(server);
    const long before = kept(server);

    CHECK(send_mail(server_of(server), mail_to("support")).result == MailResult::taken);
    CHECK(send_mail(server_of(server, true), mail_to("support")).result == MailResult::taken);
    CHECK(kept(server) == before + 2);
}

TEST_CASE("A refusal for good and one for now are told apart", "[smtp]") {
    const test::TestServer& server = test::shared_server("smtp");
    ECG_NEEDS_SERVER(server);

    CHECK(send_mail(server_of(server), mail_to("grey")).result == MailResult::passing);
    CHECK(send_mail(server_of(server), mail_to("nobody")).result == MailResult::refused);
    CHECK(send_mail(server_of(server), mail_to("nobody")).reply == 550);
    CHECK(send_mail(server_of(server), mail_to("full")).result == MailResult::passing);
    CHECK(send_mail(server_of(server), mail_to("lost")).result == MailResult::passing);
}

TEST_CASE("A mail server that refuses the password or has a strange certificate stops mail",
          "[smtp]") {
    const test::TestServer& server = test::shared_server("smtp");
    ECG_NEEDS_SERVER(server);
    MailServer wrong = server_of(server);
    wrong.password = "wrong";
    CHECK(send_mail(wrong, mail_to("support")).result == MailResult::login);

    MailServer strange = server_of(server);
    strange.authorities.clear();
    CHECK(send_mail(strange, mail_to("support")).result == MailResult::login);
}

TEST_CASE("A recipient that would be another command is never sent", "[smtp]") {
    const test::TestServer& server = test::shared_server("smtp");
    ECG_NEEDS_SERVER(server);
    const long before = kept(server);
    Mail mail = mail_to("support");
    mail.to = {"a@b.invalid>\r\nRCPT TO:<c@d.invalid"};

    CHECK_THROWS_AS(send_mail(server_of(server), mail), Error);
    CHECK(kept(server) == before);
}

TEST_CASE("A report goes by mail as a file, and a greeting sends none", "[smtp]") {
    const test::TestServer& server = test::shared_server("smtp");
    ECG_NEEDS_SERVER(server);
    MailTargetSettings settings;
    settings.server = server_of(server);
    settings.from = "ecg@clinic.invalid";
    settings.to = {"support@maker.invalid"};
    const long before = kept(server);
    MailTarget target{settings};

    target.probe();
    CHECK(kept(server) == before);
    CHECK(target.put("ecg-reports/2025/01/08/ba78.pdf", "%PDF-") == Stored::now);
    CHECK(kept(server) == before + 1);

    settings.to = {"nobody@maker.invalid"};
    MailTarget nobody{settings};
    CHECK_THROWS_WITH(nobody.put("a", "b"), Catch::Contains("answers 550"));
    settings.server.password = "wrong";
    MailTarget stranger{settings};
    CHECK_THROWS_AS(stranger.probe(), TargetError);
    settings.largest = 3;
    MailTarget small{settings};
    CHECK_THROWS_WITH(small.put("a", "1234"), Catch::Contains("more than"));
}
