#include "acquire/device/framed_decoder.hpp"

#include <cmath>

namespace ecg::acquire {
namespace {

constexpr double most_damaged = 100; // a longer stretch says nothing of how many frames it held

} // namespace

Decoded FramedDecoder::feed(std::string_view bytes) {
    counts_.bytes += static_cast<std::int64_t>(bytes.size());
    rest_ += bytes;
    Decoded decoded;
    scan(decoded, counts_.skipped_bytes);
    return decoded;
}

Decoded FramedDecoder::finish() {
    Decoded decoded;
    ended_ = true;
    scan(decoded, counts_.truncated_bytes);
    end(decoded);
    rest_.clear();
    skipped_ = 0;
    started_ = false;
    in_step_ = false;
    ended_ = false;
    return decoded;
}

void FramedDecoder::scan(Decoded& decoded, std::int64_t& wasted) {
    std::size_t at = 0;
    while (at < rest_.size()) {
        const std::string_view here = std::string_view{rest_}.substr(at);
        const Look seen = look(here, in_step_);
        if (seen.kind == Look::Kind::unfinished && !ended_) {
            break;
        }
        if (seen.kind == Look::Kind::frame) {
            if (skipped_ > 0 && started_) {
                skipped(skipped_, decoded);
            }
            take(here.substr(0, seen.length), decoded);
            at += seen.length;
            skipped_ = 0;
            started_ = true;
            in_step_ = true;
            continue;
        }
        counts_.bad_checksums += seen.kind == Look::Kind::bad_checksum ? 1 : 0;
        in_step_ = false;
        ++wasted;
        ++skipped_;
        ++at;
    }
    rest_.erase(0, at);
}

void append_damaged(Decoded& decoded, std::size_t bytes, double bytes_per_frame) {
    const double count = std::round(static_cast<double>(bytes) / bytes_per_frame);
    if (count > most_damaged) {
        return;
    }
    Frame frame;
    frame.counts.fill(no_value);
    frame.damaged = true;
    decoded.frames.insert(decoded.frames.end(), static_cast<std::size_t>(count), frame);
}

} // namespace ecg::acquire
