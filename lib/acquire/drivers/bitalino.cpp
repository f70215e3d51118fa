// PLUX BITalino: frames without any mark, known by their CRC of 4 bits and a counter of 4 alone.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>
#include <vector>

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

constexpr int impossible = -1000;

/// How likely it is that a frame comes behind another, with so many bytes between that are none,
/// and a counter so much higher: about a logarithm to base 2, and over chance.
int score_of_step(std::size_t between, unsigned step) {
    constexpr int next = 4;
    constexpr int after_hurt = -1; // one frame that stood in its place
    constexpr int after_two = -4;  // two such, or one and a lost one
    constexpr int after_lost = -4; // one to three whole ones
    constexpr int after_junk = -4; // and nothing lost
    constexpr int out_of_place = -6;
    constexpr int far_off = -24;
    constexpr unsigned most_lost = 3;
    const std::size_t places = between / frame_length;
    if (step == 0) {
        return impossible; // it would be 16 frames
    }
    if (step > places + 1 + most_lost) {
        return far_off;
    }
    if (between == 0) {
        return step == 1 ? next : after_lost;
    }
    if (step == 1) {
        return after_junk;
    }
    if (between % frame_length > 0 || places > 2 || step < places + 1 || step > 3) {
        return out_of_place;
    }
    return step == 2 ? after_hurt : after_two;
}

unsigned step_between(unsigned counter, unsigned next) {
    return (next + counter_values - counter) % counter_values;
}

/// A place where a frame could be, and how much speaks for the frames from there on.
struct Candidate {
    std::size_t at = 0;
    unsigned counter = 0;
    int score = 0;
};

/// All places of window whose CRC is right.
std::vector<Candidate> candidates_of(std::string_view window) {
    constexpr int score_of_crc = 4; // one in 16 has it by chance
    std::vector<Candidate> all;
    for (std::size_t at = 0; at + frame_length <= window.size(); ++at) {
        const std::string_view frame = window.substr(at, frame_length);
        if (is_good(frame)) {
            all.push_back({at, counter_of(frame), 0});
        }
    }
    for (std::size_t i = all.size(); i > 0; --i) {
        Candidate& here = all[i - 1];
        int best = 0;
        for (std::size_t j = i; j < all.size(); ++j) {
            if (all[j].at >= here.at + frame_length) {
                const std::size_t between = all[j].at - here.at - frame_length;
                best = std::max(
                    best, all[j].score +
                              score_of_step(between, step_between(here.counter, all[j].counter)));
            }
        }
        here.score = score_of_crc + best;
    }
    return all;
}

class BitalinoDecoder final : public FramedDecoder {
protected:
    /// One frame proves nothing: any three bytes pass in one case of 16. So where a frame is not
    /// one of a row, it is looked which reading of the bytes ahead is the likeliest.
    [[nodiscard]] Look look(std::string_view rest, bool in_step) const override {
        if (const Look version = look_version(rest); version.kind != Look::Kind::nothing) {
            return version;
        }
        if (rest.size() < frame_length) {
            return {Look::Kind::unfinished};
        }
        if (!is_good(rest.substr(0, frame_length))) {
            return {in_step ? Look::Kind::bad_checksum : Look::Kind::nothing};
        }
        if (rest.size() < row_length && !ended()) {
            return {Look::Kind::unfinished};
        }
        if (in_step && is_in_row(rest)) {
            return {Look::Kind::frame, frame_length};
        }
        if (rest.size() < window_length && !ended()) {
            return {Look::Kind::unfinished};
        }
        if (is_likeliest(rest.substr(0, window_length))) {
            return {Look::Kind::frame, frame_length};
        }
        return {Look::Kind::nothing};
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
    static constexpr std::size_t row_length = 3 * frame_length;
    static constexpr std::size_t window_length = 25 * frame_length;
    static constexpr int proof_in_step = 8; ///< the CRC and the counter
    static constexpr int proof_at_end = -2; ///< where nothing can follow: a counter not far off
    static constexpr int proof = 16;        ///< when it is not known what came before

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

    /// Whether this frame and the next two count on from the last.
    [[nodiscard]] bool is_in_row(std::string_view rest) const {
        std::optional<unsigned> before = counter_;
        for (std::size_t at = 0; at < row_length; at += frame_length) {
            const std::string_view frame = rest.substr(std::min(at, rest.size()), frame_length);
            if (!before || !is_good(frame) || step_between(*before, counter_of(frame)) != 1) {
                return false;
            }
            before = counter_of(frame);
        }
        return true;
    }

    /// Whether the likeliest reading begins with the frame at the start.
    [[nodiscard]] bool is_likeliest(std::string_view window) const {
        const bool is_near = counter_ && since_frame() <= window_length;
        int first = impossible;
        int best_other = impossible;
        for (const Candidate& candidate : candidates_of(window)) {
            int score = candidate.score;
            if (is_near) {
                score += score_of_step(since_frame() + candidate.at,
                                       step_between(*counter_, candidate.counter));
            }
            int& kind = candidate.at == 0 ? first : best_other;
            kind = std::max(kind, score);
        }
        const int needed = !is_near ? proof : ended() ? proof_at_end : proof_in_step;
        // of two readings as good, the one in step
        return first >= needed && (since_frame() == 0 ? first >= best_other : first > best_other);
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
            make<Decoder, BitalinoDecoder>,
            make<Encoder, BitalinoEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
