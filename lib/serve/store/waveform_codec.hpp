// Samples packed into few bytes, and the same numbers back.
//
// The first byte names the encoding, the last four are a CRC-32C of all before them, little endian.
// Between them: how many leads; of each its name and how many samples it has; then
//   'g'  numbers on a decimal grid: how many decimals, how many bytes a number has, the stretches
//   of
//        missing samples, then the differences from sample to sample, zigzag, split into planes of
//        bytes, as zstd packs them. A missing sample repeats the one before it.
//   'f'  doubles, split into planes of bytes, as zstd packs them; NaN is missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct LeadSamples {
    std::string name;
    std::vector<double> samples; ///< NaN = missing

    friend bool operator==(const LeadSamples&, const LeadSamples&) = default;
};

/// Any numbers come back as equal numbers (-0 as 0), whatever decimals they have.
std::string pack_waveform(const std::vector<LeadSamples>& leads);

/// Throws Error{data} "subject: …" when the bytes are not what pack_waveform() made.
std::vector<LeadSamples> unpack_waveform(std::string_view packed, std::string_view subject);

/// Whether the checksum at the end is that of the bytes.
bool is_undamaged(std::string_view packed);

} // namespace ecg::serve
