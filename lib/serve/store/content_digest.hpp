// What tells whether two rows say the same: a digest of all that the client sent.
#pragma once

#include "serve/store/changes.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// The first half of a SHA-256: nobody can make two rows that share one.
using ContentDigest = std::array<char, 16>;

inline std::string_view bytes_of(const ContentDigest& digest) {
    return {digest.data(), digest.size()};
}

ContentDigest content_digest(const MetricsRecord& row);

/// Of each row that a change adds: first its metrics, then its waveforms; or its one report or
/// error. Empty for a change that adds none of them.
std::vector<ContentDigest> content_digests(const Change& change);

} // namespace ecg::serve
