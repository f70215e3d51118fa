#include "serve/store/waveform_codec.hpp"

#include "common/error.hpp"
#include "serve/store/byte_numbers.hpp"
#include "serve/store/crc32c.hpp"
#include "serve/store/decimal_grid.hpp"

#include <zstd.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <numeric>

namespace ecg::serve {
namespace {

constexpr char on_grid = 'g', as_doubles = 'f';
constexpr int zstd_level = 1;
constexpr std::size_t checksum_size = 4;
constexpr std::uint64_t most_leads = 1024, most_samples = 1U << 24U;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }

    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

[[noreturn]] void fail(std::string_view subject) {
    throw Error{ErrorKind::data, std::string{subject} + ": is no packed waveform"};
}

template <class T> T value_or_fail(std::optional<T> value, std::string_view subject) {
    return value ? *value : (fail(subject), T{});
}

/// Byte 0 of all numbers, then byte 1 of all: like stands beside like.
template <class Word> std::string split_planes(const std::vector<Word>& words) {
    std::string planes(words.size() * sizeof(Word), '\0');
    for (std::size_t plane = 0; plane < sizeof(Word); ++plane) {
        char* to = planes.data() + plane * words.size();
        for (std::size_t i = 0; i < words.size(); ++i) {
            to[i] = static_cast<char>(words[i] >> (8 * plane));
        }
    }
    return planes;
}

template <class Word> std::vector<Word> join_planes(std::string_view planes) {
    std::vector<Word> words(planes.size() / sizeof(Word));
    for (std::size_t plane = 0; plane < sizeof(Word); ++plane) {
        const char* from = planes.data() + plane * words.size();
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i] = static_cast<Word>(
                words[i] |
                static_cast<Word>(Word{static_cast<unsigned char>(from[i])} << (8 * plane)));
        }
    }
    return words;
}

void append_compressed(std::string& out, std::string_view bytes) {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
    const std::size_t most = ZSTD_compressBound(bytes.size());
    const auto room = std::make_unique_for_overwrite<char[]>(most);
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), room.get(), most, bytes.data(), bytes.size(), zstd_level);
    if (ZSTD_isError(size) != 0) {
        throw Error{ErrorKind::unavailable, std::string{"zstd: "} + ZSTD_getErrorName(size)};
    }
    out.reserve(out.size() + size + checksum_size);
    out.append(room.get(), size);
}

std::string decompressed(std::string_view bytes, std::size_t size, std::string_view subject) {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context{ZSTD_createDCtx()};
    if (ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != size) {
        fail(subject);
    }
    std::string out(size, '\0');
    if (ZSTD_decompressDCtx(context.get(), out.data(), size, bytes.data(), bytes.size()) != size) {
        fail(subject);
    }
    return out;
}

void append_checksum(std::string& out) {
    const std::uint32_t sum = crc32c(out);
    for (unsigned i = 0; i < checksum_size; ++i) {
        out.push_back(static_cast<char>(sum >> (8 * i)));
    }
}

void append_outline(std::string& out, const std::vector<LeadSamples>& leads) {
    put_number(out, leads.size());
    for (const LeadSamples& lead : leads) {
        put_number(out, lead.name.size());
        out += lead.name;
        put_number(out, lead.samples.size());
    }
}

/// Leads with their names and as many missing samples as they have samples.
std::vector<LeadSamples> read_outline(ByteReader& reader, std::string_view subject) {
    const std::uint64_t count = value_or_fail(reader.number(), subject);
    if (count > most_leads) {
        fail(subject);
    }
    std::vector<LeadSamples> leads(static_cast<std::size_t>(count));
    std::uint64_t total = 0;
    for (LeadSamples& lead : leads) {
        lead.name = value_or_fail(reader.bytes(value_or_fail(reader.number(), subject)), subject);
        const std::uint64_t samples = value_or_fail(reader.number(), subject);
        total += samples;
        if (samples > most_samples || total > most_samples) {
            fail(subject);
        }
        lead.samples.assign(static_cast<std::size_t>(samples),
                            std::numeric_limits<double>::quiet_NaN());
    }
    return leads;
}

std::size_t samples_in(const std::vector<LeadSamples>& leads) {
    return std::accumulate(
        leads.begin(), leads.end(), std::size_t{0},
        [](std::size_t sum, const LeadSamples& lead) { return sum + lead.samples.size(); });
}

template <class Word> void append_differences(std::string& out, const GridNumbers& numbers) {
    std::vector<Word> words;
    words.reserve(numbers.values.size());
    Word before = 0;
    for (const std::int64_t value : numbers.values) {
        const auto now = static_cast<Word>(value);
        const auto step = static_cast<Word>(now - before);
        // zigzag: the sign goes into the lowest bit
        const auto sign = static_cast<Word>(step >> (8 * sizeof(Word) - 1));
        words.push_back(
            static_cast<Word>(static_cast<Word>(step << 1U) ^ static_cast<Word>(Word{0} - sign)));
        before = now;
    }
    append_compressed(out, split_planes(words));
}

template <class Word, class Signed>
std::vector<std::int64_t> sum_differences(std::string_view planes) {
    std::vector<std::int64_t> values;
    values.reserve(planes.size() / sizeof(Word));
    Word before = 0;
    for (const Word word : join_planes<Word>(planes)) {
        const auto sign = static_cast<Word>(Word{0} - static_cast<Word>(word & 1U));
        before =
            static_cast<Word>(before + static_cast<Word>(static_cast<Word>(word >> 1U) ^ sign));
        values.push_back(static_cast<Signed>(before));
    }
    return values;
}

void append_grid(std::string& out, const GridNumbers& numbers) {
    out.push_back(static_cast<char>(numbers.decimals));
    const int width = width_of(numbers);
    out.push_back(static_cast<char>(width));
    put_number(out, numbers.missing.size());
    std::size_t end = 0;
    for (const auto& [start, length] : numbers.missing) {
        put_number(out, start - end);
        put_number(out, length);
        end = start + length;
    }
    switch (width) {
    case 2:
        return append_differences<std::uint16_t>(out, numbers);
    case 4:
        return append_differences<std::uint32_t>(out, numbers);
    default:
        return append_differences<std::uint64_t>(out, numbers);
    }
}

std::vector<MissingStretch> read_missing(ByteReader& reader, std::size_t total,
                                         std::string_view subject) {
    const std::uint64_t count = value_or_fail(reader.number(), subject);
    if (count > total) {
        fail(subject);
    }
    std::vector<MissingStretch> missing;
    std::uint64_t end = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t gap = value_or_fail(reader.number(), subject);
        const std::uint64_t length = value_or_fail(reader.number(), subject);
        if (gap > total || length == 0 || length > total || end + gap + length > total) {
            fail(subject);
        }
        missing.push_back({static_cast<std::size_t>(end + gap), static_cast<std::size_t>(length)});
        end += gap + length;
    }
    return missing;
}

GridNumbers read_grid(ByteReader& reader, std::size_t total, std::string_view subject) {
    const std::string_view kind = value_or_fail(reader.bytes(2), subject);
    GridNumbers numbers;
    numbers.decimals = kind[0];
    const int width = kind[1];
    if (numbers.decimals < 0 || numbers.decimals > most_decimals ||
        (width != 2 && width != 4 && width != 8)) {
        fail(subject);
    }
    numbers.missing = read_missing(reader, total, subject);
    const std::string planes =
        decompressed(reader.rest(), total * static_cast<std::size_t>(width), subject);
    numbers.values = width == 2   ? sum_differences<std::uint16_t, std::int16_t>(planes)
                     : width == 4 ? sum_differences<std::uint32_t, std::int32_t>(planes)
                                  : sum_differences<std::uint64_t, std::int64_t>(planes);
    return numbers;
}

void append_doubles(std::string& out, const std::vector<LeadSamples>& leads) {
    std::vector<std::uint64_t> words;
    words.reserve(samples_in(leads));
    for (const LeadSamples& lead : leads) {
        for (const double sample : lead.samples) {
            words.push_back(std::bit_cast<std::uint64_t>(sample));
        }
    }
    append_compressed(out, split_planes(words));
}

void read_doubles(std::vector<LeadSamples>& leads, std::string_view planes) {
    const std::vector<std::uint64_t> words = join_planes<std::uint64_t>(planes);
    auto word = words.begin();
    for (LeadSamples& lead : leads) {
        for (double& sample : lead.samples) {
            sample = std::bit_cast<double>(*word++);
        }
    }
}

} // namespace

std::string pack_waveform(const std::vector<LeadSamples>& leads) {
    std::string out;
    const std::optional<GridNumbers> numbers = find_grid(leads);
    out.push_back(numbers ? on_grid : as_doubles);
    append_outline(out, leads);
    if (numbers) {
        append_grid(out, *numbers);
    } else {
        append_doubles(out, leads);
    }
    append_checksum(out);
    return out;
}

std::vector<LeadSamples> unpack_waveform(std::string_view packed, std::string_view subject) {
    if (!is_undamaged(packed)) {
        throw Error{ErrorKind::data,
                    std::string{subject} + ": its bytes are not those that were stored"};
    }
    ByteReader reader{packed.substr(1, packed.size() - checksum_size - 1)};
    std::vector<LeadSamples> leads = read_outline(reader, subject);
    const std::size_t total = samples_in(leads);
    if (packed.front() == on_grid) {
        put_on_leads(read_grid(reader, total, subject), leads);
    } else if (packed.front() == as_doubles) {
        read_doubles(leads, decompressed(reader.rest(), total * sizeof(double), subject));
    } else {
        fail(subject);
    }
    return leads;
}

bool is_undamaged(std::string_view packed) {
    if (packed.size() < checksum_size + 1) {
        return false;
    }
    const std::string_view sum = packed.substr(packed.size() - checksum_size);
    std::uint32_t wanted = 0;
    for (unsigned i = 0; i < checksum_size; ++i) {
        wanted |= std::uint32_t{static_cast<unsigned char>(sum[i])} << (8 * i);
    }
    return crc32c(packed.substr(0, packed.size() - checksum_size)) == wanted;
}

} // namespace ecg::serve
