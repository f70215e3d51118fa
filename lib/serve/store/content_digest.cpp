#include "serve/store/content_digest.hpp"

#include "transfer/crypto.hpp"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <numeric>
#include <string>

namespace ecg::serve {
namespace {

/// Each part with its length before it, so that "ab", "c" is not "a", "bc".
ContentDigest digest_of(std::initializer_list<std::string_view> parts) {
    std::string whole;
    whole.reserve(std::accumulate(parts.begin(), parts.end(), std::size_t{0},
                                  [](std::size_t sum, std::string_view part) {
                                      return sum + sizeof(std::uint64_t) + part.size();
                                  }));
    for (const std::string_view part : parts) {
        const auto length = std::bit_cast<std::array<char, 8>>(std::uint64_t{part.size()});
        whole.append(length.data(), length.size()).append(part);
    }
    const transfer::Digest full = transfer::sha256(whole);
    ContentDigest half{};
    std::copy_n(transfer::bytes_of(full).begin(), half.size(), half.begin());
    return half;
}

std::string bits_of(double number) {
    const auto bits = std::bit_cast<std::array<char, 8>>(number);
    return {bits.data(), bits.size()};
}

ContentDigest digest_of(const MetricsRecord& row) {
    return digest_of({row.values, row.extra});
}

ContentDigest digest_of(const WaveformRecord& row) {
    return digest_of(
        {bits_of(row.sampling_rate), bits_of(row.duration_seconds), row.packed, row.extra});
}

ContentDigest digest_of(const ReportRecord& row) {
    return digest_of({row.user_id, row.session_id, row.object, row.metadata});
}

ContentDigest digest_of(const ErrorRecord& row) {
    return digest_of({row.user_id, row.session_id, row.device_serial,
                      std::to_string(row.time.microseconds), row.type, row.message, row.stack_trace,
                      row.system_info});
}

} // namespace

ContentDigest content_digest(const MetricsRecord& row) {
    return digest_of(row);
}

std::vector<ContentDigest> content_digests(const Change& change) {
    std::vector<ContentDigest> digests;
    if (const auto* samples = std::get_if<AddSamples>(&change)) {
        digests.reserve(samples->metrics.size() + samples->waveforms.size());
        for (const MetricsRecord& row : samples->metrics) {
            digests.push_back(digest_of(row));
        }
        for (const WaveformRecord& row : samples->waveforms) {
            digests.push_back(digest_of(row));
        }
    } else if (const auto* report = std::get_if<AddReport>(&change)) {
        digests.push_back(digest_of(report->report));
    } else if (const auto* error = std::get_if<AddError>(&change)) {
        digests.push_back(digest_of(error->error));
    }
    return digests;
}

} // namespace ecg::serve
