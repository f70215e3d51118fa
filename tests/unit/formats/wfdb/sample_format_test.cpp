#include "formats/wfdb/sample_encoder.hpp"
#include "formats/wfdb/sample_format.hpp"
#include "support/catch.hpp"

#include <limits>
#include <string>
#include <vector>

using namespace ecg;
using namespace ecg::formats;

namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) {
        text.push_back(static_cast<char>(value));
    }
    return text;
}

std::vector<std::int32_t> decoded(int format, const std::string& in, std::size_t count) {
    std::vector<std::int32_t> counts(count);
    decode_counts(format, in, counts);
    return counts;
}

using Counts = std::vector<std::int32_t>;

} // namespace

TEST_CASE("Formats of whole bytes decode to both ends of their range") {
    CHECK(decoded(8, bytes({0, 127, 128, 255}), 4) == Counts{0, 127, -128, -1});
    CHECK(decoded(80, bytes({128, 255, 0, 127}), 4) == Counts{0, 127, -128, -1});
    CHECK(decoded(16, bytes({1, 0, 0xFF, 0x7F, 0, 0x80, 0xFF, 0xFF}), 4) ==
          Counts{1, 32767, -32768, -1});
    CHECK(decoded(61, bytes({0, 1, 0x7F, 0xFF, 0x80, 0, 0xFF, 0xFF}), 4) ==
          Counts{1, 32767, -32768, -1});
    CHECK(decoded(160, bytes({1, 0x80, 0xFF, 0xFF, 0, 0, 0xFF, 0x7F}), 4) ==
          Counts{1, 32767, -32768, -1});
    CHECK(decoded(24, bytes({1, 0, 0, 0xFF, 0xFF, 0x7F, 0, 0, 0x80, 0xFE, 0xFF, 0xFF}), 4) ==
          Counts{1, 8388607, -8388608, -2});
    CHECK(decoded(24, bytes({0x56, 0x34, 0x12}), 1) == Counts{0x123456});
    CHECK(decoded(32, bytes({0x78, 0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x80}), 3) ==
          Counts{0x12345678, -1, std::numeric_limits<std::int32_t>::min()});
}

TEST_CASE("Format 212 packs two samples into three bytes, and an odd last one into two") {
    // 0x123 and 0x456: low byte, both high nibbles, low byte of the second
    CHECK(decoded(212, bytes({0x23, 0x41, 0x56}), 2) == Counts{0x123, 0x456});
    CHECK(decoded(212, bytes({0xFF, 0x8F, 0x00}), 2) == Counts{-1, -2048});
    CHECK(decoded(212, bytes({0x00, 0x78, 0xFF}), 2) == Counts{-2048, 2047});
    CHECK(decoded(212, bytes({0x23, 0x41, 0x56, 0xFE, 0x0F}), 3) == Counts{0x123, 0x456, -2});
}

TEST_CASE("Format 310 takes ten bits of each pair of bytes, and the third sample of the rest") {
    // first word: bits 1 to 10 hold 0x155, bits 11 to 15 the low five of the third sample
    const unsigned third = 0b1000100110; // -474 in ten bits
    const unsigned low = 0x155U << 1 | (third & 0x1F) << 11;
    const unsigned high = 0x3FFU << 1 | (third >> 5) << 11;
    const std::string four = bytes({static_cast<int>(low & 0xFF), static_cast<int>(low >> 8),
                                    static_cast<int>(high & 0xFF), static_cast<int>(high >> 8)});

    CHECK(decoded(310, four, 3) == Counts{0x155, -1, -474});
    CHECK(decoded(310, four.substr(0, 2), 1) == Counts{0x155});
    CHECK(decoded(310, four, 2) == Counts{0x155, -1});
    CHECK(decoded(310, four + four.substr(0, 2), 4) == Counts{0x155, -1, -474, 0x155});
}

TEST_CASE("Format 311 packs three samples into the low thirty bits of four bytes") {
    const unsigned word = 0x155U | 0x3FEU << 10 | 0x200U << 20;
    const std::string four =
        bytes({static_cast<int>(word & 0xFF), static_cast<int>(word >> 8 & 0xFF),
               static_cast<int>(word >> 16 & 0xFF), static_cast<int>(word >> 24)});

    CHECK(decoded(311, four, 3) == Counts{0x155, -2, -512});
    CHECK(decoded(311, four.substr(0, 2), 1) == Counts{0x155});
    CHECK(decoded(311, four.substr(0, 3), 2) == Counts{0x155, -2});
}

TEST_CASE("A file's length tells its samples, and samples tell their bytes") {
    for (const int format : {8, 16, 24, 32, 61, 80, 160, 212, 310, 311}) {
        for (std::int64_t samples = 0; samples < 20; ++samples) {
            CAPTURE(format, samples);
            const std::int64_t needed = bytes_of_samples(format, samples);
            const bool third_comes_free = format == 310 && samples % 3 == 2;
            CHECK(samples_in_bytes(format, needed) == samples + (third_comes_free ? 1 : 0));
            CHECK((samples == 0 || samples_in_bytes(format, needed - 1) < samples));
        }
    }
    CHECK(bytes_of_samples(212, 650000 * 2) == 1950000);
    CHECK(bytes_of_samples(212, 3) == 5);
    CHECK(bytes_of_samples(310, 5) == 8);
    CHECK(bytes_of_samples(311, 5) == 7);
}

TEST_CASE("Samples that are encoded decode to the same counts") {
    const int format = GENERATE(16, 212);
    const Counts counts{0, 1, -1, 2047, -2047, 100, -100};

    for (std::size_t length = 0; length <= counts.size(); ++length) {
        SampleEncoder encoder{format, 200};
        std::string out;
        for (std::size_t i = 0; i < length; ++i) {
            encoder.append(out, counts[i]);
        }
        encoder.finish(out);

        CHECK(static_cast<std::int64_t>(out.size()) ==
              bytes_of_samples(format, static_cast<std::int64_t>(length)));
        CHECK(decoded(format, out, length) ==
              Counts(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(length)));
    }
}

TEST_CASE("NaN and what is out of range are encoded as missing") {
    const SampleEncoder narrow{212, 200};
    CHECK(narrow.count_of(1.0) == 200);
    CHECK(narrow.count_of(-10.235) == -2047);
    CHECK(narrow.count_of(10.3) == -2048);
    CHECK(narrow.count_of(-10.24) == -2048);
    CHECK(narrow.count_of(std::numeric_limits<double>::quiet_NaN()) == -2048);
    CHECK(narrow.count_of(std::numeric_limits<double>::infinity()) == -2048);
    CHECK(SampleEncoder(16, 1000).count_of(32.767) == 32767);
    CHECK(SampleEncoder(16, 1000).count_of(32.768) == -32768);
}
