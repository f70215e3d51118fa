// What a driver makes of bytes written by hand.
#pragma once

#include "acquire/drivers/registry.hpp"

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::test {

/// A decoder by its name and options: "csv:columns=I;II".
class BytesDecoder {
public:
    explicit BytesDecoder(std::string_view choice) {
        const auto chosen = acquire::choose_driver(choice);
        device_ = chosen.driver->describe(chosen.options);
        decoder_ = chosen.driver->decoder(chosen.options);
        encoder_ = chosen.driver->encoder(chosen.options);
    }

    /// The frames so far, with those of bytes.
    const std::vector<acquire::Frame>& feed(std::string_view bytes) {
        keep(decoder_->feed(bytes));
        return frames_;
    }

    const std::vector<acquire::Frame>& finish() {
        keep(decoder_->finish());
        return frames_;
    }

    [[nodiscard]] const std::vector<acquire::Frame>& frames() const { return frames_; }

    [[nodiscard]] const std::vector<acquire::Reply>& replies() const { return replies_; }

    [[nodiscard]] const acquire::DecodeCounts& counts() const { return decoder_->counts(); }

    [[nodiscard]] const acquire::Description& device() const { return device_; }

    [[nodiscard]] acquire::Decoder& decoder() { return *decoder_; }

    [[nodiscard]] acquire::Encoder& encoder() { return *encoder_; }

    /// The counts of a frame's channels, of the last frame by default.
    [[nodiscard]] std::vector<double> values() const { return values(frames_.size() - 1); }

    [[nodiscard]] std::vector<double> values(std::size_t at) const {
        const auto named = decoder_->channels();
        const auto count = named.empty() ? device_.channels.size() : named.size();
        const auto& all = frames_.at(at).counts;
        return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)};
    }

    [[nodiscard]] std::vector<std::string> channel_names() const {
        std::vector<std::string> names;
        for (const acquire::Channel& channel : decoder_->channels()) {
            names.push_back(channel.name);
        }
        return names;
    }

private:
    void keep(const acquire::Decoded& decoded) {
        frames_.insert(frames_.end(), decoded.frames.begin(), decoded.frames.end());
        replies_.insert(replies_.end(), decoded.replies.begin(), decoded.replies.end());
    }

    acquire::Description device_;
    std::unique_ptr<acquire::Decoder> decoder_;
    std::unique_ptr<acquire::Encoder> encoder_;
    std::vector<acquire::Frame> frames_;
    std::vector<acquire::Reply> replies_;
};

/// Bytes of a literal that holds NUL bytes.
template <std::size_t size> std::string_view bytes_of(const char (&literal)[size]) {
    return {literal, size - 1};
}

/// A frame of these counts.
inline acquire::Frame frame_of(const std::vector<double>& counts) {
    acquire::Frame frame;
    frame.counts.fill(acquire::no_value);
    std::copy(counts.begin(), counts.end(), frame.counts.begin());
    return frame;
}

} // namespace ecg::test
