// Results of many inputs, worked on at the same time, written in the order of the inputs.
#pragma once

#include "cli/output.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

/// Thrown to a worker when writing failed for good or somebody asked to stop.
struct Abandoned {};

/// What the first unfinished input says goes out at once; the others wait, in bounded memory: a
/// worker that is too far ahead waits for its turn. Any thread may call.
class OrderedResults {
public:
    OrderedResults(cli::Output& output, std::size_t inputs);

    /// Whole lines of one input. Throws Abandoned.
    void write(std::size_t input, std::string_view lines);
    /// One line on standard error, in its turn.
    void tell(std::size_t input, std::string_view message);
    /// No more will come of this input. Returns how many inputs are finished. Throws Abandoned.
    std::size_t finish(std::size_t input);

    /// Every later write throws Abandoned.
    void abandon(std::exception_ptr reason);
    /// Throws the reason if there was one.
    void rethrow() const;

private:
    struct Slot {
        std::string text;
        std::vector<std::string> messages;
        bool finished = false;
    };

    static constexpr std::size_t most_waiting = 16U << 20; // bytes of one input

    void drain(Slot& slot);
    void put(std::string_view lines);

    cli::Output& output_;
    std::mutex mutex_;
    std::condition_variable turn_;
    std::vector<Slot> slots_;
    std::size_t head_ = 0; ///< the first unfinished input
    std::size_t finished_ = 0;
    std::exception_ptr reason_;
};

} // namespace ecg
