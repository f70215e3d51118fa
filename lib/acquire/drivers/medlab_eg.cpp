// Medlab's EG01010 board, protocol 2: blocks that begin with a byte of F8 or more, which occurs
// nowhere else.
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

constexpr unsigned first_marker = 0xF8;
constexpr char wave_marker = '\xF8';
constexpr char respiration_marker = '\xF9';
constexpr char pulse_marker = '\xFA';
constexpr char status_marker = '\xFC';
constexpr char identity_marker = '\xFD';

constexpr std::size_t value_length = 3;
constexpr std::size_t status_length = 6;
constexpr std::size_t channels_at = 3; // of a status block, a bit a lead
constexpr std::size_t longest_identity = 64;
constexpr std::size_t most_waves = 2; // a lead, and breathing where that board is fitted
constexpr double highest_count = 0xF7;
constexpr double middle_count = 0x80;

constexpr std::array lead_names{"I", "II", "III"}; // by their bits in a channel mask

constexpr std::array<OptionKey, 2> option_keys{{
    {"lead", "II", "I|II|III", "which one the board is told to send"},
    {"gain", "20", "", "microvolts a count; the maker documents centimetres a millivolt only"},
}};

std::uint8_t mask_of(const DriverOptions& options) {
    const std::string& lead = options.text("lead");
    const auto found = std::find(lead_names.begin(), lead_names.end(), lead);
    return static_cast<std::uint8_t>(1U << (found - lead_names.begin()));
}

/// The sum of a block without its second byte, which holds it in so many bits.
unsigned checksum_of(std::string_view block, unsigned bits) {
    return (sum_of(block) - byte_at(block, 1)) & bits;
}

bool is_intact(std::string_view block, unsigned bits) {
    return checksum_of(block, bits) == (byte_at(block, 1) & bits);
}

class MedlabEgDecoder final : public FramedDecoder {
public:
    explicit MedlabEgDecoder(const DriverOptions& options) : mask_{mask_of(options)} {}

protected:
    [[nodiscard]] Look look(std::string_view rest, bool in_step) const override {
        switch (rest[0]) {
        case wave_marker:
            return look_at_wave(rest);
        case respiration_marker:
        case pulse_marker:
            return look_at_message(rest, value_length, in_step);
        case status_marker:
            return look_at_message(rest, status_length, in_step);
        case identity_marker:
            return look_at_identity(rest);
        default:
            return {Look::Kind::nothing};
        }
    }

    void take(std::string_view block, Decoded& decoded) override {
        if (block[0] == wave_marker) {
            take_wave(byte_at(block, 2), decoded);
        } else if (block[0] != identity_marker && !is_intact(block, 0x7F)) {
            ++counts_.bad_checksums;
        } else if (block[0] == status_marker) {
            sends_ours_ = (byte_at(block, channels_at) & 0x07U) == mask_;
        } else if (block[0] == identity_marker) {
            decoded.replies.push_back(
                {ReplyKind::firmware, std::string{block.substr(1, block.size() - 2)}});
        }
    }

    void skipped(std::size_t bytes, Decoded& decoded) override {
        append_damaged(decoded, bytes, value_length);
    }

    void end(Decoded&) override { sends_ours_ = true; }

private:
    static Look look_at_wave(std::string_view rest) {
        if (rest.size() < 2) {
            return {Look::Kind::unfinished};
        }
        const std::size_t waves = byte_at(rest, 1) >> 4U;
        if (waves == 0 || waves > most_waves) {
            return {Look::Kind::nothing};
        }
        const Look seen = look_at_block(rest, 2 + waves);
        if (seen.kind == Look::Kind::frame && !is_intact(rest.substr(0, seen.length), 0x0F)) {
            return {Look::Kind::bad_checksum};
        }
        return seen;
    }

    /// One that was hurt is still known for what it was where it follows another block, so that no
    /// sample is missed in its place.
    static Look look_at_message(std::string_view rest, std::size_t length, bool in_step) {
        const Look seen = look_at_block(rest, length);
        if (seen.kind == Look::Kind::frame && !in_step &&
            !is_intact(rest.substr(0, length), 0x7F)) {
            return {Look::Kind::bad_checksum};
        }
        return seen;
    }

    /// By its markers alone.
    static Look look_at_block(std::string_view rest, std::size_t length) {
        const std::string_view block = rest.substr(0, length);
        const auto is_marker = [](char c) { return static_cast<unsigned char>(c) >= first_marker; };
        if (std::any_of(block.begin() + 1, block.end(), is_marker)) {
            return {Look::Kind::nothing};
        }
        if (block.size() < length) {
            return {Look::Kind::unfinished};
        }
        return {Look::Kind::frame, length};
    }

    static Look look_at_identity(std::string_view rest) {
        const std::size_t end = rest.substr(0, longest_identity).find('\0');
        const std::string_view text = rest.substr(1, std::min(end, longest_identity) - 1);
        const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
        if (!std::all_of(text.begin(), text.end(), is_plain)) {
            return {Look::Kind::nothing};
        }
        if (end != std::string_view::npos) {
            return {Look::Kind::frame, end + 1};
        }
        return {rest.size() < longest_identity ? Look::Kind::unfinished : Look::Kind::nothing};
    }

    /// While the board says that it sends another lead, its samples are none of ours.
    void take_wave(std::uint8_t count, Decoded& decoded) {
        if (!sends_ours_) {
            ++counts_.rejected;
            append_damaged(decoded, value_length, value_length);
            return;
        }
        Frame frame;
        frame.counts.fill(no_value);
        frame.counts[0] = count;
        ++counts_.frames;
        decoded.frames.push_back(frame);
    }

    std::uint8_t mask_;
    bool sends_ours_ = true; ///< as its last status block has it
};

class MedlabEgEncoder final : public Encoder {
public:
    explicit MedlabEgEncoder(const DriverOptions& options) : mask_{mask_of(options)} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        const double count = frame.counts[0] >= 0 ? frame.counts[0] : 0;
        std::string wave{
            wave_marker, '\x10',
            static_cast<char>(static_cast<std::uint8_t>(std::min(count, highest_count)))};
        wave[1] = static_cast<char>(0x10U | checksum_of(wave, 0x0F));
        return wave + (index % rate == rate - 1 ? status() : "");
    }

    [[nodiscard]] std::string banner() const override { return status(); }

    static constexpr std::int64_t rate = 100; // as after power-up

private:
    [[nodiscard]] std::string status() const {
        // all electrodes on; 1 cm/mV and 100 blocks a second, as after power-up
        std::string block{status_marker, '\0', '\x1F', static_cast<char>(mask_), '\x05', '\0'};
        block[1] = static_cast<char>(checksum_of(block, 0x7F));
        return block;
    }

    std::uint8_t mask_;
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "Medlab EG01010";
    device.channels = {
        {options.text("lead"), options.number("gain"), middle_count, 0, highest_count}};
    device.rate = Hertz{static_cast<double>(MedlabEgEncoder::rate)};
    device.gain_source = "assumed";
    device.has_checksum = false; // four bits of a sum miss the upper half of a sample: parity is it
    device.bytes_per_sample = value_length;
    device.line.parity = Parity::even;
    return device;
}

std::string channel_command(const DriverOptions& options) {
    return {'\x43', static_cast<char>(mask_of(options))};
}

Scripts scripts(const DriverOptions& options) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{"I", ReplyKind::firmware, 500ms, 0ms}};
    scripts.start = {{channel_command(options), std::nullopt, 0ms, 100ms}};
    return scripts;
}

Requests requests(const DriverOptions& options) {
    return {{"I", "", std::string{identity_marker} + "EG01010H0S00" + '\0', Effect::none},
            {channel_command(options), "", "", Effect::none}};
}

} // namespace

Driver medlab_eg() {
    return {"medlab-eg",
            "Medlab EG01010 board, protocol 2",
            option_keys,
            describe,
            make<Decoder, MedlabEgDecoder>,
            make<Encoder, MedlabEgEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
