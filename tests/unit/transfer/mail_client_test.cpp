#include "support/catch.hpp"
#include "transfer/mail_client.hpp"
#include "unit/transfer/raw_server.hpp"

#include <atomic>
#include <cstdlib>

using namespace ecg::transfer;
using namespace ecg::transfer::test;

namespace {

MailServer at(const RawServer& server) {
    ::setenv("no_proxy", "*", 1);
    return {.url = "smtp://127.0.0.1:" + std::to_string(server.port()),
            .user = "ecg@clinic.invalid",
            .password = "invented-password",
            .authorities = "",
            .abandon = {}};
}

Mail example() {
    Mail mail;
    mail.from = "ecg@clinic.invalid";
    mail.to = {"support@maker.invalid"};
    mail.subject = "Crash";
    mail.text = "Hello";
    mail.id = "crash-1";
    return mail;
}

} // namespace

TEST_CASE("A mail server that says nothing is left when a stop is asked for, and the mail waits") {
    RawServer silent{[](RawConnection& connection) { connection.wait_for_end(); }};
    MailServer server = at(silent);
    std::atomic<int> asked{0};
    server.abandon = [&] { return ++asked > 2; };

    CHECK(send_mail(server, example()).result == MailResult::passing);
    CHECK(asked > 2);
}

TEST_CASE("Where a mail server has no TLS neither the password nor the mail is sent") {
    std::string heard;
    {
        RawServer plain{[&](RawConnection& connection) {
            connection.say("220 here\r\n");
            heard += connection.until("\r\n");
            connection.say("250 AUTH PLAIN LOGIN\r\n");
            heard += connection.until("never");
        }};

        CHECK(send_mail(at(plain), example()).result == MailResult::login);
    }
    CHECK(heard.starts_with("EHLO "));
    CHECK(heard.find("AUTH") == std::string::npos);
    CHECK(heard.find("MAIL") == std::string::npos);
}

TEST_CASE("Where nobody listens the mail waits") {
    MailServer server;
    server.url = "smtp://127.0.0.1:" + std::to_string(deaf_port());
    CHECK(send_mail(server, example()).result == MailResult::passing);
}
