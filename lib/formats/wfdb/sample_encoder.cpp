#include "formats/wfdb/sample_encoder.hpp"

#include "formats/wfdb/sample_format.hpp"

#include <cassert>
#include <cmath>

namespace ecg::formats {

SampleEncoder::SampleEncoder(int format, double counts_per_mv)
    : format_{format}, counts_per_mv_{counts_per_mv}, missing_{missing_count(format)} {
    assert(format == 16 || format == 212);
}

std::int32_t SampleEncoder::count_of(double millivolts) const {
    const double count = std::round(millivolts * counts_per_mv_);
    const bool fits = std::abs(count) < -static_cast<double>(missing_); // false for NaN, too
    return fits ? static_cast<std::int32_t>(count) : missing_;
}

void SampleEncoder::append(std::string& out, std::int32_t count) {
    const auto bits = static_cast<std::uint32_t>(count);
    if (format_ == 16) {
        out.push_back(static_cast<char>(bits & 0xFF));
        out.push_back(static_cast<char>(bits >> 8 & 0xFF));
    } else if (!has_waiting_) {
        waiting_ = bits & 0xFFF;
        has_waiting_ = true;
    } else {
        out.push_back(static_cast<char>(waiting_ & 0xFF));
        out.push_back(static_cast<char>(waiting_ >> 8 | (bits >> 4 & 0xF0)));
        out.push_back(static_cast<char>(bits & 0xFF));
        has_waiting_ = false;
    }
}

void SampleEncoder::finish(std::string& out) const {
    if (has_waiting_) {
        out.push_back(static_cast<char>(waiting_ & 0xFF));
        out.push_back(static_cast<char>(waiting_ >> 8));
    }
}

} // namespace ecg::formats
