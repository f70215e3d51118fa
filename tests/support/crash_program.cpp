// crash_program HOW: crashes as it is asked to, so that a test can look at what it leaves. Its
// functions have names that the test looks for in the backtrace.
#include "cli/crash_record.hpp"
#include "common/notes.hpp"
#include "common/threads.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::atomic<int> waiting{0};
std::atomic<int> deep{0};

} // namespace

extern "C" {

[[gnu::noinline]] void write_to_nowhere(volatile int* nowhere) {
    *nowhere = 1;
    deep = 1; // no tail of this function may become a jump
}

[[gnu::noinline]] int fall_deeper(int level) { // NOLINT(misc-no-recursion)
    volatile char room[1024];
    room[0] = static_cast<char>(level);
    return deep == 0 ? fall_deeper(level + 1) + room[0] : level;
}

[[gnu::noinline]] void give_up() {
    std::abort();
}

[[gnu::noinline]] void throw_to_nobody() {
    if (deep == 0) {
        throw std::runtime_error{"/home/x/Invented Person.jsonl: secret words"};
    }
    deep = 1;
}

[[gnu::noinline]] void call_nothing(void (*nothing)()) {
    nothing();
    deep = 1;
}

[[gnu::noinline]] void break_the_stack() {
    volatile long here[2]{};
    volatile long* const at = here;
    for (int i = 0; i < 64; ++i) { // what lies above are return addresses
        at[i] = 0x4141414141414141;
    }
}
}

namespace {

void two_at_once() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.push_back(ecg::start_thread([] {
            for (++waiting; waiting < 2;) {
            }
            write_to_nowhere(nullptr);
        }));
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

const std::map<std::string, std::function<void()>> ways{
    {"null", [] { write_to_nowhere(nullptr); }},
    {"overflow", [] { std::cout << fall_deeper(0); }},
    {"overflow-in-thread", [] { ecg::start_thread([] { std::cout << fall_deeper(0); }).join(); }},
    {"abort", [] { give_up(); }},
    {"throw-in-thread", [] { ecg::start_thread([] { throw_to_nobody(); }).join(); }},
    {"call-null", [] { call_nothing(nullptr); }},
    {"broken-stack", [] { break_the_stack(); }},
    {"two-at-once", two_at_once},
    {"internal",
     [] {
         try {
             static_cast<void>(std::string{}.at(7));
         } catch (const std::exception& error) {
             ecg::cli::record_crash(ecg::cli::cause_of(error));
         }
     }},
    {"wait",
     [] {
         std::cout << "waiting" << std::endl;
         while (true) {
             ::pause();
         }
     }},
};

} // namespace

int main(int argc, char** argv) {
    const auto way = ways.find(argc > 1 ? argv[1] : "");
    if (way == ways.end()) {
        return 2;
    }
    ecg::cli::record_fatal_signals("crash_program");
    for (int i = 0; i < 30; ++i) {
        ecg::note("step " + std::to_string(i));
    }
    ecg::note("a \"quoted\" back\\slash, a tab\t and a letter \xC3\xA9");
    way->second();
}
