#include "common/files.hpp"
#include "formats/open_recording.hpp"
#include "formats/wfdb/wfdb_writer.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"
#include "support/temporary_folder.hpp"
#include "unit/formats/failure.hpp"

#include <cmath>
#include <limits>

using namespace ecg;
using namespace ecg::formats;
using test::TemporaryFolder;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

Recording small_recording() {
    Recording recording;
    recording.rate = SampleRate{Hertz{500}};
    recording.info.start = parse_utc("2025-01-08T12:34:56.789Z");
    recording.info.patient.age = 69;
    recording.info.patient.sex = Sex::female;
    recording.info.notes = {"taken at rest"};
    recording.leads = {{"II", Lead::II, {0.1, -0.2, missing}}, {"aVR", Lead::aVR, {1, 2, -3}}};
    return recording;
}

Annotation mark(std::int64_t sample) {
    return {sample, 1, 0, 0, 0, "(N"};
}

bool same_samples(const Recording& a, const Recording& b) {
    if (a.leads.size() != b.leads.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.leads.size(); ++i) {
        const auto& x = a.leads[i].samples;
        const auto& y = b.leads[i].samples;
        if (!std::equal(x.begin(), x.end(), y.begin(), y.end(), [](double p, double q) {
                return p == q || (std::isnan(p) && std::isnan(q));
            })) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("The header that is written is header(5) to the letter") {
    const TemporaryFolder folder;

    write_wfdb(folder.path("rest_1"), small_recording(), {}, {});

    CHECK(read_whole_file(folder.path("rest_1.hea")) ==
          "rest_1 2 500 3 12:34:56.789 08/01/2025\n"
          "rest_1.dat 16 1000(0)/mV 16 0 100 32668 0 II\n"
          "rest_1.dat 16 1000(0)/mV 16 0 1000 0 0 aVR\n"
          "# taken at rest\n"
          "# Age: 69\n"
          "# Sex: Female\n");
    CHECK_FALSE(std::filesystem::exists(folder.path("rest_1.atr")));
}

TEST_CASE("A recording that is written reads back, in both formats") {
    const TemporaryFolder folder;
    WfdbWriteSettings settings;
    settings.format = GENERATE(16, 212);
    settings.counts_per_mv = 200;
    const Recording recording = small_recording();

    write_wfdb(folder.path("x"), recording, {mark(2)}, settings);
    const auto source = open_recording(folder.path("x.hea"), {});
    const Recording again = source->next()->recording;

    CHECK_FALSE(source->next().has_value());
    CHECK(source->take_warnings().empty());
    CHECK(same_samples(again, recording));
    CHECK(again.leads[1].name == "aVR");
    CHECK(again.info.start == recording.info.start);
    CHECK(again.info.patient.age == 69);
    CHECK(again.info.patient.sex == Sex::female);
    CHECK(again.rate == recording.rate);
    CHECK(read_annotations(folder.path("x.atr")) == std::vector<Annotation>{mark(2)});
}

TEST_CASE("Writing again what was read adds no comments") {
    const TemporaryFolder folder;
    write_wfdb(folder.path("a"), small_recording(), {}, {});
    write_wfdb(folder.path("b"), read_recording(folder.path("a"), {}).recording, {}, {});
    write_wfdb(folder.path("c"), read_recording(folder.path("b"), {}).recording, {}, {});

    CHECK(read_recording(folder.path("b"), {}).recording.info.notes ==
          read_recording(folder.path("a"), {}).recording.info.notes);
    CHECK(read_whole_file(folder.path("a.dat")) == read_whole_file(folder.path("c.dat")));
}

TEST_CASE("What cannot be written is refused, and nothing is left behind") {
    const TemporaryFolder folder;
    const auto failure = [&](const std::string& name, const Recording& recording,
                             const WfdbWriteSettings& settings) {
        return test::failure_of([&] {
            write_wfdb(folder.path(name), recording, {mark(9), mark(5)}, settings);
        });
    };
    const Recording good = small_recording();
    Recording unequal = good;
    unequal.leads[0].samples.pop_back();
    WfdbWriteSettings bad_format;
    bad_format.format = 61;
    WfdbWriteSettings bad_gain;
    bad_gain.counts_per_mv = 0;

    CHECK(failure("a b", good, {}).find("only letters, digits") != std::string::npos);
    CHECK(failure("x", good, bad_format) ==
          folder.path("x") + ": format 61 is not written; 16 and 212 are");
    CHECK(failure("x", good, bad_gain) == folder.path("x") + ": counts a mV must be positive");
    CHECK(failure("x", Recording{}, {}) == folder.path("x") + ": there are no samples to write");
    CHECK(failure("x", unequal, {}) == folder.path("x") + ": leads are not equally long");
    CHECK(failure("x", good, {}) == "annotation at sample 5: stands after a later one");
    CHECK(folder.entries() == 0);
}

TEST_CASE("A record that is there already is not written over unless allowed") {
    const TemporaryFolder folder;
    WfdbWriteSettings settings;
    write_wfdb(folder.path("x"), small_recording(), {}, settings);

    CHECK(test::failure_of([&] {
              write_wfdb(folder.path("x"), small_recording(), {}, settings);
          }).find("exists already") != std::string::npos);
    settings.overwrite = true;
    CHECK_NOTHROW(write_wfdb(folder.path("x"), small_recording(), {}, settings));
}

TEST_CASE("A real record that is written at its own gain keeps every sample") {
    const auto records = test::reference_data("mitdb");
    SKIP_WITHOUT_DATA(records, "mitdb");
    const TemporaryFolder folder;
    WfdbWriteSettings settings;
    settings.format = 212;
    settings.counts_per_mv = 200;
    const Recording recording = read_recording((*records / "101.hea").string(), {}).recording;

    write_wfdb(folder.path("x"), recording, read_annotations((*records / "101.atr").string()),
               settings);
    const auto source = open_recording(folder.path("x"), {});
    while (source->next()) {
    }

    CHECK(source->take_warnings().empty());
    CHECK(same_samples(read_recording(folder.path("x"), {}).recording, recording));
    CHECK(read_annotations(folder.path("x.atr")) ==
          read_annotations((*records / "101.atr").string()));
}
