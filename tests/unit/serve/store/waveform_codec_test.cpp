#include "common/error.hpp"
#include "serve/store/crc32c.hpp"
#include "serve/store/waveform_codec.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <random>

using namespace ecg;
using namespace ecg::serve;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Like ==, but what is missing in both is the same.
bool are_same(const std::vector<LeadSamples>& a, const std::vector<LeadSamples>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const LeadSamples& x, const LeadSamples& y) {
                          return x.name == y.name &&
                                 std::equal(x.samples.begin(), x.samples.end(), y.samples.begin(),
                                            y.samples.end(), [](double u, double v) {
                                                return u == v || (std::isnan(u) && std::isnan(v));
                                            });
                      });
}

bool comes_back(const std::vector<LeadSamples>& leads) {
    return are_same(unpack_waveform(pack_waveform(leads), "w"), leads);
}

std::vector<LeadSamples> random_leads(unsigned seed, double power, double range) {
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> level{-range, range};
    std::vector<LeadSamples> leads;
    for (int lead = 0; lead < 12; ++lead) {
        leads.push_back({std::to_string(lead), {}});
        for (int i = 0; i < 400; ++i) {
            const double value = level(random);
            leads.back().samples.push_back(power == 0 ? value : std::round(value * power) / power);
        }
    }
    return leads;
}

} // namespace

TEST_CASE("CRC-32C is that of RFC 3720") {
    CHECK(crc32c("123456789") == 0xe3069283);
    CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aa);
    CHECK(crc32c(std::string(32, '\xff')) == 0x62a8ab43);
    CHECK(crc32c("") == 0);
}

TEST_CASE("Samples of any decimals come back as the same numbers") {
    for (int decimals = 0; decimals <= 10; ++decimals) {
        CAPTURE(decimals);
        CHECK(comes_back(random_leads(1, std::pow(10, decimals), 3)));
        CHECK(comes_back(random_leads(2, std::pow(10, decimals), 40)));
        CHECK(comes_back(random_leads(3, std::pow(10, decimals), 5e6)));
    }
    CHECK(comes_back(random_leads(4, 0, 3)));
    CHECK(comes_back(random_leads(5, 0, 1e300)));
}

TEST_CASE("The ends of each range come back") {
    for (const double value :
         {32.767, 32.768, -32.768, -32.769, 2147483.647, 2147483.648, -2147483.648, -2147483.649,
          9007199254740.991, 9007199254740993.0, 1e-9, 1e-10, 5e-324, 1.7e308, -0.0,
          std::numeric_limits<double>::infinity()}) {
        CAPTURE(value);
        CHECK(comes_back({{"I", {value}}}));
        CHECK(comes_back({{"I", {0, value, -value, 0.001}}}));
    }
}

TEST_CASE(
    "Whole numbers that a double just holds come back, and those beyond, missing ones beside") {
    for (int exponent = 40; exponent <= 60; ++exponent) {
        for (const double step : {-1.0, 0.0, 1.0}) {
            const double value = std::ldexp(1.0, exponent) + step;
            CAPTURE(exponent, step);
            CHECK(comes_back({{"I", {value, -value, value / 1000}}}));
            CHECK(comes_back({{"I", {missing, value, missing}}, {"II", {0.001, -value}}}));
        }
    }
}

TEST_CASE("Missing samples come back where they were") {
    CHECK(comes_back({{"I", {missing, 0.1, missing, missing, 0.2, missing}},
                      {"II", {missing, missing}},
                      {"III", {missing}}}));
    CHECK(comes_back({{"I", {missing, 0.1234567891234}}}));
    CHECK(comes_back({{"I", {}}, {"", {1, 2}}}));
    CHECK(comes_back({}));
}

TEST_CASE("Twelve leads on the microvolt take less than a third of two bytes a sample") {
    std::vector<LeadSamples> leads;
    for (int lead = 0; lead < 12; ++lead) {
        leads.push_back({std::to_string(lead), {}});
        for (int i = 0; i < 400; ++i) {
            leads.back().samples.push_back(std::round(std::sin(i * 0.05 + lead) * 1000) / 1000);
        }
    }

    CHECK(pack_waveform(leads).size() < 12 * 400 * 2 / 3);
}

TEST_CASE("No damaged byte goes unnoticed") {
    const std::string packed = pack_waveform({{"I", {0.1, 0.2, 0.3}}, {"II", {missing, 1, 2}}});

    for (std::size_t i = 0; i < packed.size(); ++i) {
        std::string damaged = packed;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        CHECK_FALSE(is_undamaged(damaged));
        CHECK_THROWS_WITH(unpack_waveform(damaged, "waveform_7"), Catch::Contains("waveform_7: "));
        CHECK_FALSE(is_undamaged(packed.substr(0, i)));
    }
}

TEST_CASE("Bytes with a right checksum that are no waveform are refused") {
    const auto with_sum = [](std::string bytes) {
        const std::uint32_t sum = crc32c(bytes);
        for (unsigned i = 0; i < 4; ++i) {
            bytes.push_back(static_cast<char>(sum >> (8 * i)));
        }
        return bytes;
    };
    const std::string good = pack_waveform({{"I", {0.1, missing, 0.3}}, {"II", {missing, 1, 2}}});
    const std::string body = good.substr(0, good.size() - 4);

    CHECK_THROWS_AS(unpack_waveform(with_sum("x"), "w"), Error);
    CHECK_THROWS_AS(unpack_waveform(with_sum("g\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "w"), Error);
    for (std::size_t i = 0; i < body.size(); ++i) {
        CHECK_THROWS_AS(unpack_waveform(with_sum(body.substr(0, i)), "w"), Error);
        for (const char byte : {'\x00', '\x01', '\x7f', '\xff'}) {
            std::string changed = body;
            changed[i] = byte;
            try {
                unpack_waveform(with_sum(changed), "w"); // other numbers perhaps, but no crash
            } catch (const Error& error) {
                CHECK(std::string{error.what()}.starts_with("w: "));
            }
        }
    }
}
