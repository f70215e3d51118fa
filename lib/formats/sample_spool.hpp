// Samples one behind the other, however many: the last in memory, those before in a file that has
// no name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ecg::formats {

/// A whole day at 500 Hz is 173 MB, of which memory holds no more than in_memory samples.
class SampleSpool {
public:
    static constexpr std::size_t usual_memory = std::size_t{1} << 22; // samples: 16 MB

    explicit SampleSpool(std::size_t in_memory = usual_memory) : in_memory_{in_memory} {}

    ~SampleSpool();
    SampleSpool(SampleSpool&& other) noexcept;
    SampleSpool(const SampleSpool&) = delete;
    SampleSpool& operator=(const SampleSpool&) = delete;
    SampleSpool& operator=(SampleSpool&&) = delete;

    /// Keeps them as float. Throws Error{data} "FOLDER: why" when the folder of temporary files,
    /// $TMPDIR or /tmp, has no room for them.
    void append(std::span<const double> samples);

    /// Writes those from first on over all of out; first + out.size() must not lie beyond size().
    void read(std::int64_t first, std::span<double> out) const;

    [[nodiscard]] std::int64_t size() const {
        return in_file_ + static_cast<std::int64_t>(newest_.size());
    }

private:
    void move_to_file();

    std::size_t in_memory_;
    std::vector<float> newest_;
    std::int64_t in_file_ = 0; // samples
    int descriptor_ = -1;
};

} // namespace ecg::formats
