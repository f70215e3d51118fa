// PLUX BITalino: frames without any mark, known by their CRC of 4 bits and a counter of 4 alone.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

// Of one analogue channel: 10 bits from the top of bit 3 of the second byte down to bit 2 of the
// first, above them four digital lines, and last counter and CRC.
constexpr std::size_t frame_length = 3;
constexpr unsigned counter_values = 16;
constexpr double highest_count = 1023;

// the ECG sensor: 3.3 V over 1024 counts, at a gain of 1100
constexpr double uv_per_count = 3.3e6 / (highest_count + 1) / 1100;

constexpr std::string_view version_start = "BITalino"; // of its answer, a line
constexpr std::size_t longest_version = 40;

constexpr std::array<OptionKey, 2> option_keys{{
    {"channel", "2", "1|2|3|4|5|6", "the analogue input of the ECG sensor"},
    {"rate", "1000", "1000|100|10|1", "samples a second"},
}};

/// The remainder by x^4 + x + 1, bit by bit, of all but the CRC itself, which counts as 0.
unsigned crc4_of(std::string_view frame) {
    unsigned crc = 0;
    for (std::size_t i = 0; i < frame.size(); ++i) {
        const bool is_last = i + 1 == frame.size();
        const unsigned value = byte_at(frame, i) & (is_last ? 0xF0U : 0xFFU);
        for (int bit = 7; bit >= 0; --bit) {
            crc = crc << 1U | (value >> static_cast<unsigned>(bit) & 1U);
            crc ^= (crc & 0x10U) != 0 ? 0x13U : 0U;
        }
    }
    return crc;
}

bool is_good(std::string_view frame) {
    return frame.size() == frame_length &&
           (byte_at(frame, frame_length - 1) & 0x0FU) == crc4_of(frame);
}

unsigned counter_of(std::string_view frame) {
    return byte_at(frame, frame_length - 1) >> 4U;
}

/// How many good frames stand one behind the other, each a few at most after the one before.
std::size_t run_length(std::string_view rest, std::size_t enough) {
    constexpr unsigned largest_step = 3;
    std::size_t run = 0;
    for (std::size_t at = 0;
         run < enough && is_good(rest.substr(std::min(at, rest.size()), frame_length));
         at += frame_length) {
        if (run > 0) {
            const unsigned step = (counter_of(rest.substr(at, frame_length)) + counter_values -
                                   counter_of(rest.substr(at - frame_length, frame_length))) %
                                  counter_values;
            if (step < 1 || step > largest_step) {
                break;
            }
        }
        ++run;
    }
    return run;
}

class BitalinoDecoder final : public FramedDecoder {
protected:
    /// One frame proves nothing: any three bytes pass in one case of 16. What is in step with the
    /// frames before it, and counts on, is taken; anything else must be a run of frames.
    [[nodiscard]] Look look(std::string_view rest, bool in_step) const override {
        if (const Look version = look_version(rest); version.kind != Look::Kind::nothing) {
            return version;
        }
        if (rest.size() < bytes_ahead && !ended()) {
            return {Look::Kind::unfinished};
        }
        if (!is_good(rest.substr(0, frame_length))) {
            return {in_step ? Look::Kind::bad_checksum : Look::Kind::nothing};
        }
        const std::size_t run = run_length(rest, proof);
        const bool is_taken = counts_on(rest) ? !is_overlapped(rest, run) : run >= proof_needed();
        return is_taken ? Look{Look::Kind::frame, frame_length} : Look{Look::Kind::nothing};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        if (frame.size() != frame_length) {
            decoded.replies.push_back(
                {ReplyKind::firmware, std::string{frame.substr(0, frame.size() - 1)}});
            return;
        }
        counter_ = counter_of(frame);
        Frame sample;
        sample.counts.fill(no_value);
        sample.counter = *counter_;
        sample.counts[0] = (byte_at(frame, 1) & 0x0FU) << 6U | byte_at(frame, 0) >> 2U;
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }

    void end(Decoded&) override { counter_.reset(); }

private:
    static constexpr std::size_t proof = 3; ///< frames in a row that are no accident
    static constexpr std::size_t bytes_ahead = (proof + 1) * frame_length;

    static Look look_version(std::string_view rest) {
        if (!version_start.starts_with(rest.substr(0, version_start.size()))) {
            return {Look::Kind::nothing};
        }
        const std::size_t end = rest.substr(0, longest_version).find('\n');
        if (end != std::string_view::npos && end >= version_start.size()) {
            return {Look::Kind::frame, end + 1};
        }
        return {rest.size() < longest_version ? Look::Kind::unfinished : Look::Kind::nothing};
    }

    /// Whether the frame is the one to expect here, with at most one hurt in its place before it.
    [[nodiscard]] bool counts_on(std::string_view rest) const {
        const std::size_t hurt = since_frame() / frame_length;
        return counter_ && since_frame() % frame_length == 0 && hurt <= 1 &&
               counter_of(rest) == (*counter_ + 1 + hurt) % counter_values;
    }

    /// Where frames were lost whole, the next one still stands in their step.
    [[nodiscard]] std::size_t proof_needed() const {
        return counter_ && since_frame() % frame_length == 0 && since_frame() <= frame_length
                   ? proof - 1
                   : proof;
    }

    /// Whether a run begins inside the frame while none begins with it: the frame was cut short.
    static bool is_overlapped(std::string_view rest, std::size_t run) {
        bool overlapped = false;
        for (std::size_t at = 1; at < frame_length; ++at) {
            overlapped = overlapped || run_length(rest.substr(at), proof) == proof;
        }
        return overlapped && run < proof;
    }

    std::optional<unsigned> counter_; ///< of the last frame
};

class BitalinoEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        const auto count = static_cast<unsigned>(whole(frame.counts[0]));
        std::string bytes = little_endian(count << 2U, 2); // the digital lines are low
        bytes += static_cast<char>(index % counter_values << 4U);
        bytes.back() = static_cast<char>(byte_at(bytes, frame_length - 1) | crc4_of(bytes));
        return bytes;
    }
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "PLUX BITalino";
    device.channels = {{"ch1", uv_per_count, (highest_count + 1) / 2, 0, highest_count}};
    device.rate = Hertz{options.number("rate")};
    device.gain_source = "documented";
    device.counter_modulus = counter_values;
    device.has_checksum = true;
    device.bytes_per_sample = frame_length;
    return device;
}

std::string rate_command(const DriverOptions& options) {
    constexpr std::array rates{1, 10, 100, 1000};
    unsigned code = 0;
    while (rates[code] < options.number("rate")) {
        ++code;
    }
    return {static_cast<char>(code << 6U | 0x03U)};
}

std::string start_command(const DriverOptions& options) {
    const auto channel = static_cast<unsigned>(options.number("channel"));
    return {static_cast<char>(1U << (channel - 1 + 2) | 0x01U)};
}

const std::string stop_command{'\0'};
const std::string version_command{'\x07'};

Scripts scripts(const DriverOptions& options) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{stop_command, std::nullopt, 0ms, 200ms},
                        {version_command, ReplyKind::firmware, 1000ms, 0ms}};
    scripts.start = {{rate_command(options), std::nullopt, 0ms, 100ms},
                     {start_command(options), std::nullopt, 0ms, 0ms}};
    scripts.stop = {{stop_command, std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions& options) {
    return {{version_command, "", "BITalino_v5.2\n", Effect::none},
            {rate_command(options), "", "", Effect::none},
            {start_command(options), "", "", Effect::start},
            {stop_command, "", "", Effect::stop}};
}

} // namespace

Driver bitalino() {
    return {"bitalino",
            "PLUX BITalino, one channel",
            option_keys,
            describe,
            [](const DriverOptions&) -> std::unique_ptr<Decoder> {
                return std::make_unique<BitalinoDecoder>();
            },
            [](const DriverOptions&) -> std::unique_ptr<Encoder> {
                return std::make_unique<BitalinoEncoder>();
            },
            scripts,
            requests};
}

} // namespace ecg::acquire
