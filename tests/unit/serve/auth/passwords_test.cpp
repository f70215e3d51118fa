#include "serve/auth/bcrypt.hpp"
#include "serve/auth/password_policy.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <set>

using namespace ecg;
using namespace ecg::serve;

namespace {

constexpr int cheap = least_bcrypt_cost;

const CommonPasswords& common() {
    static const CommonPasswords built_in;
    return built_in;
}

std::optional<PasswordFault> fault_of(std::string_view password,
                                      const std::vector<std::string_view>& known = {}) {
    return password_fault(password, known, common());
}

/// Of this thread's work: other programs do not count.
double thread_seconds() {
    timespec time{};
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::string times(std::size_t count, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}

} // namespace

TEST_CASE("A password is right for its own hash and for no other") {
    const std::string hash = hash_password("correct horse", cheap);

    CHECK(hash.starts_with("$2b$04$"));
    CHECK(hash.size() == 60);
    CHECK(verify_password("correct horse", hash, cheap));
    for (const char* wrong :
         {"correct horsf", "correct hors", "correct horse ", "", "Correct horse"}) {
        CHECK_FALSE(verify_password(wrong, hash, cheap));
    }
}

TEST_CASE("The same password never has the same hash twice") {
    std::set<std::string> hashes;
    for (int i = 0; i < 50; ++i) {
        hashes.insert(hash_password("correct horse", cheap));
    }

    CHECK(hashes.size() == 50);
}

TEST_CASE("Hashes that other programs made are verified") {
    // of Openwall's crypt_blowfish tests
    CHECK(verify_password("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                          cheap));
    CHECK(verify_password("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
                          cheap));
    CHECK(verify_password("\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
                          cheap));
    CHECK_FALSE(verify_password(
        "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", cheap));
    // of Python's passlib 1.7.4
    CHECK(verify_password("U*U*", "$2b$04$n79VH.0Q2TMWmt3Oqt9ukuvEdWpIP2EvB6w6UwzyFTayQAEjrxdw6",
                          cheap));
    CHECK(verify_password(
        "correct horse battery staple",
        "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$FtTPYAYB7Unzu5SXyz9NjYdCcMd8ay.",
        cheap));
    CHECK(verify_password(
        times(80, "x"),
        "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$HJ2NMxz5DevYgWBVYzOYD2rTlruMA/C",
        cheap));
    CHECK(verify_password(
        times(10, "pässwörd"),
        "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$/hXp1/BtcFqC1FD5gVYCzGYsfa8H2wC",
        cheap));
}

TEST_CASE("Nothing of a long password is cut off") {
    const std::string at_limit = times(72, "a"), longer = times(76, "a");
    const std::string hash = hash_password(longer + "bcdef", cheap);

    CHECK(hash_password(at_limit, cheap).starts_with("$2b$"));
    CHECK(hash.starts_with("$bcrypt-sha256$v=2,t=2b,r=4$"));
    CHECK(verify_password(longer + "bcdef", hash, cheap));
    CHECK_FALSE(verify_password(longer + "bcdeg", hash, cheap));
    CHECK_FALSE(verify_password(longer, hash, cheap));
    CHECK_FALSE(verify_password(at_limit, hash, cheap));
}

TEST_CASE("What is stored and is no hash lets nobody in") {
    const std::string good = hash_password("correct horse", cheap);
    std::string other_variant = good, no_letter = good, cost_31 = good, cost_3 = good;
    other_variant.replace(0, 4, "$2x$");
    no_letter[20] = '!';
    cost_31.replace(4, 2, "31"); // would take hours
    cost_3.replace(4, 2, "03");
    for (const std::string& stored :
         {std::string{}, std::string{"*"}, std::string{"x"}, std::string{"correct horse"},
          good.substr(1), good.substr(0, 59), good + "A", other_variant, no_letter, cost_31, cost_3,
          std::string{"$1$salt$hash"}, std::string{"$bcrypt-sha256$v=2,t=2b,r=4$"},
          std::string{"$bcrypt-sha256$v=2,t=2b,r=$$"}}) {
        INFO(stored);
        CHECK_FALSE(verify_password("correct horse", stored, cheap));
    }
    CHECK_FALSE(verify_password("correct horse", std::nullopt, cheap));
}

TEST_CASE("A NUL does not end a password") {
    const std::string hash = hash_password("correct", cheap);

    CHECK_FALSE(verify_password(std::string_view{"correct\0horse", 13}, hash, cheap));
}

TEST_CASE("Hashes of less cost or of another form are out of date") {
    const std::string hash = hash_password("correct horse", 5);
    std::string old = hash;
    old.replace(0, 4, "$2a$");

    CHECK_FALSE(is_outdated(hash, 5));
    CHECK_FALSE(is_outdated(hash, 4));
    CHECK(is_outdated(hash, 6));
    CHECK(is_outdated(old, 5));
    CHECK(is_outdated("", 4));
    CHECK_FALSE(is_outdated(hash_password(times(100, "ab "), 5), 5));
    CHECK(is_outdated(hash_password(times(100, "ab "), 5), 6));
}

TEST_CASE("An unknown user, a wrong password and an old hash take the same time") {
    constexpr int cost = 9;
    const std::string hash = hash_password("correct horse", cost);
    const std::string cheaper = hash_password("correct horse", cheap);
    const auto fastest = [](const std::optional<std::string>& stored) {
        double least = 1e9;
        for (int i = 0; i < 7; ++i) {
            const double start = thread_seconds();
            CHECK_FALSE(verify_password("wrong", stored, cost));
            least = std::min(least, thread_seconds() - start);
        }
        return least;
    };

    const double known = fastest(hash);

    CHECK(fastest(std::nullopt) == Approx(known).epsilon(0.25));
    CHECK(fastest(std::string{"no hash"}) == Approx(known).epsilon(0.25));
    CHECK(fastest(cheaper) == Approx(known).epsilon(0.25));
}

TEST_CASE("A password has 8 to 128 characters, however many bytes those are") {
    CHECK(fault_of("abcdefg") == PasswordFault::too_short);
    CHECK(fault_of("") == PasswordFault::too_short);
    CHECK(fault_of("zürich7") == PasswordFault::too_short);
    CHECK_FALSE(fault_of("qmzürxk7"));
    CHECK_FALSE(fault_of("vq8#kfz!"));
    const std::string odd = times(16, "kx7 vqz!");
    CHECK_FALSE(fault_of(odd));
    CHECK(fault_of(odd + "a") == PasswordFault::too_long);
    CHECK_FALSE(fault_of(times(16, "łoś pędź")));
    CHECK_FALSE(fault_of(times(9, "kx7 vqz!") + "a")); // 73 bytes
}

TEST_CASE("A password is text without control characters") {
    CHECK(fault_of(std::string_view{"correct\0horse", 13}) == PasswordFault::no_text);
    CHECK(fault_of("correct\nhorse") == PasswordFault::no_text);
    CHECK(fault_of("correct\x7fhorse") == PasswordFault::no_text);
    CHECK(fault_of("correct\xffhorse") == PasswordFault::no_text);
    CHECK_FALSE(fault_of("correct horse ✓"));
}

TEST_CASE("Passwords that are guessed first are refused, dressed up or not") {
    for (const char* word :
         {"password",  "PASSWORD",  "password1",    "P4ssw0rd!",     "p@$$w0rd",
          "12345678",  "87654321",  "qwertyuiop",   "poiuytrewq",    "1q2w3e4r",
          "1qaz2wsx",  "abcdefgh",  "aaaaaaaa",     "abababab",      "abcdabcd",
          "trustno1",  "Trustno1",  "princess",     "starwars",      "iloveyou",
          "ILoveYou2", "dragonfly", "123dragonfly", "dragonfly2024", "letmein1letmein1",
          "sunshine!!"}) {
        INFO(word);
        CHECK((fault_of(word) == PasswordFault::common ||
               std::string_view{word}.starts_with("letmein")));
    }
}

TEST_CASE("Words that only contain a common one are taken") {
    for (const char* word :
         {"dragonfly meadow", "my password is long", "correct horse battery staple",
          "princess-of-tides", "sunshine84729", "qwertyuiop asdf", "12345678x9"}) {
        INFO(word);
        CHECK_FALSE(fault_of(word));
    }
}

TEST_CASE("Random passwords are not taken for common ones") {
    for (int i = 0; i < 2000; ++i) {
        const std::string word = transfer::base64url(transfer::random_bytes(9));
        CHECK_FALSE(common().contains(word));
    }
}

TEST_CASE("What others know of the account is no password") {
    CHECK(fault_of("DEV-2025-0042", {"DEV-2025-0042", "Anna Nowak"}) == PasswordFault::known_word);
    CHECK(fault_of("dev20250042", {"DEV-2025-0042"}) == PasswordFault::known_word);
    CHECK(fault_of("Anna Nowak", {"DEV-1", "anna nowak"}) == PasswordFault::known_word);
    CHECK_FALSE(fault_of("Anna's blue kettle", {"DEV-1", "Anna Nowak"}));
    CHECK_FALSE(fault_of("vq8#kfz!", {"", "-"}));
}

TEST_CASE("A longer list of common passwords is read from a file") {
    const test::TemporaryFolder folder;
    std::ofstream{folder.path("list")}
        << "#!comment: as John writes\nhorsebattery\r\n\nTulipTree\n";
    CommonPasswords more;
    REQUIRE_FALSE(more.contains("horsebattery"));

    more.add_file(folder.path("list"));

    CHECK(more.contains("horsebattery"));
    CHECK(more.contains("tuliptree9"));
    CHECK_FALSE(more.contains("#!comment: as john writes"));
    CHECK_THROWS(more.add_file(folder.path("none")));
}
