#include "formats/open_recording.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

using namespace ecg;
using namespace ecg::formats;

namespace {

/// What reading every record of a folder to its end came to.
struct Tally {
    int records = 0;
    std::int64_t samples = 0; ///< of all leads, those that are not missing
    std::set<std::string> warnings;
    std::set<std::string> leads;
    int with_age = 0;
    int with_start = 0;
};

Tally read_all(const std::filesystem::path& folder) {
    Tally tally;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".hea") {
            continue;
        }
        const auto source = open_recording(entry.path().string(), {});
        std::int64_t expected = 0;
        while (const auto line = source->next()) {
            const Recording& piece = line->recording;
            REQUIRE(piece.first_sample == expected);
            expected += piece.sample_count();
            for (const LeadSignal& lead : piece.leads) {
                REQUIRE(static_cast<std::int64_t>(lead.samples.size()) == piece.sample_count());
                tally.samples += std::count_if(lead.samples.begin(), lead.samples.end(),
                                               [](double v) { return std::abs(v) < 50; });
                tally.leads.insert(lead.name);
            }
            if (piece.first_sample == 0) {
                tally.with_age += piece.info.patient.age.has_value() ? 1 : 0;
                tally.with_start += piece.info.start.has_value() ? 1 : 0;
            }
        }
        for (const std::string& warning : source->take_warnings()) {
            tally.warnings.insert(warning);
        }
        CHECK(source->complete());
        ++tally.records;
    }
    return tally;
}

} // namespace

TEST_CASE("Every record of mitdb reads to its end with its checksums right") {
    const auto folder = test::reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");

    const Tally tally = read_all(*folder);

    CHECK(tally.records > 0);
    CHECK(tally.samples == tally.records * std::int64_t{650000} * 2);
    CHECK(tally.warnings == std::set<std::string>{});
    CHECK(tally.with_age >= tally.records - 2);
    CHECK(tally.leads.count("II") == 1);
}

TEST_CASE("Every record of ludb reads to its end with its checksums right") {
    const auto folder = test::reference_data("ludb");
    SKIP_WITHOUT_DATA(folder, "ludb");

    const Tally tally = read_all(*folder);

    CHECK(tally.samples == tally.records * std::int64_t{5000} * 12);
    CHECK(tally.warnings == std::set<std::string>{});
    CHECK(tally.with_age > 0);
    CHECK(tally.leads.size() == 12);
    CHECK(tally.leads.count("aVR") == 1);
}

TEST_CASE("Every record of qtdb reads to its end with its checksums right") {
    const auto folder = test::reference_data("qtdb");
    SKIP_WITHOUT_DATA(folder, "qtdb");

    const Tally tally = read_all(*folder);

    CHECK(tally.records > 0);
    CHECK(tally.samples > tally.records * std::int64_t{200000} * 2);
    for (const std::string& warning : tally.warnings) {
        CHECK_THAT(warning, Catch::Contains("not calibrated")); // gain 0 in five of its headers
    }
}

TEST_CASE("Every record of ptbxl reads to its end with its checksums right") {
    const auto folder = test::reference_data("ptbxl");
    SKIP_WITHOUT_DATA(folder, "ptbxl");

    const Tally tally = read_all(*folder);

    CHECK(tally.samples == tally.records * std::int64_t{5000} * 12);
    CHECK(tally.warnings == std::set<std::string>{});
    CHECK(tally.leads.size() == 12);
    CHECK(tally.leads.count("aVR") == 1);
}

TEST_CASE("Every record of cpsc2018 reads to its end, its date before its time") {
    const auto folder = test::reference_data("cpsc2018");
    SKIP_WITHOUT_DATA(folder, "cpsc2018");

    const Tally tally = read_all(*folder);

    CHECK(tally.samples > tally.records * std::int64_t{3000} * 12);
    CHECK(tally.warnings == std::set<std::string>{});
    CHECK(tally.with_start == tally.records);
    CHECK(tally.leads.size() == 12);
}

TEST_CASE("Every record of cinc2017 reads to its end") {
    const auto folder = test::reference_data("cinc2017");
    SKIP_WITHOUT_DATA(folder, "cinc2017");

    const Tally tally = read_all(*folder);

    CHECK(tally.samples > tally.records * std::int64_t{2700});
    CHECK(tally.warnings == std::set<std::string>{});
    CHECK(tally.leads == std::set<std::string>{"ECG"});
}

TEST_CASE("The noise records of nstdb are told to be uncalibrated") {
    const auto folder = test::reference_data("nstdb");
    SKIP_WITHOUT_DATA(folder, "nstdb");

    const Tally tally = read_all(*folder);

    CHECK(tally.samples == tally.records * std::int64_t{650000} * 2);
    CHECK(static_cast<int>(tally.warnings.size()) == tally.records);
    CHECK_THAT(*tally.warnings.begin(), Catch::Contains("not calibrated"));
}
