// Deckmount's twelve-lead recorder, binary firmware: frames of 22 bytes, 500 a second.
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

constexpr std::size_t frame_length = 22;
constexpr char start_byte = '\xE8';
constexpr char end_byte = '\x8E';
constexpr char length_byte = '\x11'; // of what follows it, without the end byte
constexpr std::size_t channel_count = 8;
constexpr std::size_t checksum_at = 4;
constexpr std::size_t data_at = 5;

constexpr char code_data = '\x20';
constexpr char code_acknowledged = '\x21';
constexpr char code_serial = '\x23';
constexpr char code_firmware = '\x24';

constexpr unsigned connected_bit = 0x20;
constexpr unsigned left_leg_bit = 0x40; // on lead II

using synth::Electrode;

// whose contact bit 5 of each channel tells
constexpr std::array channel_electrode{Electrode::LA, Electrode::RA, Electrode::V1, Electrode::V2,
                                       Electrode::V3, Electrode::V4, Electrode::V5, Electrode::V6};
constexpr std::array channel_names{"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};

constexpr std::array<OptionKey, 3> option_keys{{
    {"checksum", "learn", "learn|none|sum5|sum1|xor",
     "what byte 4 is: nothing, the sum of the data bytes, of all from 1 on, or their xor"},
    {"order", "msb", "msb|lsb", "which byte of a sample comes first"},
    {"gain", "0.78125", "", "microvolts a count; the maker documents none"},
}};

enum class Check { none, sum_of_data, sum_of_all, xor_of_data };

constexpr std::array checks{Check::sum_of_data, Check::sum_of_all, Check::xor_of_data};

std::string_view name_of(Check check) {
    constexpr std::array names{"none", "sum5", "sum1", "xor"};
    return names[static_cast<std::size_t>(check)];
}

std::optional<Check> check_named(std::string_view name) {
    for (const Check check :
         {Check::none, Check::sum_of_data, Check::sum_of_all, Check::xor_of_data}) {
        if (name_of(check) == name) {
            return check;
        }
    }
    return std::nullopt; // to be learned
}

std::uint8_t checksum_of(std::string_view frame, Check check) {
    const std::string_view data = frame.substr(data_at, 2 * channel_count);
    switch (check) {
    case Check::none:
        return 0;
    case Check::sum_of_data:
        return sum_of(data);
    case Check::sum_of_all: // all but the checksum itself
        return static_cast<std::uint8_t>(sum_of(frame.substr(1, 3)) + sum_of(data));
    case Check::xor_of_data:
        return xor_of(data);
    }
    return 0;
}

bool fits(std::string_view frame, Check check) {
    return check == Check::none || byte_at(frame, checksum_at) == checksum_of(frame, check);
}

/// All that a frame must be but its checksum. Only start, end and checksum may have bit 7 set.
bool looks_whole(std::string_view frame) {
    const auto is_plain = [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; };
    const std::string_view data = frame.substr(data_at, 2 * channel_count);
    return frame[0] == start_byte && byte_at(frame, 1) < 64 && frame[2] == length_byte &&
           is_plain(frame[3]) && std::all_of(data.begin(), data.end(), is_plain) &&
           frame[frame_length - 1] == end_byte;
}

std::string text_of(std::string_view frame) {
    const std::string_view data = frame.substr(data_at, 2 * channel_count);
    return std::string{data.substr(0, data.find('\0'))};
}

Frame sample_of(std::string_view frame, bool high_first) {
    Frame sample;
    sample.counts.fill(no_value);
    sample.counter = byte_at(frame, 1);
    for (std::size_t i = 0; i < channel_count; ++i) {
        const std::size_t at = data_at + 2 * i;
        const unsigned high = byte_at(frame, high_first ? at : at + 1);
        const unsigned low = byte_at(frame, high_first ? at + 1 : at);
        sample.counts[i] = (high & 0x1FU) * 128 + (low & 0x7FU);
        if ((high & connected_bit) == 0) {
            sample.electrodes_off.set(static_cast<std::size_t>(channel_electrode[i]));
        }
        if (channel_names[i] == std::string_view{"II"} && (high & left_leg_bit) == 0) {
            sample.electrodes_off.set(static_cast<std::size_t>(Electrode::LL));
        }
    }
    return sample;
}

class Deckmount22Decoder final : public FramedDecoder {
public:
    explicit Deckmount22Decoder(const DriverOptions& options)
        : check_{check_named(options.text("checksum"))}, told_{check_.has_value()},
          high_first_{options.text("order") == "msb"} {}

    [[nodiscard]] std::vector<std::string> learned() const override {
        if (told_ || !check_) {
            return {};
        }
        return {"checksum " + std::string{name_of(*check_)}};
    }

protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (rest[0] != start_byte) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < frame_length) {
            return {Look::Kind::unfinished};
        }
        const std::string_view frame = rest.substr(0, frame_length);
        if (!looks_whole(frame)) {
            return {Look::Kind::nothing};
        }
        if (frame[3] == code_data && check_ && !fits(frame, *check_)) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, frame_length};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        if (frame[3] == code_acknowledged) {
            decoded.replies.push_back({ReplyKind::acknowledged, {frame[data_at]}});
        } else if (frame[3] == code_firmware) {
            decoded.replies.push_back({ReplyKind::firmware, text_of(frame)});
        } else if (frame[3] == code_serial) {
            decoded.replies.push_back({ReplyKind::serial, text_of(frame)});
        } else if (frame[3] != code_data) {
            ++counts_.rejected;
        } else if (check_) {
            take_sample(frame, decoded);
        } else {
            held_ += frame;
            if (held_.size() == learning_frames * frame_length) {
                learn(decoded);
            }
        }
    }

    void end(Decoded& decoded) override {
        if (!held_.empty()) {
            learn(decoded);
        }
    }

private:
    static constexpr std::size_t learning_frames = 64;
    static constexpr double agreement = 0.8; // of the frames, when the rest was hurt on the wire

    void take_sample(std::string_view frame, Decoded& decoded) {
        ++counts_.frames;
        decoded.frames.push_back(sample_of(frame, high_first_));
    }

    /// Judges the frames that came so far: a check that most of them pass is the device's own, and
    /// those that fail it were hurt. Where none does, byte 4 is no checksum.
    void learn(Decoded& decoded) {
        const std::string_view held = held_;
        const double total = static_cast<double>(held.size()) / frame_length;
        check_ = Check::none;
        for (const Check check : checks) {
            double passed = 0;
            for (std::size_t at = 0; at < held.size(); at += frame_length) {
                passed += fits(held.substr(at, frame_length), check) ? 1 : 0;
            }
            if (passed >= agreement * total) {
                check_ = check;
                break;
            }
        }
        for (std::size_t at = 0; at < held.size(); at += frame_length) {
            if (fits(held.substr(at, frame_length), *check_)) {
                take_sample(held.substr(at, frame_length), decoded);
            } else {
                ++counts_.bad_checksums;
            }
        }
        held_.clear();
    }

    std::optional<Check> check_; ///< absent until it is learned
    bool told_;
    bool high_first_;
    std::string held_; ///< data frames that wait for the check to be known
};

class Deckmount22Encoder final : public Encoder {
public:
    explicit Deckmount22Encoder(const DriverOptions& options)
        : check_{check_named(options.text("checksum")).value_or(Check::sum_of_data)},
          high_first_{options.text("order") == "msb"} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string bytes{start_byte, static_cast<char>(index % 64), length_byte, code_data, '\0'};
        for (std::size_t i = 0; i < channel_count; ++i) {
            const double count = frame.counts[i];
            const auto value = static_cast<unsigned>(count >= 0 ? count : 0); // NaN, too
            unsigned high = value / 128;
            high |= off(frame, channel_electrode[i]) ? 0 : connected_bit;
            high |= i == 1 && !off(frame, Electrode::LL) ? left_leg_bit : 0;
            const char first = static_cast<char>(high_first_ ? high : value % 128);
            const char second = static_cast<char>(high_first_ ? value % 128 : high);
            bytes.append({first, second});
        }
        bytes += end_byte;
        bytes[checksum_at] = static_cast<char>(checksum_of(bytes, check_));
        return bytes;
    }

private:
    static bool off(const Frame& frame, Electrode electrode) {
        return frame.electrodes_off.test(static_cast<std::size_t>(electrode));
    }

    Check check_;
    bool high_first_;
};

std::string control_frame(char counter, char code, std::string_view data) {
    std::string bytes{start_byte, counter, length_byte, code, '\0'};
    bytes += data;
    bytes.resize(frame_length - 1, '\0');
    return bytes + end_byte;
}

constexpr char op_start = '\x10';
constexpr char op_stop = '\x11';
constexpr char op_serial = '\x13';
constexpr char op_version = '\x14';
constexpr char op_close = '\x15';

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "Deckmount 12-lead, binary";
    for (const char* name : channel_names) {
        device.channels.push_back({name, options.number("gain"), 2048, 0, 4095});
    }
    device.rate = Hertz{500};
    device.gain_source = "assumed";
    device.counter_modulus = 64;
    device.has_checksum = options.text("checksum") != "none";
    device.tells_electrodes = true;
    device.bytes_per_sample = frame_length;
    return device;
}

Scripts scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    const auto ask = [](char counter, char op) { return control_frame(counter, op, {}); };
    Scripts scripts;
    scripts.identify = {{ask('\0', op_stop), ReplyKind::acknowledged, 500ms, 0ms},
                        {ask('\1', op_version), ReplyKind::firmware, 1000ms, 0ms},
                        {ask('\2', op_serial), ReplyKind::serial, 500ms, 0ms}};
    scripts.start = {{ask('\0', op_start), ReplyKind::acknowledged, 500ms, 0ms}};
    scripts.stop = {{ask('\0', op_stop), std::nullopt, 0ms, 0ms},
                    {ask('\1', op_close), std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions&) {
    std::string mask(frame_length, '\0');
    mask[0] = mask[3] = mask[frame_length - 1] = '\xFF';
    const auto request = [&](char op, std::string reply, Effect effect) {
        return Request{control_frame('\0', op, {}), mask, std::move(reply), effect};
    };
    const auto acknowledge = [](char op) {
        return control_frame('\0', code_acknowledged, std::string_view{&op, 1});
    };
    return {
        request(op_start, acknowledge(op_start), Effect::start),
        request(op_stop, acknowledge(op_stop), Effect::stop),
        request(op_close, acknowledge(op_close), Effect::stop),
        request(op_version,
                acknowledge(op_version) + control_frame('\0', code_firmware, "SIMULATED_010101"),
                Effect::none),
        request(op_serial, control_frame('\0', code_serial, "SIM0001"), Effect::none)};
}

} // namespace

Driver deckmount22() {
    return {"deckmount22",
            "Deckmount 12-lead recorder, binary firmware",
            option_keys,
            describe,
            make<Decoder, Deckmount22Decoder>,
            make<Encoder, Deckmount22Encoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
