// Any bytes as a table: refused, or read to the end with leads that are equally long and follow
// each other.
#include "common/error.hpp"
#include "formats/csv/csv_source.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

void read_table(const std::string& path, const ecg::formats::OpenSettings& settings) {
    const auto source = ecg::formats::open_csv(ecg::LineReader{ecg::InputFile{path}}, settings);
    std::int64_t expected = 0;
    while (const auto line = source->next()) {
        const ecg::Recording& piece = line->recording;
        require(piece.first_sample == expected && piece.sample_count() > 0);
        require(piece.rate.hertz() >= 1);
        for (const ecg::LeadSignal& lead : piece.leads) {
            require(static_cast<std::int64_t>(lead.samples.size()) == piece.sample_count());
            for (const double sample : lead.samples) {
                require(!std::isinf(sample));
            }
        }
        expected += piece.sample_count();
    }
    require(expected > 0);
    require(source->complete() || !source->take_warnings().empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const ecg::test::TemporaryFolder folder;
    ecg::formats::OpenSettings settings;
    if (size > 0 && bytes[0] == '!') { // such input is a table without a header
        settings = {ecg::Hertz{250}, "mV", {"I", "II"}};
        ++bytes;
        --size;
    }
    try {
        read_table(folder.file("x.csv", {reinterpret_cast<const char*>(bytes), size}), settings);
    } catch (const ecg::Error&) {
    }
    return 0;
}
