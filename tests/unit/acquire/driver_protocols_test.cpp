// What every driver of the table must do, whatever its protocol.
#include "acquire/drivers/registry.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr std::int64_t enough_frames = 3000;

struct Device {
    explicit Device(const Driver& driver)
        : options{options_of(driver.name, driver.options, {std::string{driver.name}, {}})},
          description{driver.describe(options)}, encoder{driver.encoder(options)},
          decoder{driver.decoder(options)} {}

    DriverOptions options;
    Description description;
    std::unique_ptr<Encoder> encoder;
    std::unique_ptr<Decoder> decoder;
};

/// Whole counts within each channel's range; every value may come.
Frame random_frame(const Description& device, std::mt19937_64& random) {
    Frame frame;
    frame.counts.fill(no_value);
    for (std::size_t i = 0; i < device.channels.size(); ++i) {
        const auto low = static_cast<std::int64_t>(device.channels[i].lowest);
        const auto high = static_cast<std::int64_t>(device.channels[i].highest);
        frame.counts[i] = static_cast<double>(
            low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1)));
    }
    return frame;
}

/// What is sent in one piece, and the samples in it.
struct Packet {
    std::string bytes;
    std::vector<Frame> frames;
    std::int64_t first = 0;
};

std::vector<Packet> packets_of(Device& device, std::int64_t count, std::uint64_t seed = 1) {
    std::mt19937_64 random{seed};
    std::vector<Packet> packets;
    std::vector<Frame> waiting;
    for (std::int64_t i = 0; i < count; ++i) {
        waiting.push_back(random_frame(device.description, random));
        std::string bytes = device.encoder->encode(waiting.back(), i);
        if (!bytes.empty()) {
            const auto samples = static_cast<std::int64_t>(waiting.size());
            packets.push_back({std::move(bytes), std::move(waiting), i + 1 - samples});
            waiting.clear();
        }
    }
    return packets;
}

bool same_values(const Description& device, const Frame& a, const Frame& b) {
    for (std::size_t i = 0; i < device.channels.size(); ++i) {
        if (!(std::abs(a.counts[i] - b.counts[i]) < 1e-9)) {
            return false;
        }
    }
    return true;
}

void append(std::vector<Frame>& all, const Decoded& more) {
    all.insert(all.end(), more.frames.begin(), more.frames.end());
}

std::vector<Frame> decode(Decoder& decoder, std::string_view bytes) {
    std::vector<Frame> frames;
    append(frames, decoder.feed(bytes));
    append(frames, decoder.finish());
    return frames;
}

std::string joined(const std::vector<Packet>& packets) {
    std::string bytes;
    for (const Packet& packet : packets) {
        bytes += packet.bytes;
    }
    return bytes;
}

/// A frame that must be found, or one that was hurt and may be found as it was.
struct Sent {
    Frame frame;
    bool hurt = false;
};

/// Whether every frame that was not hurt comes in got, in order, and got has nothing that was
/// never sent.
void check_good_frames(const Description& device, const std::vector<Sent>& sent,
                       const std::vector<Frame>& got) {
    std::size_t at = 0;
    std::size_t missing = 0;
    std::size_t strange = 0;
    for (const Frame& frame : got) {
        std::size_t here = at;
        while (here < sent.size() && sent[here].hurt &&
               !same_values(device, frame, sent[here].frame)) {
            ++here;
        }
        if (frame.damaged) {
            continue;
        }
        if (here < sent.size() && same_values(device, frame, sent[here].frame)) {
            at = here + 1;
        } else {
            ++strange;
        }
    }
    for (; at < sent.size(); ++at) {
        missing += sent[at].hurt ? 0 : 1;
    }
    CHECK(missing == 0);
    CHECK(strange == 0);
}

void append(std::vector<Sent>& sent, const std::vector<Frame>& frames, bool hurt) {
    for (const Frame& frame : frames) {
        sent.push_back({frame, hurt});
    }
}

std::string junk(std::mt19937_64& random, std::size_t most) {
    std::string bytes(1 + random() % most, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    return bytes;
}

} // namespace

TEST_CASE("Each driver: what is encoded is decoded, with its counter, and nothing is skipped") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device device{driver};
        const auto packets = packets_of(device, enough_frames);

        const auto got = decode(*device.decoder, joined(packets));

        std::size_t at = 0;
        bool all_same = true;
        for (const Packet& packet : packets) {
            for (std::size_t i = 0; i < packet.frames.size() && at < got.size(); ++i, ++at) {
                all_same = all_same && same_values(device.description, got[at], packet.frames[i]);
                if (const std::int64_t modulus = device.description.counter_modulus; modulus > 0) {
                    const auto index = packet.first + static_cast<std::int64_t>(i);
                    all_same = all_same && got[at].counter == index % modulus;
                }
            }
        }
        CHECK(all_same);
        CHECK(at == got.size());
        CHECK(static_cast<std::int64_t>(at) ==
              packets.back().first + static_cast<std::int64_t>(packets.back().frames.size()));
        CHECK(device.decoder->counts().skipped_bytes == 0);
        CHECK(device.decoder->counts().truncated_bytes == 0);
        CHECK(device.decoder->counts().rejected == 0);
        CHECK(device.decoder->counts().frames == static_cast<std::int64_t>(got.size()));
    }
}

TEST_CASE("Each driver: how the bytes are cut makes no difference") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device whole{driver};
        Device cut{driver};
        std::mt19937_64 random{7};
        std::string bytes = junk(random, 300);
        for (const Packet& packet : packets_of(whole, enough_frames)) {
            bytes += packet.bytes;
            bytes += random() % 20 == 0 ? junk(random, 60) : "";
            if (random() % 20 == 0) {
                bytes.resize(bytes.size() - 1 - random() % packet.bytes.size());
            }
        }

        const auto wanted = decode(*whole.decoder, bytes);
        std::vector<Frame> got;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t size = std::min(bytes.size() - at, 1 + random() % 50);
            append(got, cut.decoder->feed(std::string_view{bytes}.substr(at, size)));
            at += size;
        }
        append(got, cut.decoder->finish());

        REQUIRE(got.size() == wanted.size());
        bool same = true;
        for (std::size_t i = 0; i < got.size(); ++i) {
            same = same && got[i].damaged == wanted[i].damaged &&
                   got[i].counter == wanted[i].counter &&
                   (got[i].damaged || same_values(whole.description, got[i], wanted[i]));
        }
        CHECK(same);
        CHECK(whole.decoder->counts() == cut.decoder->counts());
    }
}

TEST_CASE("Each driver: frames that are left out or cut short cost no other frame") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device device{driver};
        std::mt19937_64 random{11};
        std::string bytes;
        std::vector<Sent> sent;
        for (const Packet& packet : packets_of(device, enough_frames)) {
            const auto fate = random() % 100;
            if (fate == 0) {
                continue; // dropped
            }
            if (fate == 1) { // its end is lost; at least half, so that no number is only shortened
                const bool is_text = packet.bytes.ends_with('\n');
                if (is_text && device.description.channels.size() == 1) {
                    continue; // one number, cut, is only a shorter one
                }
                bytes += packet.bytes.substr(0, random() % (packet.bytes.size() / 2));
                bytes += is_text ? "\n" : "";
                continue;
            }
            bytes += packet.bytes;
            append(sent, packet.frames, false);
        }

        check_good_frames(device.description, sent, decode(*device.decoder, bytes));
    }
}

TEST_CASE("Each driver with a checksum: no flipped bit becomes a sample") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device device{driver};
        if (!device.description.has_checksum) {
            continue;
        }
        std::mt19937_64 random{13};
        std::string bytes;
        std::vector<Sent> sent;
        for (Packet& packet : packets_of(device, enough_frames)) {
            const bool hurt = random() % 60 == 0;
            if (hurt) {
                char& hit = packet.bytes[random() % packet.bytes.size()];
                hit = static_cast<char>(static_cast<unsigned char>(hit) ^ (1U << random() % 8));
            }
            append(sent, packet.frames, hurt);
            bytes += packet.bytes;
        }

        check_good_frames(device.description, sent, decode(*device.decoder, bytes));
    }
}

TEST_CASE("Each driver: random bytes make no frame worth the name") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device device{driver};
        std::mt19937_64 random{17};
        std::string bytes;
        while (bytes.size() < 1U << 20) {
            bytes += junk(random, 1000);
        }

        const auto got = decode(*device.decoder, bytes);

        CHECK(device.decoder->counts().bytes == static_cast<std::int64_t>(bytes.size()));
        CHECK(static_cast<double>(got.size()) * device.description.bytes_per_sample <
              0.05 * static_cast<double>(bytes.size()));
    }
}

TEST_CASE("Each driver: what the host asks is understood by the device of the same driver") {
    for (const Driver& driver : drivers()) {
        CAPTURE(driver.name);
        Device device{driver};
        if (driver.scripts == nullptr || driver.requests == nullptr) {
            continue;
        }
        const Scripts scripts = driver.scripts(device.options);
        const Requests requests = driver.requests(device.options);
        for (const auto* script : {&scripts.identify, &scripts.start, &scripts.stop}) {
            for (const Step& step : *script) {
                const auto is_asked = [&](const Request& request) {
                    bool same = request.bytes.size() == step.send.size();
                    for (std::size_t i = 0; same && i < step.send.size(); ++i) {
                        const unsigned mask = request.mask.empty()
                                                  ? 0xFFU
                                                  : static_cast<unsigned char>(request.mask[i]);
                        same = ((static_cast<unsigned char>(request.bytes[i]) ^
                                 static_cast<unsigned char>(step.send[i])) &
                                mask) == 0;
                    }
                    return same;
                };
                CHECK(
                    (step.send.empty() || std::any_of(requests.begin(), requests.end(), is_asked)));
            }
        }
        for (const Request& request : requests) {
            CHECK((request.mask.empty() || request.mask.size() == request.bytes.size()));
            device.decoder->feed(request.reply);
        }
        CHECK(device.decoder->counts().skipped_bytes == 0); // it can read its own answers
    }
}
