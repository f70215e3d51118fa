// One signal file of a WFDB record, frame by frame: bytes become mV by channel.
#pragma once

#include "common/files.hpp"
#include "formats/wfdb/header.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecg::formats {

/// Millivolts of a channel that waits to be fetched.
class SampleQueue {
public:
    /// Room for count more samples at the end.
    std::span<double> extend(std::size_t count);
    void drop_front(std::size_t count);
    /// Appends the first count samples to out and drops them; NaN where there are fewer.
    void move_front(std::size_t count, std::vector<double>& out);

    [[nodiscard]] std::size_t size() const { return samples_.size() - start_; }

private:
    std::vector<double> samples_;
    std::size_t start_ = 0;
};

/// How one signal of the file is to be read.
struct Channel {
    const WfdbSignal* signal = nullptr;
    bool wanted = false;
    double counts_per_mv = 1;
};

/// Reads its frames once, from the first to the last.
class SignalFile {
public:
    /// frames: how many are to be read. Throws Error{data} when the file cannot be opened.
    SignalFile(const std::string& path, std::vector<Channel> channels, std::int64_t frames);

    /// Sees to it that every wanted channel has its samples of the frames before `end`.
    void read_until(std::int64_t end);

    /// Appends the next frames of a channel (its index here) to out, NaN beyond the last.
    void fetch(std::size_t channel, std::int64_t frames, std::vector<double>& out);

    /// Descriptions of the signals whose checksum differs; complete after the last frame.
    [[nodiscard]] std::vector<std::string> wrong_checksums() const;

private:
    struct State {
        Channel channel;
        std::size_t offset = 0;    ///< of its first sample in a frame
        std::int64_t to_skip = 0;  ///< samples before frame 0, by its skew
        std::uint32_t running = 0; ///< format 8: the last count, modulo 2^32
        std::uint32_t sum = 0;     ///< of all counts, for the checksum
        SampleQueue queue;
    };

    void skip_bytes(std::int64_t count);
    void read_chunk();
    void take_samples(State& state, std::size_t frames);
    void add_up_differences(State& state, std::size_t width);
    /// Calls visit for each count of one channel in the chunk.
    template <class Visit> void each_count(const State& state, std::size_t width, Visit visit);

    InputFile input_;
    int format_;
    std::vector<State> states_;
    std::size_t frame_size_ = 0; ///< samples of all channels
    std::int64_t frames_;
    std::int64_t chunk_frames_; ///< a whole number of the format's blocks
    std::int64_t most_skew_ = 0;
    std::int64_t position_ = 0; ///< frames decoded
    std::string bytes_;
    std::vector<std::int32_t> counts_;
};

} // namespace ecg::formats
