// Millivolts into the counts and bytes of WFDB formats 16 and 212.
#pragma once

#include <cstdint>
#include <string>

namespace ecg::formats {

/// Appends samples one by one, as they are interleaved in a signal file.
class SampleEncoder {
public:
    /// format: 16 or 212.
    SampleEncoder(int format, double counts_per_mv);

    /// The count of a sample: rounded; the format's missing count for NaN and what is out of range.
    [[nodiscard]] std::int32_t count_of(double millivolts) const;

    void append(std::string& out, std::int32_t count);
    /// To be called once, after the last sample: 212 writes in pairs.
    void finish(std::string& out) const;

private:
    int format_;
    double counts_per_mv_;
    std::int32_t missing_;
    std::uint32_t waiting_ = 0; ///< 212: the first of a pair
    bool has_waiting_ = false;
};

} // namespace ecg::formats
