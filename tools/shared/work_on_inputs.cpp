#include "shared/work_on_inputs.hpp"

#include "cli/progress.hpp"
#include "common/error.hpp"
#include "common/notes.hpp"
#include "common/stop.hpp"
#include "common/threads.hpp"
#include "shared/ordered_results.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace ecg {
namespace {

/// What the workers share.
struct Batch {
    const std::function<void(std::size_t, const ResultPort&)>& work;
    std::size_t inputs;
    OrderedResults& results;
    cli::Progress& progress;
    std::mutex progress_mutex;
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> failed{0};
};

void work_on(Batch& batch, std::size_t input) {
    if (stop_requested()) {
        throw Error{ErrorKind::interrupted, "interrupted"};
    }
    note("input " + std::to_string(input + 1) + " of " + std::to_string(batch.inputs));
    const ResultPort port{
        [&](std::string_view lines) { batch.results.write(input, lines); },
        [&](std::string_view message) { batch.results.tell(input, message); },
    };
    try {
        batch.work(input, port);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::data) {
            throw;
        }
        port.tell(error.what());
        ++batch.failed;
    }
    const std::size_t finished = batch.results.finish(input);
    if (batch.inputs > 1) {
        const std::lock_guard lock{batch.progress_mutex};
        batch.progress.show(static_cast<double>(finished));
    }
}

void work_on_some(Batch& batch) noexcept {
    try {
        for (std::size_t i = batch.next++; i < batch.inputs; i = batch.next++) {
            work_on(batch, i);
        }
    } catch (const Abandoned&) {
        // The reason is known already.
    } catch (...) {
        batch.next = batch.inputs; // the others end after what they have in hand
        batch.results.abandon(std::current_exception());
    }
}

void work_in_threads(Batch& batch, std::size_t wanted) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t count = std::min(wanted == 0 ? cores : wanted, batch.inputs);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i) {
        threads.push_back(start_thread([&batch] { work_on_some(batch); }));
    }
    work_on_some(batch);
    for (std::thread& thread : threads) {
        thread.join();
    }
}

} // namespace

std::size_t work_on_inputs(std::size_t inputs, int jobs, cli::Output& output,
                           const std::function<void(std::size_t, const ResultPort&)>& work) {
    OrderedResults results{output, inputs};
    cli::Progress progress{"files", static_cast<double>(inputs)};
    Batch batch{work, inputs, results, progress, {}, {}, {}};
    work_in_threads(batch, static_cast<std::size_t>(jobs));
    results.rethrow();
    return batch.failed;
}

} // namespace ecg
