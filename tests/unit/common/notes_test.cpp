#include "common/notes.hpp"
#include "support/catch.hpp"

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace ecg;

namespace {

std::string noted(std::size_t before_last) {
    std::array<char, longest_note> text{};
    const NoteRead read = read_note(before_last, text.data());
    return {text.data(), read.length};
}

} // namespace

TEST_CASE("The last notes are kept, the newest first") {
    for (int i = 0; i < 50; ++i) {
        note("step " + std::to_string(i));
    }
    CHECK(noted(0) == "step 49");
    CHECK(noted(kept_notes - 1) == "step " + std::to_string(50 - kept_notes));
    CHECK(noted(kept_notes).empty());
}

TEST_CASE("A long note is cut") {
    note(std::string(longest_note - 1, 'a') + "bc");
    CHECK(noted(0) == std::string(longest_note - 1, 'a') + "b");
}

TEST_CASE("Notes of many threads are each whole or not there") {
    std::atomic<bool> done{false};
    std::vector<std::thread> threads;
    for (char c = 'a'; c < 'e'; ++c) {
        threads.emplace_back([c] {
            for (int i = 0; i < 20'000; ++i) {
                note(std::string(longest_note, c));
            }
        });
    }
    std::size_t torn = 0;
    std::thread reader{[&] {
        while (!done) {
            for (std::size_t i = 0; i < kept_notes; ++i) {
                const std::string text = noted(i);
                torn += text.find_first_not_of(text.substr(0, 1)) != std::string::npos ? 1 : 0;
            }
        }
    }};
    for (std::thread& thread : threads) {
        thread.join();
    }
    done = true;
    reader.join();
    CHECK(torn == 0);
}
