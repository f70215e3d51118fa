#include "formats/wfdb/signal_file.hpp"

#include "common/error.hpp"
#include "formats/wfdb/sample_format.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace ecg::formats {
namespace {

constexpr std::int64_t chunk_samples = 24'576; // of all channels: stays in the cache
constexpr std::int64_t frames_in_blocks = 6;   // fills whole blocks in every format
constexpr std::size_t skip_step = 1U << 16;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

} // namespace

std::span<double> SampleQueue::extend(std::size_t count) {
    if (start_ > samples_.size() / 2) {
        samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(start_));
        start_ = 0;
    }
    samples_.resize(samples_.size() + count);
    return std::span{samples_}.last(count);
}

void SampleQueue::drop_front(std::size_t count) {
    start_ += std::min(count, size());
}

void SampleQueue::move_front(std::size_t count, std::vector<double>& out) {
    const std::size_t there = std::min(count, size());
    const auto first = samples_.begin() + static_cast<std::ptrdiff_t>(start_);
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(there));
    out.insert(out.end(), count - there, missing);
    drop_front(there);
}

SignalFile::SignalFile(const std::string& path, std::vector<Channel> channels, std::int64_t frames)
    : input_{path}, format_{channels.front().signal->format}, frames_{frames} {
    for (const Channel& channel : channels) {
        State state;
        state.channel = channel;
        state.offset = frame_size_;
        state.to_skip = channel.signal->skew * channel.signal->samples_per_frame;
        state.running = static_cast<std::uint32_t>(channel.signal->initial_value);
        frame_size_ += static_cast<std::size_t>(channel.signal->samples_per_frame);
        most_skew_ = std::max(most_skew_, channel.signal->skew);
        states_.push_back(std::move(state));
    }
    const auto fitting = chunk_samples / static_cast<std::int64_t>(frame_size_);
    chunk_frames_ = std::max(fitting / frames_in_blocks, std::int64_t{1}) * frames_in_blocks;
    skip_bytes(channels.front().signal->offset);
}

void SignalFile::skip_bytes(std::int64_t count) {
    while (count > 0) {
        bytes_.clear();
        const auto step = std::min(static_cast<std::size_t>(count), skip_step);
        const std::size_t got = input_.read(bytes_, step);
        if (got == 0) {
            return; // reading the samples says what is missing
        }
        count -= static_cast<std::int64_t>(got);
    }
}

void SignalFile::read_until(std::int64_t end) {
    while (position_ < std::min(frames_, end + most_skew_)) {
        read_chunk();
    }
}

void SignalFile::read_chunk() {
    const auto frames = static_cast<std::size_t>(std::min(chunk_frames_, frames_ - position_));
    const std::size_t samples = frames * frame_size_;
    const auto needed =
        static_cast<std::size_t>(bytes_of_samples(format_, static_cast<std::int64_t>(samples)));
    bytes_.clear();
    while (bytes_.size() < needed) {
        if (input_.read(bytes_, needed - bytes_.size()) == 0) {
            throw Error{ErrorKind::data, input_.name() + ": ends in frame " +
                                             std::to_string(position_) + " to " +
                                             std::to_string(position_ + chunk_frames_) + " of " +
                                             std::to_string(frames_)};
        }
    }
    counts_.resize(samples);
    decode_counts(format_, bytes_, counts_);
    for (State& state : states_) {
        take_samples(state, frames);
    }
    position_ += static_cast<std::int64_t>(frames);
}

void SignalFile::take_samples(State& state, std::size_t frames) {
    const auto width = static_cast<std::size_t>(state.channel.signal->samples_per_frame);
    if (format_ == 8) {
        add_up_differences(state, width);
    }
    std::uint32_t sum = state.sum;
    each_count(state, width,
               [&](std::int32_t& count) { sum += static_cast<std::uint32_t>(count); });
    state.sum = sum;
    if (!state.channel.wanted) {
        return;
    }
    const std::int32_t missing_here = missing_count(format_);
    const auto baseline = static_cast<double>(state.channel.signal->baseline);
    const double counts_per_mv = state.channel.counts_per_mv;
    double* out = state.queue.extend(frames * width).data();
    each_count(state, width, [&](std::int32_t& count) {
        *out++ = count == missing_here ? missing : (count - baseline) / counts_per_mv;
    });
    const auto skipped = std::min(state.to_skip, static_cast<std::int64_t>(state.queue.size()));
    state.queue.drop_front(static_cast<std::size_t>(skipped));
    state.to_skip -= skipped;
}

void SignalFile::add_up_differences(State& state, std::size_t width) {
    std::uint32_t running = state.running;
    each_count(state, width, [&](std::int32_t& count) {
        running += static_cast<std::uint32_t>(count);
        count = static_cast<std::int32_t>(running);
    });
    state.running = running;
}

template <class Visit>
void SignalFile::each_count(const State& state, std::size_t width, Visit visit) {
    for (std::size_t frame = state.offset; frame < counts_.size(); frame += frame_size_) {
        for (std::size_t i = frame; i < frame + width; ++i) {
            visit(counts_[i]);
        }
    }
}

void SignalFile::fetch(std::size_t channel, std::int64_t frames, std::vector<double>& out) {
    State& state = states_.at(channel);
    assert(state.channel.wanted);
    state.queue.move_front(
        static_cast<std::size_t>(frames * state.channel.signal->samples_per_frame), out);
}

std::vector<std::string> SignalFile::wrong_checksums() const {
    std::vector<std::string> wrong;
    for (const State& state : states_) {
        const WfdbSignal& signal = *state.channel.signal;
        const auto given = signal.checksum.value_or(0); // 0: many writers never sum
        if (position_ == frames_ && given != 0 &&
            static_cast<std::uint16_t>(given) != static_cast<std::uint16_t>(state.sum)) {
            wrong.push_back(signal.description.empty() ? signal.file : signal.description);
        }
    }
    return wrong;
}

} // namespace ecg::formats
