// How the samples of a WFDB signal file lie in its bytes, signal(5).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ecg::formats {

/// 8, 16, 24, 32, 61, 80, 160, 212, 310 and 311.
bool is_known_format(int format);

/// A block is the least number of samples that fills whole bytes: 2 for 212, 3 for 310 and 311.
std::int64_t samples_in_block(int format);

/// The bytes that samples need; the last block may be cut.
std::int64_t bytes_of_samples(int format, std::int64_t samples);
/// The samples that bytes hold, those of a cut last block among them.
std::int64_t samples_in_bytes(int format, std::int64_t bytes);

/// The count that means "no sample here". Format 8 has none: a count that never comes.
std::int32_t missing_count(int format);

/// Reads counts.size() samples from the start of a block; bytes holds those it needs. For format
/// 8 the counts are differences still.
void decode_counts(int format, std::string_view bytes, std::span<std::int32_t> counts);

} // namespace ecg::formats
