#include "acquire/session/driver_score.hpp"
#include "acquire/simulate/packet_source.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <random>

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr double seconds = 0.8; // as long as a probe listens
constexpr std::string_view boot_text =
    "\r\nets Jun  8 2016 00:22:57\r\nrst:0x1 (POWERON_RESET)\r\n";

/// What is heard of a device that plays an ECG: boot text, the end of a frame, and then frames of
/// which one in a hundred has a byte that was hurt.
std::string heard_from(const Candidate& device, std::uint64_t seed) {
    synth::SynthSettings signal = synth::preset("normal");
    signal.rate = device.description.rate.value_or(Hertz{200});
    PacketSource source{device.driver, SignalFrames{signal, device.description.channels, true}, {}};
    std::mt19937_64 random{seed};
    std::string bytes{boot_text};
    const double rate = device.description.rate.value_or(Hertz{200}).value;
    for (std::int64_t sample = 0; static_cast<double>(sample) < seconds * rate;) {
        Packet packet = *source.next();
        if (sample == 0) {
            packet.bytes.erase(0, packet.bytes.size() / 2);
        } else if (random() % 100 == 0) {
            packet.bytes[random() % packet.bytes.size()] = static_cast<char>(random());
        }
        bytes += packet.bytes;
        sample += static_cast<std::int64_t>(packet.frames.size());
    }
    return bytes;
}

std::vector<std::string> names_of(const std::vector<DriverScore>& ranking) {
    std::vector<std::string> names;
    for (const DriverScore& one : ranking) {
        names.push_back(one.candidate->text);
    }
    return names;
}

std::string junk(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 random{seed};
    std::string bytes(count, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    return bytes;
}

/// What else reads a device's bytes as well; first where it is taken for the device.
const std::map<std::string, std::vector<std::string>> alike{
    {"healthypi3", {"healthypi4", "healthypi3"}}, // one payload; lost contact stands elsewhere
    {"healthypi4", {"healthypi4", "healthypi3"}},
    {"max30001", {"max30001", "ads1293"}}, // 32 bits that are 18 and 24 bits; other speeds
    {"cyton", {"cyton", "cyton-daisy"}},   // the second board's packets look as the first's
    {"cyton-daisy", {"cyton", "cyton-daisy"}},
    {"ad8232", {"ad8232", "plotter", "csv"}}, // one column of numbers
    {"plotter", {"plotter", "csv"}},          // one decoder
    {"csv", {"plotter", "csv"}},
};

const Candidate& candidate_named(const std::string& text) {
    return *std::find_if(candidates().begin(), candidates().end(),
                         [&](const Candidate& one) { return one.text == text; });
}

} // namespace

TEST_CASE("Each driver's bytes are known as its own, or as those of one that reads them equally") {
    for (const Candidate& device : candidates()) {
        CAPTURE(device.text);
        const auto known = alike.find(device.text);
        const auto wanted = known == alike.end() ? std::vector{device.text} : known->second;
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            auto names = names_of(rank_drivers(heard_from(device, seed)));
            CHECK(std::find(names.begin(), names.end(), device.text) != names.end());
            names.resize(std::min(names.size(), wanted.size())); // others read it worse
            CHECK(names == wanted);
        }
    }
}

TEST_CASE("Among drivers that read equally well the one of the line heard goes first") {
    const std::string bytes = heard_from(candidate_named("max30001"), 1);
    LineSettings line;

    CHECK(names_of(rank_drivers(bytes, line)).front() == "max30001");

    line.baud = 57600;
    CHECK(names_of(rank_drivers(bytes, line)).front() == "ads1293");
}

TEST_CASE("A driver that is heard at the speed of one of its options is told with that option") {
    const std::string bytes = heard_from(candidate_named("olimex"), 1);
    LineSettings line;

    CHECK(names_of(rank_drivers(bytes, line)).front() == "olimex:firmware=fork");

    line.baud = 57600;
    CHECK(names_of(rank_drivers(bytes, line)).front() == "olimex");
}

TEST_CASE("Options are tried where no driver reads the bytes without") {
    std::string bytes;
    const ChosenDriver device = choose_driver("chords:board=r4");
    const auto encoder = device.driver->encoder(device.options);
    for (std::int64_t i = 0; i < 400; ++i) {
        Frame frame;
        frame.counts.fill(9000);
        bytes += encoder->encode(frame, i);
    }

    CHECK(names_of(rank_drivers(bytes)) == std::vector<std::string>{"chords:board=r4"});
}

TEST_CASE("Numbers that can be no millivolts are read in another unit") {
    std::string bytes = "I,II,V1\r\n";
    for (int i = 0; i < 50; ++i) {
        bytes += "2000,2010,2070\r\n";
    }

    CHECK(names_of(rank_drivers(bytes)).front() == "plotter:unit=uV");
}

TEST_CASE("Bytes of no device are known as those of none") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        CHECK(names_of(rank_drivers(junk(seed, 500 * seed))).empty());
    }
    std::string positions;
    std::string log;
    for (int i = 0; i < 50; ++i) {
        positions +=
            "$GPGGA,1235" + std::to_string(10 + i) + ",4807.038,N,01131.000,E,1,08,0.9*47\r\n";
        log += "I (" + std::to_string(300 + i) + ") wifi: state: run -> init\r\n";
    }
    CHECK(names_of(rank_drivers(positions)).empty());
    CHECK(names_of(rank_drivers(log)).empty());
    CHECK(names_of(rank_drivers(std::string(4000, '\0'))).empty());
    CHECK(names_of(rank_drivers(std::string(4000, '\xFF'))).empty());
    CHECK(names_of(rank_drivers("")).empty());
}

TEST_CASE("One good frame in a heap of garbage makes no device") {
    const Candidate& device = candidate_named("cyton");
    const auto encoder = device.driver.driver->encoder(device.driver.options);
    Frame frame;
    frame.counts.fill(0);
    std::string bytes = junk(1, 3000);
    for (std::int64_t i = 0; i < 3; ++i) {
        bytes += encoder->encode(frame, i) + junk(7, 1000);
    }

    CHECK(names_of(rank_drivers(bytes)).empty());
}
