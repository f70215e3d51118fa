#include "common/error.hpp"
#include "common/files.hpp"
#include "serve/audit/audit_log.hpp"
#include "serve/audit/audit_tally.hpp"
#include "serve/audit/verify_audit.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <random>
#include <thread>

using namespace ecg;
using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

const KeyRing keys{{{"0123abcd", moment_of(1'700'000'000), std::string(32, 'k')}}};

AuditEntry reading(int number) {
    AuditEntry entry;
    entry.who = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    entry.role = "clinician";
    entry.action = "read_session";
    entry.whom = "11111111-2222-4333-8444-555555555555";
    entry.what = "session_20250108_123456_" + std::to_string(10'000'000 + number);
    entry.address = "192.0.2.7";
    entry.result = "done";
    entry.request = "request" + std::to_string(number);
    return entry;
}

/// A folder of an audit log, with a clock that moves a second with each look.
struct Audited {
    test::TemporaryFolder folder;
    std::string path = folder.path("audit");
    std::string log_file = path + "/audit.jsonl";
    std::atomic<std::int64_t> seconds = 1'800'000'000;

    std::unique_ptr<AuditLog> open(std::uint64_t largest = 64U << 20, const KeyRing& ring = keys) {
        return std::make_unique<AuditLog>(AuditLog::Settings{path, largest, 65'536, 20ms}, ring,
                                          [this] { return moment_of(seconds++); });
    }

    void write(int count, std::uint64_t largest = 64U << 20) {
        const auto log = open(largest);
        for (int i = 0; i < count; ++i) {
            REQUIRE(log->write(reading(i)));
            if (largest < 10'000) {
                log->drain(); // so that files are cut where they may be
            }
        }
    }

    [[nodiscard]] AuditVerdict verify(const KeyRing& ring = keys) const {
        return verify_audit(path, ring);
    }

    [[nodiscard]] std::string text() const { return read_whole_file(log_file); }

    void put(const std::string& bytes) const {
        std::ofstream{log_file, std::ios::binary | std::ios::trunc} << bytes;
    }
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    for (std::size_t end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        lines.push_back(text.substr(at, end - at));
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return text;
}

/// No file of this process may grow beyond so many bytes: the disk is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        old_action_ = std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &old_) == 0);
        const rlimit limit{bytes, old_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }

    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_action_);
    }

    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit old_{};
    void (*old_action_)(int) = nullptr;
};

/// Whether it becomes well by itself.
bool recovers(const AuditLog& log) {
    const auto limit = std::chrono::steady_clock::now() + 10s;
    while (!log.is_well() && std::chrono::steady_clock::now() < limit) {
        std::this_thread::yield();
    }
    return log.is_well();
}

bool kept(AuditLog& log, const AuditEntry& entry) {
    std::promise<bool> told;
    REQUIRE(log.write(entry, [&](bool is_kept) { told.set_value(is_kept); }));
    return told.get_future().get();
}

} // namespace

TEST_CASE("A line tells who did what to whom, when, from where and with what result") {
    Audited audited;
    audited.write(1);

    const auto lines = lines_of(audited.text());

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].find(R"("action":"audit_opened","key":"0123abcd","previous":"none"})") !=
          std::string::npos);
    CHECK(lines[1].starts_with(
        R"({"seq":2,"time":"2027-01-15T08:00:01.000Z","who":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff",)"
        R"("role":"clinician","action":"read_session","whom":"11111111-2222-4333-8444-555555555555",)"
        R"("what":"session_20250108_123456_10000000","address":"192.0.2.7","result":"done",)"
        R"("request":"request0","previous":")"));
}

TEST_CASE("Nothing that is no id gets into the log") {
    AuditEntry entry = reading(1);
    entry.who = "Anna Nowak";
    entry.what = "heart_rate=94 bpm";
    entry.request = std::string(300, 'e'); // as long as a token
    entry.address = "192.0.2.7\n{\"seq\":1}";

    const std::string line = write_audit_line(entry, 1, "none");

    CHECK(line.find("Anna") == std::string::npos);
    CHECK(line.find("94") == std::string::npos);
    CHECK(line.find("eeee") == std::string::npos);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.find(R"("who":"?")") != std::string::npos);
}

TEST_CASE("Folder and files are their owner's alone") {
    Audited audited;
    audited.write(1);
    for (const std::string& path : {audited.path, audited.log_file, audited.path + "/audit.head"}) {
        struct stat status {};

        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 077U) == 0);
    }
}

TEST_CASE("An untouched log verifies, over several starts and files") {
    Audited audited;
    audited.write(30);
    audited.write(30, 3000);
    audited.write(0);
    audited.write(1);

    const AuditVerdict verdict = audited.verify();

    CHECK_FALSE(verdict.broken);
    CHECK(verdict.notes.empty());
    CHECK(verdict.first == 1);
    CHECK(audit_files(audited.path).size() > 3);
    const auto last = lines_of(audited.text()).back();
    CHECK(read_audit_line(last)->number == verdict.last);
}

TEST_CASE("A log verifies while it is written") {
    Audited audited;
    const auto log = audited.open(20'000);
    std::atomic<bool> done = false;
    std::thread writer{[&] {
        for (int i = 0; i < 3000; ++i) {
            log->write(reading(i));
        }
        log->drain();
        done = true;
    }};
    while (!done) {
        const AuditVerdict verdict = audited.verify();
        INFO((verdict.broken ? verdict.broken->file + ": " + verdict.broken->why : ""));
        CHECK_FALSE(verdict.broken);
    }
    writer.join();
    CHECK(audited.verify().last > 3000);
}

TEST_CASE("Told is what is on the disk") {
    Audited audited;
    const auto log = audited.open();

    REQUIRE(kept(*log, reading(7)));

    CHECK(lines_of(audited.text()).back().find("request7") != std::string::npos);
}

TEST_CASE("Whatever byte is changed, the log says where") {
    Audited audited;
    audited.write(6);
    const std::string good = audited.text();
    std::mt19937 random{4}; // NOLINT(cert-msc51-cpp): the same bytes on every run
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string changed = good;
        changed[i] = static_cast<char>(changed[i] ^ static_cast<char>(1U << random() % 7U));
        const std::size_t line =
            1 + static_cast<std::size_t>(
                    std::count(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(i), '\n'));
        audited.put(changed);

        const AuditVerdict verdict = audited.verify();

        INFO("byte " << i << " of line " << line);
        REQUIRE(verdict.broken);
        // A line that still reads as one is found out by the seal in the next; the last by the
        // head.
        CHECK((verdict.broken->line == line || verdict.broken->line == line + 1 ||
               verdict.broken->line == 0));
    }
    audited.put(good);
    CHECK_FALSE(audited.verify().broken);
}

TEST_CASE("Lines that are taken out, put in, doubled or swapped are found") {
    Audited audited;
    audited.write(8);
    const auto good = lines_of(audited.text());
    const auto breaks_at = [&](const std::vector<std::string>& lines) {
        audited.put(joined(lines));
        const AuditVerdict verdict = audited.verify();
        return verdict.broken ? std::optional{verdict.broken->line} : std::nullopt;
    };
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto without = good, doubled = good, swapped = good;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), good[i]);
        std::swap(swapped[i], swapped[(i + 1) % swapped.size()]);
        INFO("line " << i + 1);
        CHECK(breaks_at(without));
        CHECK(breaks_at(doubled) == i + 2);
        CHECK(breaks_at(swapped));
    }
    auto cut_first = good;
    cut_first.erase(cut_first.begin());
    CHECK(breaks_at(cut_first) == 1);
    CHECK_FALSE(breaks_at(good));
}

TEST_CASE("Lines that are cut off at the end are found by the head, and without it that is told") {
    Audited audited;
    audited.write(8);
    auto lines = lines_of(audited.text());
    lines.resize(5);
    audited.put(joined(lines));

    const AuditVerdict cut = audited.verify();
    REQUIRE(cut.broken);
    CHECK(cut.broken->why == "lines 6 to 9 had been written and are missing at the end");
    CHECK(cut.last == 5);

    fs::remove(audited.path + "/audit.head");
    REQUIRE(audited.verify().broken);
    CHECK(audited.verify().broken->why.find("head is missing") != std::string::npos);
}

TEST_CASE("A new start does not hide what was lost before it") {
    Audited cut, headless, emptied;
    for (Audited* one : {&cut, &headless, &emptied}) {
        one->write(8);
    }
    auto lines = lines_of(cut.text());
    lines.resize(5);
    cut.put(joined(lines));
    headless.put(joined(lines_of(headless.text())));
    fs::remove(headless.path + "/audit.head");
    fs::remove(emptied.log_file);
    for (Audited* one : {&cut, &headless, &emptied}) {
        one->write(2);
    }

    const AuditVerdict after_cut = cut.verify();
    REQUIRE(after_cut.broken);
    CHECK(after_cut.broken->line == 6);
    CHECK(after_cut.broken->why.find("lines 6 to 9 had been written") != std::string::npos);
    REQUIRE(headless.verify().broken);
    CHECK(headless.verify().broken->line == 10);
    REQUIRE(emptied.verify().broken);
    CHECK(emptied.verify().broken->why.find("lines 1 to 9") != std::string::npos);
}

TEST_CASE("A file of the middle that is missing is found, the oldest ones may have been removed") {
    Audited audited;
    audited.write(60, 3000);
    const auto files = audit_files(audited.path);
    REQUIRE(files.size() > 4);

    fs::remove(files[0]);
    const AuditVerdict older = audited.verify();
    CHECK_FALSE(older.broken);
    REQUIRE(older.notes.size() == 1);
    CHECK(older.notes[0].starts_with("begins at line "));

    fs::remove(files[2]);
    const AuditVerdict middle = audited.verify();
    REQUIRE(middle.broken);
    CHECK(middle.broken->file == files[3]);
}

TEST_CASE("Who has no key cannot make a chain") {
    Audited audited;
    audited.write(5);
    const KeyRing other{{{"0123abcd", {}, std::string(32, 'x')}}};
    const KeyRing unknown{{{"ffffffff", {}, std::string(32, 'k')}}};

    CHECK(audited.verify(other).broken);
    REQUIRE(audited.verify(unknown).broken);
    CHECK(audited.verify(unknown).broken->why.find("0123abcd") != std::string::npos);
}

TEST_CASE("A newer key seals from its start on") {
    Audited audited;
    audited.write(5);
    KeyRing both = keys;
    both.keys.insert(both.keys.begin(), {"fedc9876", {}, std::string(32, 'n')});
    audited.open(64U << 20, both)->write(reading(9));

    CHECK_FALSE(audited.verify(both).broken);
    CHECK(audited.verify(keys).broken);
}

TEST_CASE("Wherever a crash cuts the last line, the log goes on and shows it") {
    Audited whole;
    whole.write(4);
    const std::string good = whole.text();
    const std::size_t last = good.rfind('\n', good.size() - 2) + 1;
    for (std::size_t cut = last; cut < good.size(); cut += 7) {
        Audited audited;
        audited.write(3);
        audited.put(good.substr(0, cut)); // the fifth line was never told as kept
        const AuditVerdict before = audited.verify();
        CHECK_FALSE(before.broken);

        audited.write(2);

        const AuditVerdict after = audited.verify();
        INFO((after.broken ? after.broken->why : ""));
        CHECK_FALSE(after.broken);
        CHECK(after.last == 7);
        CHECK(after.notes.size() == (cut == last ? 0 : 1));
    }
}

TEST_CASE("A crash while the torn line is told tears that line too, and the log goes on") {
    Audited audited;
    audited.write(3);
    const std::string good = audited.text();
    audited.put(good + R"({"seq":5,"ti)");
    audited.write(0);
    const std::string told = audited.text();
    REQUIRE_FALSE(audited.verify().broken);
    audited.put(told.substr(0, told.size() - 20));
    // The head of the second start was not written yet when it crashed.
    Audited other;
    other.write(3);
    fs::copy_file(other.path + "/audit.head", audited.path + "/audit.head",
                  fs::copy_options::overwrite_existing);

    audited.write(2);

    const AuditVerdict verdict = audited.verify();
    INFO((verdict.broken ? verdict.broken->why : ""));
    CHECK_FALSE(verdict.broken);
    CHECK(verdict.notes.size() == 1);
}

TEST_CASE("A torn line that was told cannot be changed or taken out unseen") {
    Audited audited;
    audited.write(3);
    audited.put(audited.text() + R"({"seq":5,"ti)");
    audited.write(2);
    const std::string good = audited.text();
    const std::string torn = "{\"seq\":5,\"ti\n";
    const std::size_t at = good.find(torn);
    REQUIRE(at != std::string::npos);

    std::string changed = good, removed = good;
    changed[at + 3] = 'x';
    removed.erase(at, torn.size());

    audited.put(changed);
    CHECK(audited.verify().broken);
    audited.put(removed);
    CHECK(audited.verify().broken);
    audited.put(good);
    CHECK_FALSE(audited.verify().broken);
}

TEST_CASE("On a full disk lines are told as not kept, and it goes on when there is room") {
    Audited audited;
    const auto log = audited.open();
    REQUIRE(kept(*log, reading(1)));
    int lost = 0;
    {
        const FullDisk full{static_cast<rlim_t>(audited.text().size() + 900)};
        int taken = 0;
        while (kept(*log, reading(2))) {
            REQUIRE(++taken < 10);
        }
        CHECK(taken == 2);
        CHECK_FALSE(log->is_well());
        CHECK(log->trouble().find("audit.jsonl") != std::string::npos);
        CHECK_FALSE(kept(*log, reading(3)));
        lost = 2;
    }
    REQUIRE(recovers(*log));
    REQUIRE(kept(*log, reading(4)));

    const AuditVerdict verdict = audited.verify();
    INFO((verdict.broken ? verdict.broken->why : ""));
    CHECK_FALSE(verdict.broken);
    CHECK(verdict.notes.empty());
    CHECK(audited.text().find("\"audit_resumed\",\"result\":\"not_kept\",\"count\":" +
                              std::to_string(lost)) != std::string::npos);
    CHECK(audited.text().find("request3") == std::string::npos);
}

TEST_CASE("A start on a full disk waits for room") {
    Audited audited;
    audited.write(2);
    std::unique_ptr<AuditLog> log;
    {
        const FullDisk full{static_cast<rlim_t>(audited.text().size() + 10)};
        log = audited.open();
        CHECK_FALSE(log->is_well());
    }
    CHECK(recovers(*log));
    CHECK(kept(*log, reading(3)));
    CHECK_FALSE(audited.verify().broken);
}

TEST_CASE("A second writer is refused") {
    Audited audited;
    const auto log = audited.open();

    CHECK_THROWS_AS(audited.open(), Error);
    CHECK(kept(*log, reading(1)));
}

TEST_CASE("A full queue refuses at once, and what was taken is written") {
    Audited audited;
    std::promise<void> open, at_work; // they outlive the log, whose thread waits for them
    const std::shared_future<void> gate = open.get_future().share();
    std::atomic<int> told = 0;
    int taken = 0;
    {
        AuditLog log{{audited.path, 64U << 20, 10, 20ms}, keys, [] { return moment_of(1); }};
        REQUIRE(log.write(reading(0), [&](bool) {
            at_work.set_value();
            gate.wait();
            ++told;
        }));
        at_work.get_future().wait();
        while (log.write(reading(1), [&](bool) { ++told; })) {
            ++taken;
        }
        open.set_value();
    }

    CHECK(taken == 10);
    CHECK(told == 11);
    CHECK(audited.verify().last == 12);
}

TEST_CASE("Many threads write one chain") {
    Audited audited;
    std::atomic<int> taken = 0;
    {
        const auto log = audited.open(50'000);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 250; ++i) {
                    taken += log->write(reading(i)) ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    }

    CHECK(taken == 1000);
    CHECK_FALSE(audited.verify().broken);
    std::string all;
    for (const std::string& file : audit_files(audited.path)) {
        all += read_whole_file(file);
    }
    const auto lines = lines_of(all);
    CHECK(std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
              return line.find("read_session") != std::string::npos;
          }) == 1000);
}

TEST_CASE("What a recorder writes is one line a minute with its count") {
    Audited audited;
    {
        const auto log = audited.open();
        Moment now = moment_of(1'800'000'000);
        AuditTally tally{*log, [&] { return now; }};
        AuditEntry samples = reading(1);
        samples.action = "write_samples";
        AuditEntry others = samples;
        others.what = "session_20250108_123456_99999999";
        for (int i = 0; i < 30; ++i) {
            samples.request = "request" + std::to_string(i);
            tally.add(samples);
            now = now + 1s;
            tally.write_due();
        }
        tally.add(others);
        CHECK(audited.text().find("write_samples") == std::string::npos);
        now = now + 31s;
        tally.write_due();
        log->drain();
        CHECK(audited.text().find(R"("result":"done","count":30,)") != std::string::npos);
        CHECK(audited.text().find(others.what) == std::string::npos);
    }

    const auto lines = lines_of(audited.text());
    CHECK(lines.size() == 3);
    CHECK(lines.back().find("session_20250108_123456_99999999") != std::string::npos);
    CHECK_FALSE(audited.verify().broken);
}
