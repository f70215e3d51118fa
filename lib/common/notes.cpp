#include "common/notes.hpp"

#include "common/time.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

namespace ecg {
namespace {

using Word = std::uint64_t;
constexpr std::size_t words = longest_note / sizeof(Word);
static_assert(words * sizeof(Word) == longest_note);
static_assert(std::atomic<Word>::is_always_lock_free); // else a signal handler could not read it

constexpr Word being_written = ~Word{0};

/// A line and its number: who reads looks at it before and after, who writes has it to himself.
struct Place {
    std::atomic<Word> number{0};
    std::atomic<Word> length{0};
    std::atomic<Word> noted_ms{0};
    std::array<std::atomic<Word>, words> text{};
};

std::array<Place, kept_notes> places; // a signal handler has no other way to them
std::atomic<Word> noted{0};

} // namespace

void note(std::string_view line) noexcept {
    std::array<Word, words> text{};
    const std::size_t length = std::min(line.size(), longest_note);
    std::memcpy(text.data(), line.data(), length);
    const Word number = noted.fetch_add(1) + 1;
    Place& place = places[number % kept_notes];
    if (place.number.exchange(being_written) == being_written) {
        return; // a thread that has slept for all of the places; this one is not waited for
    }
    for (std::size_t i = 0; i < words; ++i) {
        place.text[i].store(text[i]);
    }
    place.length.store(length);
    place.noted_ms.store(static_cast<Word>(now_utc().milliseconds));
    place.number.store(number);
}

NoteRead read_note(std::size_t before_last, char* to) noexcept {
    const Word last = noted.load();
    if (before_last >= last || before_last >= kept_notes) {
        return {};
    }
    const Word number = last - before_last; // never 0
    const Place& place = places[number % kept_notes];
    if (place.number.load() != number) {
        return {};
    }
    std::array<Word, words> text{};
    for (std::size_t i = 0; i < words; ++i) {
        text[i] = place.text[i].load();
    }
    const NoteRead read{static_cast<std::size_t>(place.length.load()),
                        static_cast<std::int64_t>(place.noted_ms.load())};
    if (place.number.load() != number) {
        return {};
    }
    std::memcpy(to, text.data(), longest_note);
    return read;
}

} // namespace ecg
