// ProtoCentral's boards: one framing (0A FA, length, type, payload, 00 0B), many payloads. There is
// no checksum and no counter.
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/ces_boards.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

using ces::Form;
using ces::Layout;

constexpr std::size_t header_length = 5; // 0A FA, length low and high, type
constexpr std::size_t frame_overhead = header_length + 2;
constexpr std::string_view frame_start = "\x0A\xFA";
constexpr std::string_view frame_end{"\x00\x0B", 2};
constexpr std::size_t longest_unknown = 64; // a payload of a type that the board's layout lacks

std::size_t channel_count(const Layout& layout) {
    const auto& names = layout.channels;
    return static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [](auto name) { return !name.empty(); }));
}

std::size_t frame_length(const Layout& layout) {
    return layout.length + frame_overhead;
}

Form form_asked(const Layout& layout, const DriverOptions& options) {
    if (layout.option_count < 2) {
        return layout.form;
    }
    const std::string& form = options.text("form");
    return form == "right" ? Form::right_18 : form == "left" ? Form::left_18 : Form::split_18;
}

/// The ends of a form's range.
std::int64_t highest_of(Form form, std::size_t width) {
    const int bits = form == Form::whole     ? static_cast<int>(8 * width)
                     : form == Form::bits_24 ? 24
                                             : 18;
    return (std::int64_t{1} << (bits - 1)) - 1;
}

/// The bytes, low one first, with their sign.
std::int64_t number_of(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= static_cast<std::uint64_t>(byte_at(bytes, i)) << (8 * i);
    }
    const int unused = 64 - static_cast<int>(8 * bytes.size());
    return static_cast<std::int64_t>(value << unused) >> unused;
}

/// Absent when a converter never gives such a number.
std::optional<double> count_of(std::string_view bytes, Form form) {
    std::int64_t count = number_of(bytes);
    if (form == Form::left_18) {
        if (count % 64 != 0) {
            return std::nullopt;
        }
        count /= 64;
    } else if (form == Form::split_18) {
        if ((count & 0xFFFC) != 0) {
            return std::nullopt;
        }
        count = (count >> 16) * 4 + (count & 3);
    }
    const std::int64_t highest = highest_of(form, bytes.size());
    if (count > highest || count < -highest - 1) {
        return std::nullopt;
    }
    return static_cast<double>(count);
}

std::string bytes_of(double count, Form form, std::size_t width) {
    auto value = static_cast<std::int64_t>(std::isnan(count) ? 0 : count);
    if (form == Form::left_18) {
        value *= 64;
    } else if (form == Form::split_18) {
        value = (value >> 2) * 65536 + (value & 3);
    }
    std::string bytes;
    for (std::size_t i = 0; i < width; ++i) {
        bytes += static_cast<char>(value >> (8 * i));
    }
    return bytes;
}

class CesDecoder final : public FramedDecoder {
public:
    CesDecoder(const Layout& layout, const DriverOptions& options)
        : layout_{layout}, form_{form_asked(layout, options)} {}

protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (layout_.takes_commands && rest[0] == answer_start[0]) {
            return look_at_answer(rest);
        }
        const std::size_t begun = std::min(rest.size(), frame_start.size());
        if (rest.substr(0, begun) != frame_start.substr(0, begun)) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < header_length) {
            return {Look::Kind::unfinished};
        }
        const std::size_t payload = byte_at(rest, 2) + 256U * byte_at(rest, 3);
        if (payload != layout_.length && payload != layout_.other_length &&
            payload > longest_unknown) {
            return {Look::Kind::nothing};
        }
        const std::size_t length = payload + frame_overhead;
        if (rest.size() < length) {
            return {Look::Kind::unfinished};
        }
        if (rest.substr(length - frame_end.size(), frame_end.size()) != frame_end) {
            return {Look::Kind::nothing};
        }
        return {Look::Kind::frame, length};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        if (frame[0] == answer_start[0]) {
            const auto asked = static_cast<char>(byte_at(frame, 2) & 0x7FU);
            decoded.replies.push_back({ReplyKind::acknowledged, {asked}});
            return;
        }
        const std::string_view payload = frame.substr(header_length, frame.size() - frame_overhead);
        if (frame[4] == layout_.type && payload.size() == layout_.length) {
            take_samples(payload, decoded);
        } else if (frame[4] != layout_.other_type || payload.size() != layout_.other_length) {
            ++counts_.rejected;
            if (payload.size() == layout_.length) { // its type was hurt
                append_damaged(decoded, frame.size(), bytes_per_sample());
            }
        }
    }

    void skipped(std::size_t bytes, Decoded& decoded) override {
        append_damaged(decoded, bytes, bytes_per_sample());
    }

private:
    static constexpr std::string_view answer_start = "\xAA\x55";
    static constexpr std::size_t longest_answer = 32;

    static Look look_at_answer(std::string_view rest) {
        if (rest.size() < 4) {
            const std::size_t begun = std::min(rest.size(), answer_start.size());
            const bool may_be = rest.substr(0, begun) == answer_start.substr(0, begun);
            return {may_be ? Look::Kind::unfinished : Look::Kind::nothing};
        }
        const std::size_t payload = byte_at(rest, 3);
        if (rest[1] != answer_start[1] || byte_at(rest, 2) < 0x80 || payload > longest_answer) {
            return {Look::Kind::nothing};
        }
        const std::size_t length = payload + 5;
        if (rest.size() < length) {
            return {Look::Kind::unfinished};
        }
        if (xor_of(rest.substr(4, payload)) != byte_at(rest, length - 1)) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, length};
    }

    void take_samples(std::string_view payload, Decoded& decoded) {
        const std::size_t channels = channel_count(layout_);
        std::vector<Frame> samples(layout_.samples);
        for (std::size_t sample = 0; sample < layout_.samples; ++sample) {
            Frame& frame = samples[sample];
            frame.counts.fill(no_value);
            for (std::size_t i = 0; i < channels; ++i) {
                const std::size_t at = (sample * channels + i) * layout_.width;
                const auto count = count_of(payload.substr(at, layout_.width), form_);
                if (!count) {
                    ++counts_.rejected;
                    append_damaged(decoded, frame_length(layout_), bytes_per_sample());
                    return;
                }
                frame.counts[i] = *count;
                frame.channels_off.set(
                    i, layout_.status_at > 0 &&
                           (byte_at(payload, layout_.status_at) & layout_.off_bits) != 0);
            }
        }
        counts_.frames += static_cast<std::int64_t>(samples.size());
        decoded.frames.insert(decoded.frames.end(), samples.begin(), samples.end());
    }

    [[nodiscard]] double bytes_per_sample() const {
        return static_cast<double>(frame_length(layout_)) / static_cast<double>(layout_.samples);
    }

    const Layout& layout_;
    Form form_;
};

class CesEncoder final : public Encoder {
public:
    CesEncoder(const Layout& layout, const DriverOptions& options)
        : layout_{layout}, form_{form_asked(layout, options)} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        for (std::size_t i = 0; i < channel_count(layout_); ++i) {
            payload_ += bytes_of(frame.counts[i], form_, layout_.width);
        }
        if ((index + 1) % static_cast<std::int64_t>(layout_.samples) != 0) {
            return {};
        }
        payload_.resize(layout_.length, '\0');
        if (layout_.status_at > 0 && (frame.channels_off.any() || frame.electrodes_off.any())) {
            payload_[layout_.status_at] = '\x01';
        }
        std::string bytes{frame_start};
        bytes += {static_cast<char>(layout_.length), '\0', layout_.type};
        bytes += payload_;
        payload_.clear();
        return bytes.append(frame_end);
    }

private:
    const Layout& layout_;
    Form form_;
    std::string payload_; ///< the samples that wait for the last of them
};

Description describe_layout(const Layout& layout, const DriverOptions& options) {
    Description device;
    device.model = layout.model;
    const auto highest = static_cast<double>(highest_of(form_asked(layout, options), layout.width));
    for (std::size_t i = 0; i < channel_count(layout); ++i) {
        device.channels.push_back(
            {std::string{layout.channels[i]}, options.number("gain"), 0, -highest - 1, highest});
    }
    device.rate = Hertz{layout.hertz};
    device.gain_source = layout.gain_source;
    device.tells_electrodes = layout.status_at > 0;
    device.bytes_per_sample =
        static_cast<double>(frame_length(layout)) / static_cast<double>(layout.samples);
    device.line.baud = layout.baud;
    device.needs_dtr = layout.takes_commands;
    return device;
}

std::string command(char type) {
    return {'\xAA', '\x55', type, '\0', '\0'}; // no payload, whose xor is 0
}

constexpr char op_ping = '\x01';
constexpr char op_start = '\x10';
constexpr char op_stop = '\x11';

Scripts command_scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{command(op_ping), ReplyKind::acknowledged, 300ms, 0ms}};
    scripts.start = {{command(op_start), std::nullopt, 0ms, 0ms}};
    scripts.stop = {{command(op_stop), std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests command_requests(const DriverOptions&) {
    return {{command(op_ping), "", command('\x81'), Effect::none},
            {command(op_start), "", "", Effect::start},
            {command(op_stop), "", "", Effect::stop}};
}

template <const Layout& layout> Driver row() {
    return {layout.name,
            layout.words,
            {layout.options.data(), layout.option_count},
            [](const DriverOptions& options) { return describe_layout(layout, options); },
            [](const DriverOptions& options) -> std::unique_ptr<Decoder> {
                return std::make_unique<CesDecoder>(layout, options);
            },
            [](const DriverOptions& options) -> std::unique_ptr<Encoder> {
                return std::make_unique<CesEncoder>(layout, options);
            },
            layout.takes_commands ? command_scripts : nullptr,
            layout.takes_commands ? command_requests : nullptr};
}

} // namespace

Driver healthypi3() {
    return row<ces::healthypi3>();
}

Driver healthypi4() {
    return row<ces::healthypi4>();
}

Driver healthypi5() {
    return row<ces::healthypi5>();
}

Driver healthypi5_batch() {
    return row<ces::healthypi5_batch>();
}

Driver ads1292r() {
    return row<ces::ads1292r>();
}

Driver ads1293() {
    return row<ces::ads1293>();
}

Driver max30003() {
    return row<ces::max30003>();
}

Driver max30001() {
    return row<ces::max30001>();
}

} // namespace ecg::acquire
