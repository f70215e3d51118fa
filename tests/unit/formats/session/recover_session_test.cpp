#include "../failure.hpp"
#include "formats/open_recording.hpp"
#include "formats/session/find_session_state.hpp"
#include "formats/session/recover_session.hpp"
#include "formats/session/session_writer.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <random>

using namespace ecg;
using formats::find_session_state;
using formats::recover_session;
using formats::TailKind;
using test::failure_of;
using test::TemporaryFolder;

namespace {

constexpr std::int64_t per_line = 10;

/// Line number n of a session at 100 Hz that began at noon.
SessionLine line(std::int64_t n) {
    SessionLine line;
    line.sequence = n;
    Recording& recording = line.recording;
    recording.info.id = "s";
    recording.info.start = parse_utc("2025-01-08T12:00:00Z");
    recording.info.patient.name = "\"ecg_snapshot\":{ [1,2,3]";
    recording.info.device.driver = "deckmount22";
    recording.rate = SampleRate{Hertz{100}};
    recording.first_sample = n * per_line;
    recording.leads = {{"I", Lead::I, {}}, {"II", Lead::II, {}}};
    for (int i = 0; i < per_line; ++i) {
        recording.leads[0].samples.push_back(0.1 * i);
        recording.leads[1].samples.push_back(-0.1 * i);
    }
    return line;
}

std::string text(const SessionLine& line) {
    std::string text;
    formats::append_session_line(text, line);
    return text;
}

std::string text(std::int64_t n) {
    return text(line(n));
}

struct Copy {
    formats::Recovery recovery;
    std::string text;
};

Copy recovered(const TemporaryFolder& folder, const std::string& bytes) {
    Copy copy;
    copy.recovery = recover_session(folder.file("s.jsonl", bytes),
                                    [&](std::string_view part) { copy.text += part; });
    return copy;
}

/// The lines as readers see them.
std::vector<SessionLine> read(const TemporaryFolder& folder, const std::string& bytes) {
    const auto source = formats::open_recording(folder.file("copy.jsonl", bytes), {});
    std::vector<SessionLine> lines;
    while (auto line = source->next()) {
        lines.push_back(std::move(*line));
    }
    CHECK(source->complete());
    CHECK(source->take_warnings().empty());
    return lines;
}

formats::SessionFileState state_of(const TemporaryFolder& folder, const std::string& bytes) {
    return find_session_state(folder.file("s.jsonl", bytes));
}

} // namespace

TEST_CASE(
    "Cut at any byte of its last two lines, a session keeps all whole lines and gets an end") {
    const TemporaryFolder folder;
    const std::string whole = text(0) + text(1) + text(2);
    const std::size_t one = text(0).size();
    const std::size_t two = one + text(1).size();
    for (std::size_t size = one; size <= whole.size(); ++size) {
        INFO(size);
        // a line that lacks nothing but its line end is whole
        const std::int64_t lines = size + 1 >= whole.size() ? 3 : size + 1 >= two ? 2 : 1;
        const std::string kept = whole.substr(0, lines == 3   ? whole.size()
                                                 : lines == 2 ? two
                                                              : one);
        const std::size_t cut = size > kept.size() ? size - kept.size() : 0;

        const Copy copy = recovered(folder, whole.substr(0, size));
        REQUIRE(copy.text.starts_with(kept));
        const auto read_lines = read(folder, copy.text);
        REQUIRE(read_lines.size() == static_cast<std::size_t>(lines + 1));
        REQUIRE(read_lines.back().end == SessionEnd{"recovered", lines * per_line, 0});
        REQUIRE(read_lines.back().sequence == lines);
        REQUIRE(copy.recovery.tail.bytes == static_cast<std::int64_t>(cut));
        REQUIRE(copy.recovery.tail.kind == (cut > 0 ? TailKind::cut_line : TailKind::none));
        REQUIRE(copy.recovery.left_out_bytes == 0);

        const auto state = state_of(folder, whole.substr(0, size));
        REQUIRE(state.session);
        REQUIRE(state.session->next_sequence == lines);
        REQUIRE(state.session->next_sample == lines * per_line);
        REQUIRE(state.whole_bytes == static_cast<std::int64_t>(size - cut));
        REQUIRE(state.tail.bytes == static_cast<std::int64_t>(cut));
        REQUIRE(state.tail.kind == copy.recovery.tail.kind);
    }
}

TEST_CASE("Cut within its first line, a file holds no session to go on from or to mend") {
    const TemporaryFolder folder;
    const std::string whole = text(0);
    for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
        INFO(size);
        const auto state = state_of(folder, whole.substr(0, size));
        REQUIRE_FALSE(state.session);
        REQUIRE(state.whole_bytes == 0);
        REQUIRE(state.tail.kind == (size == 0 ? TailKind::none : TailKind::cut_line));
        REQUIRE(failure_of([&] { recovered(folder, whole.substr(0, size)); }) ==
                folder.path("s.jsonl") + ": holds no whole session line");
    }
}

TEST_CASE("A session that was ended needs no mending") {
    const TemporaryFolder folder;
    SessionLine last = line(1);
    last.end = SessionEnd{"stopped", 20, 0};
    const std::string whole = text(0) + text(last);

    const Copy copy = recovered(folder, whole);
    CHECK(copy.text == whole);
    CHECK(copy.recovery.was_whole());
    CHECK(state_of(folder, whole).session->end == last.end);
}

TEST_CASE("Zeros behind the last line are left out, also where they begin within it") {
    const TemporaryFolder folder;
    const std::string zeros(5000, '\0');

    const Copy behind = recovered(folder, text(0) + zeros);
    CHECK(behind.recovery.tail.kind == TailKind::zeros);
    CHECK(behind.recovery.tail.bytes == 5000);
    CHECK(read(folder, behind.text).back().end->samples == per_line);
    CHECK(state_of(folder, text(0) + zeros).tail.kind == TailKind::zeros);

    const std::string within = text(0) + text(1).substr(0, 200) + zeros;
    CHECK(recovered(folder, within).recovery.tail.bytes == 5200);
    CHECK(state_of(folder, within).tail.kind == TailKind::cut_line);
    CHECK(state_of(folder, within).whole_bytes == static_cast<std::int64_t>(text(0).size()));
}

TEST_CASE("Damage between lines is left out, told, and stays a hole") {
    const TemporaryFolder folder;
    std::string damaged = text(1);
    damaged.replace(damaged.find("ecg_snapshot") + 20, 8, 8, '\0');

    const Copy copy = recovered(folder, text(0) + damaged + "#!%\n" + text(2));
    CHECK(copy.text.starts_with(text(0) + text(2)));
    CHECK(copy.recovery.left_out_lines == 2);
    CHECK(copy.recovery.left_out_bytes == static_cast<std::int64_t>(damaged.size()) + 4);
    REQUIRE(copy.recovery.damage.size() == 2);
    CHECK(copy.recovery.damage[1] == folder.path("s.jsonl") + ":3: is not valid JSON");

    const auto lines = read(folder, copy.text);
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].recording.gaps == std::vector<Gap>{{per_line, per_line, "missing lines"}});
    CHECK(lines[2].end == SessionEnd{"recovered", 3 * per_line, 1});
}

TEST_CASE("A whole line behind half a line or zeros is kept") {
    const TemporaryFolder folder;
    const std::string half = text(1).substr(0, 250);
    const std::string torn = text(0) + half + text(2) + std::string(40, '\0') + text(3);

    const Copy copy = recovered(folder, torn);
    CHECK(copy.text.starts_with(text(0) + text(2) + text(3)));
    CHECK(copy.recovery.left_out_lines == 0);
    CHECK(copy.recovery.left_out_bytes == 290);
    CHECK(read(folder, copy.text).size() == 4);
}

TEST_CASE("Nobody goes on behind damage that whole lines follow") {
    const TemporaryFolder folder;
    const std::string damaged = text(1).substr(0, 250) + '\n';

    CHECK(failure_of([&] { state_of(folder, text(0) + damaged + text(2)); }) ==
          folder.path("s.jsonl") +
              ":2: is not valid JSON, and whole lines follow it; recover makes a mended copy");
    CHECK(failure_of([&] {
              state_of(folder, text(0) + text(1).substr(0, 250) + text(2) + text(3));
          }).find(":2: is not valid JSON, and whole lines follow") != std::string::npos);
    CHECK(failure_of([&] {
              state_of(folder, text(0) + text(2) + text(1) + text(3));
          }).find(":3: does not follow the line before") != std::string::npos);

    const auto state = state_of(folder, text(0) + damaged + "!\n");
    CHECK(state.tail.kind == TailKind::garbage);
    CHECK(state.tail.bytes == static_cast<std::int64_t>(damaged.size()) + 2);
}

TEST_CASE("A session's state is that of its last line") {
    const TemporaryFolder folder;
    SessionLine third = line(2);
    third.recording.info.start = parse_utc("2025-01-08T12:00:00.007Z"); // by a better clock
    third.recording.gaps = {{15, 7, "lost"}, {25, 1, "lost"}};
    SessionLine second = line(1);
    second.recording.gaps = {{15, 7, "lost"}};

    const auto state = state_of(folder, text(0) + text(second) + text(third));
    REQUIRE(state.session);
    CHECK(state.session->lines == 3);
    CHECK(state.session->next_sequence == 3);
    CHECK(state.session->first_sample == 0);
    CHECK(state.session->next_sample == 30);
    CHECK(state.session->gaps == 2);
    CHECK(state.session->rate == SampleRate{Hertz{100}});
    CHECK(format_utc(*state.session->info.start) == "2025-01-08T12:00:00.007Z");
    CHECK(state.session->info.device.driver == "deckmount22");
    REQUIRE(state.session->leads.size() == 2);
    CHECK(state.session->leads[1].name == "II");
}

TEST_CASE("A later file of a session counts on, and its session began at 0") {
    const TemporaryFolder folder;
    const auto state = state_of(folder, text(4) + text(5));

    CHECK(state.session->first_sample == 0);
    CHECK(state.session->next_sample == 60);
    CHECK(recovered(folder, text(4) + text(5)).recovery.session.end->samples == 60);
}

TEST_CASE("Of several sessions in a file the last one goes on") {
    const TemporaryFolder folder;
    SessionLine other = line(0);
    other.recording.info.id = "t";
    other.recording.leads[0].name = "V1";

    const auto state = state_of(folder, text(0) + text(1) + text(other));
    CHECK(state.session->info.id == "t");
    CHECK(state.session->next_sequence == 1);
    CHECK(state.session->leads[0].name == "V1");
}

TEST_CASE("A line that is written in another way is read in full") {
    const TemporaryFolder folder;
    std::string spaced = text(1);
    spaced.replace(spaced.find(R"("ecg_snapshot":{)"), 16, R"("ecg_snapshot": {)");
    SessionLine odd = line(2);
    odd.recording.leads[0].name = "}";

    const auto state = state_of(folder, text(0) + spaced);
    CHECK(state.session->next_sample == 20);
    CHECK(state_of(folder, text(0) + spaced + text(odd)).session->next_sample == 30);
}

TEST_CASE("A file of other lines is garbage, not a session that was cut") {
    const TemporaryFolder folder;

    CHECK(state_of(folder, "time,I,II\n0,1,2\n").tail.kind == TailKind::garbage);
    CHECK(state_of(folder, "{\"a\":1").tail.kind == TailKind::garbage);
    CHECK_FALSE(state_of(folder, "{\"a\":1}\n").session);
}

TEST_CASE("However a file was damaged behind its first line, readers take its copy") {
    const TemporaryFolder folder;
    std::mt19937_64 random{7};
    const auto below = [&](std::size_t limit) {
        return static_cast<std::size_t>(random() % limit);
    };
    for (int round = 0; round < 1000; ++round) {
        std::string bytes = text(0) + text(1) + text(2) + text(3);
        const std::size_t at = text(0).size() + below(bytes.size() - text(0).size());
        const std::size_t length = std::min(below(400), bytes.size() - at);
        switch (below(5)) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.replace(at, length, length, '\0');
            break;
        case 2:
            bytes.erase(at, length);
            break;
        case 3:
            bytes.insert(at, bytes.substr(below(at), length));
            break;
        default:
            bytes.resize(at);
        }
        INFO(round);

        const Copy copy = recovered(folder, bytes);
        const auto lines = read(folder, copy.text);
        REQUIRE(copy.text.starts_with(text(0)));
        REQUIRE(lines.back().end);
        REQUIRE(copy.recovery.session.next_sample ==
                lines.back().recording.first_sample + lines.back().recording.sample_count());
        try {
            const auto state = state_of(folder, bytes);
            REQUIRE(state.whole_bytes + state.tail.bytes ==
                    static_cast<std::int64_t>(bytes.size()));
        } catch (const Error&) {
            // whole lines follow the damage
        }
    }
}
