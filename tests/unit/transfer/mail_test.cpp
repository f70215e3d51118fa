#include "common/error.hpp"
#include "support/catch.hpp"
#include "transfer/crypto.hpp"
#include "transfer/mail.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::transfer;

namespace {

Mail example() {
    Mail mail;
    mail.from = "ecg@clinic.example";
    mail.to = {"support@maker.example"};
    mail.subject = "Diagnostics";
    mail.text = "Hello";
    mail.id = "0194-ab";
    mail.date = *parse_utc("2025-01-08T12:34:56Z");
    return mail;
}

} // namespace

TEST_CASE("A mail without a file is its headers and its text") {
    CHECK(mail_message(example()) == "From: ecg@clinic.example\r\n"
                                     "To: support@maker.example\r\n"
                                     "Subject: Diagnostics\r\n"
                                     "Date: Wed, 08 Jan 2025 12:34:56 +0000\r\n"
                                     "Message-ID: <0194-ab@clinic.example>\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: text/plain; charset=UTF-8\r\n"
                                     "Content-Transfer-Encoding: base64\r\n\r\n"
                                     "SGVsbG8=\r\n");
}

TEST_CASE("Every line of a mail is short and ends in CR LF, whatever is in it") {
    Mail mail = example();
    mail.to = {"a@b.example", "c@d.example"};
    mail.subject = std::string(60, 'x') + " père 日本 \xF0\x9F\xAB\x80 " + std::string(60, 'y');
    mail.text = "line\n.\n..\r\n" + std::string(2000, 'z');
    mail.file_name = "a \"b\" \\ é.zip";
    mail.file = std::string(5000, '\n');

    const std::string message = mail_message(mail);

    std::size_t begin = 0;
    for (std::size_t end = message.find('\n'); end != message.npos;
         begin = end + 1, end = message.find('\n', begin)) {
        REQUIRE(end > begin);
        CHECK(message[end - 1] == '\r');
        CHECK(end - begin < 100);
    }
    CHECK(begin == message.size());
    CHECK(std::ranges::all_of(
        message, [](char c) { return c == '\r' || c == '\n' || (c >= ' ' && c < 0x7f); }));
    CHECK_THAT(message, Catch::Matchers::Contains(base64("line\n.\n..\r\n").substr(0, 12)));
    CHECK_THAT(message,
               Catch::Matchers::Contains("filename*=UTF-8''a%20%22b%22%20%5C%20%C3%A9.zip\r\n"));
    CHECK_THAT(message, Catch::Matchers::EndsWith("--ecg-0194-ab--\r\n"));
}

TEST_CASE("No address, subject or name begins another line") {
    for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a@b\r\nRCPT TO:<c@d>", "a@b>", "<a@b",
                            "a b@c", "a@b,c@d", "\"a\"@b", "\xC3\xA9@b"}) {
        CAPTURE(bad);
        Mail mail = example();
        mail.to = {"a@b.example", bad};
        CHECK_THROWS_AS(mail_message(mail), Error);
        mail = example();
        mail.from = bad;
        CHECK_THROWS_AS(mail_message(mail), Error);
    }
    Mail mail = example();
    mail.subject = "a\r\nBcc: b@c";
    CHECK_THROWS_WITH(mail_message(mail), "mail: the subject has a control character");
    mail = example();
    mail.file_name = "a\nb";
    CHECK_THROWS_AS(mail_message(mail), Error);
    mail = example();
    mail.id = "a@b>\r\nX: y";
    CHECK_THROWS_AS(mail_message(mail), Error);
    mail = example();
    mail.to.clear();
    CHECK_THROWS_WITH(mail_message(mail), "mail: it goes to nobody");
}
