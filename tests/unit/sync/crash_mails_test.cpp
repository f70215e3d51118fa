#include "support/catch.hpp"
#include "sync/crash_mails.hpp"

using namespace ecg;
using namespace ecg::sync;

namespace {

QueuedItem crash() {
    QueuedItem item;
    item.name.type = ItemType::error;
    item.session = "1736339696123_1a2b3c4d";
    item.data =
        R"({"timestamp":"2025-01-08T12:34:56.123Z","device_serial":"ECG-0001","error_type":"crash",)"
        R"("error_message":"ecg-serve 0.1.0: SIGSEGV","stack_trace":"ecg-serve+0x1f\nlibc+0x2\n",)"
        R"("system_info":{"os":"Linux 6.1","memory_mb":45,"notes":[{"ms_before":7,"text":"it was"}]}})";
    return item;
}

CrashMailSettings settings() {
    CrashMailSettings all;
    all.from = "ecg@clinic.invalid";
    all.to = {"support@maker.invalid"};
    all.now = [] { return UtcTime{1'736'400'000'000}; };
    return all;
}

/// Another target, which takes all.
class Others final : public Target {
public:
    explicit Others(std::size_t& sent) : sent_{sent} {}

    [[nodiscard]] std::string name() const override { return "mail"; }

    Delivered greet() override { return {}; }

    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override {
        sent_ += parcels.size();
        Delivered delivered;
        delivered.verdict = Verdict::stored;
        return std::vector<Delivered>(parcels.size(), delivered);
    }

    [[nodiscard]] std::size_t at_once() const override { return 1; }

private:
    std::size_t& sent_;
};

} // namespace

TEST_CASE("The mail of a crash says in words what the record does") {
    const transfer::Mail mail = crash_mail(crash(), settings());

    CHECK(mail.subject == "[ECG Monitor] Crash Report - 2025-01-08T12:34:56.123Z - "
                          "ecg-serve 0.1.0: SIGSEGV [Serial: ECG-0001]");
    CHECK(mail.text.find("stack_trace:\r\necg-serve+0x1f\r\nlibc+0x2\r\n") != std::string::npos);
    CHECK(mail.text.find("os: Linux 6.1\r\nmemory_mb: 45\r\n") != std::string::npos);
    CHECK(mail.text.find("7 it was\r\n") != std::string::npos);
    CHECK(mail.file_name.empty());
}

TEST_CASE("The Message-ID is that of the crash, whenever it is sent") {
    CrashMailSettings later = settings();
    later.now = [] { return UtcTime{1'736'500'000'000}; };
    QueuedItem other = crash();
    other.session = "1736339696123_00000000";

    CHECK(crash_mail(crash(), settings()).id == crash_mail(crash(), later).id);
    CHECK(crash_mail(crash(), settings()).id != crash_mail(other, settings()).id);
}

TEST_CASE("Nothing in a crash can begin another header") {
    QueuedItem item = crash();
    const std::string serial = "ECG-0001";
    item.data.replace(item.data.find(serial), serial.size(), R"(a\r\nBcc: b@c.invalid)");

    const std::string message = mail_message(crash_mail(item, settings()));
    CHECK(message.find("\nBcc:") == std::string::npos);
}

TEST_CASE("What is no crash goes where it went before") {
    std::size_t sent = 0;
    CrashMails target{settings(), std::make_unique<Others>(sent)};
    Parcel report;
    report.type = ItemType::report;
    report.items.emplace_back();

    CHECK(target.send({report}).front().verdict == Verdict::stored);
    CHECK(sent == 1);
}

TEST_CASE("A mail server that is not set right stops mail, and nothing else") {
    std::size_t sent = 0;
    CrashMailSettings wrong = settings();
    wrong.server.url = "http://localhost";
    CrashMails target{wrong, std::make_unique<Others>(sent)};
    Parcel parcel;
    parcel.type = ItemType::error;
    parcel.items = {crash()};

    CHECK(target.send({parcel}).front().verdict == Verdict::denied);
    CHECK(sent == 0);
}
