#include "acquire/simulate/link_faults.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <bit>
#include <string>

using namespace ecg;
using namespace ecg::acquire;

namespace {

const std::string packet = "\xE8 twenty-two bytes...\x8E";
const std::string line = "10 20 30 40 50 60 70 80\r\n";

LinkFaults faults(const std::string& list, std::uint64_t seed = 1,
                  const std::string& driver = "deckmount22") {
    return LinkFaults{parse_faults(list), choose_driver(driver), seed};
}

int bits_that_differ(const std::string& a, const std::string& b) {
    int count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        count += std::popcount(static_cast<unsigned char>(static_cast<unsigned char>(a[i]) ^
                                                          static_cast<unsigned char>(b[i])));
    }
    return count;
}

} // namespace

TEST_CASE("Without faults every packet comes through") {
    LinkFaults none = faults("");

    const Damaged sent = none.damage(packet);

    CHECK(sent.bytes == packet);
    CHECK(sent.harm.empty());
    CHECK_FALSE(sent.duplicate);
    CHECK_FALSE(sent.garbage);
    CHECK(none.pieces(packet) == std::vector<std::string_view>{packet});
}

TEST_CASE("Each fault does what its name says") {
    CHECK(faults("drop=100%").damage(packet).bytes.empty());
    CHECK(faults("cut=100%").damage(packet).bytes == packet.substr(0, packet.size() / 2));
    CHECK(faults("duplicate=100%").damage(packet).bytes == packet + packet);
    CHECK(bits_that_differ(faults("flip=100%").damage(packet).bytes, packet) == 1);
    const std::string hit = faults("hit=100%").damage(packet).bytes;
    CHECK(hit.substr(1, packet.size() - 2) == packet.substr(1, packet.size() - 2));
    CHECK((hit.front() == packet.front()) != (hit.back() == packet.back()));
    const std::string after_junk = faults("garbage=100%").damage(packet).bytes;
    CHECK(after_junk.size() > packet.size());
    CHECK(after_junk.ends_with(packet));
}

TEST_CASE("What harms a line of text leaves its end and the next line alone") {
    CHECK(faults("cut=100%", 1, "deckmount-text").damage(line).bytes == "10 20 30 40\r\n");
    for (std::uint64_t seed = 1; seed < 100; ++seed) {
        CHECK(faults("flip=100%", seed, "deckmount-text").damage(line).bytes.ends_with("\r\n"));
        const std::string hit = faults("hit=100%", seed, "deckmount-text").damage(line).bytes;
        CHECK(hit.substr(1) == line.substr(1));
        const std::string junk = faults("garbage=100%", seed, "deckmount-text").damage(line).bytes;
        CHECK(junk.ends_with("\n" + line));
    }
}

TEST_CASE("Faults are as many as their share, and the same for the same seed") {
    LinkFaults one = faults("drop=1%,hit=2%", 7);
    LinkFaults same = faults("drop=1%,hit=2%", 7);
    LinkFaults other = faults("drop=1%,hit=2%", 8);

    int drops = 0;
    int hits = 0;
    bool repeated = true;
    bool seeds_differ = false;
    for (int i = 0; i < 100000; ++i) {
        const Damaged sent = one.damage(packet);
        drops += sent.harm == "drop" ? 1 : 0;
        hits += sent.harm == "hit" ? 1 : 0;
        repeated = repeated && same.damage(packet).bytes == sent.bytes;
        seeds_differ = seeds_differ || other.damage(packet).bytes != sent.bytes;
    }

    CHECK(drops == Approx(1000).margin(130)); // four standard deviations
    CHECK(hits == Approx(1980).margin(180));
    CHECK(repeated);
    CHECK(seeds_differ);
}

TEST_CASE("How bytes are split moves no fault") {
    LinkFaults quiet = faults("drop=10%,split", 3);
    LinkFaults chatty = faults("drop=10%,split", 3);

    bool same = true;
    for (int i = 0; i < 1000; ++i) {
        chatty.pieces("an answer to the host");
        same = same && quiet.damage(packet).harm == chatty.damage(packet).harm;
    }

    CHECK(same);
}

TEST_CASE("Pieces are small and make the whole again") {
    LinkFaults split = faults("split");
    const std::string bytes(1000, 'x');

    const auto parts = split.pieces(bytes);

    std::string joined;
    for (const std::string_view part : parts) {
        CHECK((!part.empty() && part.size() <= 12));
        joined += part;
    }
    CHECK(joined == bytes);
}
