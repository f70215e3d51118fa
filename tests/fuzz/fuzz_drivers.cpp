// Any bytes to any driver, alone or hurt on their way from its own encoder: nothing is thrown, all
// is counted, and how the bytes were cut makes no difference.
#include "acquire/drivers/registry.hpp"
#include "common/text.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace ecg;
using namespace ecg::acquire;

namespace {

constexpr std::size_t longest_stream = 1U << 12;

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

/// The input, byte by byte; 0 when there is no more.
class Bytes {
public:
    Bytes(const std::uint8_t* bytes, std::size_t size) : bytes_{bytes}, size_{size} {}

    std::uint8_t next() { return at_ < size_ ? bytes_[at_++] : std::uint8_t{0}; }

    std::string rest(std::size_t most) {
        std::string taken;
        while (taken.size() < most && at_ < size_) {
            taken += static_cast<char>(next());
        }
        return taken;
    }

    [[nodiscard]] bool empty() const { return at_ == size_; }

private:
    const std::uint8_t* bytes_;
    std::size_t size_;
    std::size_t at_ = 0;
};

DriverOptions some_options(const Driver& driver, unsigned seed) {
    DriverChoice choice{std::string{driver.name}, {}};
    for (const OptionKey& key : driver.options) {
        if (key.choices == "*") {
            if (key.name == "columns" && seed % 3 == 1) {
                choice.given.emplace(key.name, "I;-;V1");
            }
        } else if (!key.choices.empty()) {
            const auto choices = split(key.choices, '|');
            choice.given.emplace(key.name, choices[seed % choices.size()]);
            seed /= 2;
        }
    }
    return options_of(driver.name, driver.options, choice);
}

/// Bytes as they are, or as a wire makes them of what the encoder writes.
std::string stream_of(Bytes& input, const Description& device, Encoder& encoder) {
    if (input.next() % 2 == 0) {
        return input.rest(longest_stream);
    }
    std::string stream;
    for (std::int64_t index = 0; !input.empty() && stream.size() < longest_stream; ++index) {
        Frame frame;
        frame.counts.fill(no_value);
        const std::uint8_t fate = input.next();
        for (std::size_t i = 0; i < device.channels.size(); ++i) {
            const Channel& channel = device.channels[i];
            const double part = static_cast<double>((fate * 7U + i * 31U) % 256) / 255;
            frame.counts[i] =
                std::round(channel.lowest + part * (channel.highest - channel.lowest));
        }
        frame.channels_off.set(0, fate % 16 == 9);
        std::string bytes = encoder.encode(frame, index);
        if (fate >= 240) {
            bytes += input.rest(input.next() % 32); // junk behind it
        } else if (fate >= 224 && !bytes.empty()) { // a flipped bit
            char& hit = bytes[input.next() % bytes.size()];
            hit = static_cast<char>(static_cast<unsigned char>(hit) ^ (1U << input.next() % 8));
        } else if (fate >= 208 && !bytes.empty()) { // cut short
            bytes.resize(input.next() % bytes.size());
        } else if (fate >= 192) { // twice
            bytes += bytes;
        }
        stream += bytes;
    }
    return stream;
}

struct Heard {
    Decoded decoded;
    DecodeCounts counts;
    std::vector<std::string> learned;
    std::vector<Channel> channels;
};

void append(Decoded& all, const Decoded& more) {
    all.frames.insert(all.frames.end(), more.frames.begin(), more.frames.end());
    all.replies.insert(all.replies.end(), more.replies.begin(), more.replies.end());
    all.answer += more.answer;
}

/// Fed in pieces of those sizes in turn; 0 is all that is left.
Heard hear(Decoder& decoder, std::string_view stream, const std::vector<std::size_t>& sizes) {
    Heard heard;
    const auto keep = [&](const Decoded& more) {
        append(heard.decoded, more);
        const auto channels = decoder.channels();
        require(heard.channels.empty() || channels == heard.channels);
        heard.channels = heard.decoded.frames.empty() ? heard.channels : channels;
    };
    for (std::size_t i = 0; !stream.empty(); ++i) {
        const std::size_t size = sizes[i % sizes.size()];
        const std::string_view piece = stream.substr(0, size == 0 ? stream.size() : size);
        keep(decoder.feed(piece));
        stream.remove_prefix(piece.size());
    }
    keep(decoder.finish());
    heard.counts = decoder.counts();
    heard.learned = decoder.learned();
    const Decoded nothing = decoder.finish();
    require(nothing.frames.empty() && nothing.replies.empty() && decoder.counts() == heard.counts);
    return heard;
}

bool same_frame(const Frame& a, const Frame& b) {
    for (std::size_t i = 0; i < most_channels; ++i) {
        if (!(a.counts[i] == b.counts[i] || (std::isnan(a.counts[i]) && std::isnan(b.counts[i])))) {
            return false;
        }
    }
    return a.counter == b.counter && a.ticks == b.ticks && a.damaged == b.damaged &&
           a.electrodes_off == b.electrodes_off && a.channels_off == b.channels_off;
}

void require_same(const Heard& a, const Heard& b) {
    require(a.decoded.frames.size() == b.decoded.frames.size());
    for (std::size_t i = 0; i < a.decoded.frames.size(); ++i) {
        require(same_frame(a.decoded.frames[i], b.decoded.frames[i]));
    }
    require(a.decoded.replies == b.decoded.replies);
    require(a.decoded.answer == b.decoded.answer);
    require(a.counts == b.counts && a.learned == b.learned && a.channels == b.channels);
}

void require_sense(const Heard& heard, const Description& device, std::size_t size) {
    const auto bytes = static_cast<std::int64_t>(size);
    const DecodeCounts& counts = heard.counts;
    const std::size_t channels =
        heard.channels.empty() ? device.channels.size() : heard.channels.size();
    std::int64_t good = 0;
    for (const Frame& frame : heard.decoded.frames) {
        good += frame.damaged ? 0 : 1;
        require(!frame.counter || (*frame.counter >= 0 && *frame.counter < device.counter_modulus));
        require(!frame.ticks || (*frame.ticks >= 0 && *frame.ticks < device.tick_modulus));
        for (std::size_t i = 0; i < most_channels; ++i) {
            require(!std::isinf(frame.counts[i]));
            require(i < channels || std::isnan(frame.counts[i]));
        }
    }
    require(counts.bytes == bytes && counts.frames == good);
    require(counts.skipped_bytes >= 0 && counts.truncated_bytes >= 0);
    require(counts.skipped_bytes + counts.truncated_bytes <= bytes);
    require(counts.rejected >= 0 && counts.rejected <= bytes);
    require(counts.bad_checksums >= 0 && counts.bad_checksums <= bytes);
    require(counts.text_lines >= 0 && counts.text_lines <= bytes);
    require(static_cast<std::int64_t>(heard.decoded.frames.size()) <= bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    Bytes input{bytes, size};
    const Driver& driver = drivers()[input.next() % drivers().size()];
    const DriverOptions options = some_options(driver, input.next());
    const std::vector<std::size_t> sizes{1U + input.next() % 64U, 1U + input.next() % 8U,
                                         1U + input.next()};
    const Description device = driver.describe(options);
    const auto encoder = driver.encoder(options);
    const std::string stream = stream_of(input, device, *encoder);

    const auto at_once = driver.decoder(options);
    const Heard whole = hear(*at_once, stream, {0});
    const auto in_pieces = driver.decoder(options);
    require_same(whole, hear(*in_pieces, stream, sizes));
    const auto byte_by_byte = driver.decoder(options);
    require_same(whole, hear(*byte_by_byte, stream, {1}));
    require_sense(whole, device, stream.size());
    return 0;
}
