// Any bytes as a WFDB header beside a small signal file: refused, or read to the end with leads
// that are equally long and follow each other.
#include "common/error.hpp"
#include "formats/wfdb/comments.hpp"
#include "formats/wfdb/header.hpp"
#include "formats/wfdb/wfdb_source.hpp"
#include "support/temporary_folder.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

/// A record's neighbours: a signal file, and a segment that uses it.
class Neighbours {
public:
    Neighbours() {
        std::string samples;
        for (int i = 0; i < 3000; ++i) {
            samples.push_back(static_cast<char>(i * 7));
        }
        folder_.file("x.dat", samples);
        folder_.file("a.hea", "a 2 500 100\nx.dat 16 200/mV 16 0 0 1 0 II\nx.dat 16\n");
    }

    std::string header(const std::string& text) const { return folder_.file("x.hea", text); }

private:
    ecg::test::TemporaryFolder folder_;
};

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

void read_record(const std::string& path) {
    constexpr int enough = 50; // a gap may last for years
    const auto source = ecg::formats::open_wfdb(path, {});
    std::int64_t expected = 0;
    for (int i = 0; i < enough; ++i) {
        const auto line = source->next();
        if (!line) {
            break;
        }
        const ecg::Recording& piece = line->recording;
        require(piece.first_sample == expected && piece.sample_count() > 0);
        for (const ecg::LeadSignal& lead : piece.leads) {
            require(static_cast<std::int64_t>(lead.samples.size()) == piece.sample_count());
        }
        expected += piece.sample_count();
    }
    require(source->take_warnings().size() < 100'000);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const Neighbours neighbours;
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    ecg::formats::looks_like_wfdb_header(text);
    try {
        const auto header = ecg::formats::parse_wfdb_header(text, "x.hea");
        ecg::formats::patient_in_comments(header.comments);
        read_record(neighbours.header(text));
    } catch (const ecg::Error&) {
    }
    return 0;
}
