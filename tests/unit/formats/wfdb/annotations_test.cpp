#include "common/files.hpp"
#include "formats/wfdb/annotations.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"
#include "unit/formats/failure.hpp"

#include <set>

using namespace ecg;
using namespace ecg::formats;

namespace {

/// 16-bit words, low byte first.
std::string words(std::initializer_list<unsigned> values) {
    std::string text;
    for (const unsigned value : values) {
        text.push_back(static_cast<char>(value & 0xFF));
        text.push_back(static_cast<char>(value >> 8));
    }
    return text;
}

constexpr unsigned word(unsigned code, unsigned number) {
    return code << 10 | number;
}

std::string failure(const std::string& bytes) {
    return test::failure_of([&] { parse_annotations(bytes, "x.atr"); });
}

Annotation beat(std::int64_t sample) {
    Annotation annotation;
    annotation.sample = sample;
    annotation.code = 1;
    return annotation;
}

} // namespace

TEST_CASE("Annotations follow each other by intervals") {
    const auto all = parse_annotations(words({word(28, 18), word(1, 59), word(5, 1023), 0}), "x");

    REQUIRE(all.size() == 3);
    CHECK(all[0].sample == 18);
    CHECK(all[0].code == 28);
    CHECK(all[1].sample == 77);
    CHECK(all[2].sample == 1100);
    CHECK(all[2].code == 5);
}

TEST_CASE("SKIP carries an interval of 32 bits, its high half first") {
    const auto all = parse_annotations(words({word(59, 0), 0x0001, 0x0002, word(1, 3), word(59, 0),
                                              0xFFFF, 0xFFFE, word(1, 5), 0}),
                                       "x");

    REQUIRE(all.size() == 2);
    CHECK(all[0].sample == 0x10002 + 3);
    CHECK(all[1].sample == all[0].sample - 2 + 5); // backwards, as files may
}

TEST_CASE("Subtype holds for one annotation, channel and number until they change") {
    const auto all =
        parse_annotations(words({word(1, 10), word(61, 0x3FF), word(62, 1), word(60, 2),
                                 word(1, 10), word(1, 10), word(62, 0), word(60, 0), 0}),
                          "x");

    REQUIRE(all.size() == 3);
    CHECK(all[0].subtype == -1);
    CHECK(all[0].channel == 1);
    CHECK(all[0].number == 2);
    CHECK(all[1].subtype == 0);
    CHECK(all[1].channel == 1);
    CHECK(all[1].number == 2);
    CHECK(all[2].channel == 0);
    CHECK(all[2].number == 0);
}

TEST_CASE("A text may be odd in length and may count a zero byte at its end") {
    const auto all = parse_annotations(
        words({word(28, 1), word(63, 5)}) + std::string("(AFIB\0", 6) +
            words({word(28, 1), word(63, 3)}) + std::string("(N\0\0", 4) + words({word(1, 7), 0}),
        "x");

    REQUIRE(all.size() == 3);
    CHECK(all[0].text == "(AFIB");
    CHECK(all[1].text == "(N");
    CHECK(all[2].text.empty());
    CHECK(all[2].sample == 9);
}

TEST_CASE("A faulty annotation file says where and why") {
    CHECK(failure("") == "x.atr: offset 0: file is cut: the end mark is missing");
    CHECK(failure(words({word(1, 5)})) == "x.atr: offset 2: file is cut: the end mark is missing");
    CHECK(failure(words({word(1, 5)}) + "a") ==
          "x.atr: offset 2: file is cut: the end mark is missing");
    CHECK(failure(words({word(1, 5), word(59, 0), 1})) ==
          "x.atr: offset 2: file is cut: the end mark is missing");
    CHECK(failure(words({word(28, 5), word(63, 20)}) + "(AFIB") ==
          "x.atr: offset 2: file is cut in a text of 20 bytes");
    CHECK(failure(words({word(63, 2), 0, 0})) ==
          "x.atr: offset 0: begins with code 63, no annotation");
    CHECK(failure(words({word(1, 5), word(53, 2), 0})) ==
          "x.atr: offset 2: code 53 is none of the format's");
    CHECK(failure(words({word(59, 0), 0xFFFF, 0xFFF0, word(1, 2), 0})) ==
          "x.atr: offset 6: annotation stands before the first sample");
}

TEST_CASE("Annotations that cannot be written are refused") {
    const auto failure_of = [](std::vector<Annotation> all) {
        return test::failure_of([&] { annotation_bytes(all); });
    };
    CHECK(failure_of({beat(10), beat(9)}) == "annotation at sample 9: stands after a later one");
    Annotation strange = beat(10);
    strange.code = 50;
    CHECK(failure_of({strange}) == "annotation at sample 10: code 50 is none of the format's");
    strange = beat(10);
    strange.channel = 256;
    CHECK_FALSE(failure_of({strange}).empty());
    strange = beat(10);
    strange.text.assign(2000, 'x');
    CHECK_FALSE(failure_of({strange}).empty());
}

TEST_CASE("What is written reads back, intervals of any length among it") {
    std::vector<Annotation> all;
    for (const std::int64_t sample :
         {0LL, 5LL, 5LL, 1028LL, 1029LL, 2053LL, 70'000LL, 5'000'000'000LL, 20'000'000'000LL}) {
        all.push_back(beat(sample));
    }
    all[1].text = "odd";
    all[2].text = "even";
    all[2].subtype = -128;
    all[3].channel = 255;
    all[4].number = 127;
    all[4].channel = 255;
    all[5].code = 49;
    all[6].code = 0; // behind a SKIP it must not look like the end mark

    CHECK(parse_annotations(annotation_bytes(all), "x") == all);
    CHECK(parse_annotations(annotation_bytes(all, TextEnd::zero), "x") == all);
    CHECK(parse_annotations(annotation_bytes({}), "x").empty());
}

TEST_CASE("Every code has one symbol and every symbol one code") {
    std::set<std::string_view> symbols;
    for (int code = 0; code < 64; ++code) {
        const std::string_view symbol = annotation_symbol(code);
        if (!symbol.empty()) {
            CHECK(symbols.insert(symbol).second);
            CHECK(annotation_code(symbol) == code);
        }
    }
    CHECK(symbols.size() == 39);
    CHECK(annotation_symbol(1) == "N");
    CHECK(annotation_symbol(28) == "+");
    CHECK(annotation_symbol(41) == "r");
    CHECK_FALSE(annotation_code("").has_value());
    CHECK_FALSE(annotation_code("(AFIB").has_value());
}

TEST_CASE("Beats are the codes that WFDB takes for a QRS complex") {
    for (const char* symbol : {"N", "L", "R", "a", "V", "F", "J", "A", "S", "E",
                               "j", "/", "Q", "B", "?", "!", "e", "n", "f", "r"}) {
        CHECK(is_beat_annotation(annotation_code(symbol).value()));
    }
    for (const char* symbol : {"~", "|", "+", "\"", "[", "]", "x", "p", "t", "(", ")", "s", "T"}) {
        CHECK_FALSE(is_beat_annotation(annotation_code(symbol).value()));
    }
    CHECK_FALSE(is_beat_annotation(0));
    CHECK_FALSE(is_beat_annotation(99));
}

namespace {

struct RoundTrips {
    int files = 0;
    int same_bytes = 0;
};

/// Reads, writes and reads every annotation file of a folder again.
RoundTrips round_trips(const std::filesystem::path& folder,
                       const std::set<std::string>& extensions) {
    RoundTrips count;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (extensions.count(entry.path().extension().string()) == 0) {
            continue;
        }
        const std::string bytes = read_whole_file(entry.path().string());
        const auto all = parse_annotations(bytes, entry.path().string());
        CAPTURE(entry.path().string());
        CHECK_FALSE(all.empty());
        CHECK(parse_annotations(annotation_bytes(all), "again") == all);
        ++count.files;
        if (annotation_bytes(all) == bytes || annotation_bytes(all, TextEnd::zero) == bytes) {
            ++count.same_bytes;
        }
    }
    return count;
}

} // namespace

TEST_CASE("The beat labels of mitdb are written back byte for byte") {
    const auto folder = test::reference_data("mitdb");
    SKIP_WITHOUT_DATA(folder, "mitdb");

    const RoundTrips count = round_trips(*folder, {".atr"});

    CHECK(count.files > 0);
    CHECK(count.same_bytes * 10 >= count.files * 9); // a few end their texts both ways
}

TEST_CASE("The wave marks of ludb are written back byte for byte") {
    const auto folder = test::reference_data("ludb");
    SKIP_WITHOUT_DATA(folder, "ludb");

    const RoundTrips count = round_trips(*folder, {".i", ".avr", ".v6"});

    CHECK(count.files > 0);
    CHECK(count.same_bytes == count.files);
}

TEST_CASE("The wave marks of qtdb are written back byte for byte") {
    const auto folder = test::reference_data("qtdb");
    SKIP_WITHOUT_DATA(folder, "qtdb");

    const RoundTrips count = round_trips(*folder, {".q1c", ".q2c", ".man", ".atr"});

    CHECK(count.files > 0);
    CHECK(count.same_bytes * 10 >= count.files * 9); // a few end their texts both ways
}
