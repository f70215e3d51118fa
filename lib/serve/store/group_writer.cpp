#include "serve/store/group_writer.hpp"

#include "common/threads.hpp"
#include "serve/store/apply_change.hpp"
#include "serve/store/idempotency.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace ecg::serve {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes between_forgetting = 10min;
constexpr std::chrono::seconds patience_of_probe = 2s;

std::size_t bytes_of(const Change& change) {
    std::size_t bytes = 512; // of the structs, and of texts in changes that are rare
    if (const auto* samples = std::get_if<AddSamples>(&change)) {
        for (const MetricsRecord& row : samples->metrics) {
            bytes += sizeof row + row.values.size() + row.extra.size();
        }
        for (const WaveformRecord& row : samples->waveforms) {
            bytes += sizeof row + row.packed.size() + row.extra.size();
        }
    } else if (const auto* error = std::get_if<AddError>(&change)) {
        bytes += error->error.message.size() + error->error.stack_trace.size() +
                 error->error.system_info.size();
    }
    return bytes;
}

/// Of a change that was not made because of what happened to the database.
Verdict verdict_of(DatabaseTrouble trouble) {
    return trouble == DatabaseTrouble::full ? Verdict::disk_full : Verdict::unavailable;
}

} // namespace

GroupWriter::GroupWriter(Database database, GroupWriterSettings settings)
    : settings_{std::move(settings)}, database_{std::move(database)},
      forgot_at_{std::chrono::steady_clock::now() - between_forgetting}, thread_{start_thread(
                                                                             [this] { run(); })} {}

GroupWriter::~GroupWriter() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    came_.notify_all();
    thread_.join();
}

bool GroupWriter::write(Write write, Store::Told told) {
    std::vector<ContentDigest> digests =
        content_digests(write.change); // here, not while others wait
    const std::size_t bytes = bytes_of(write.change);
    return queue({std::move(write), std::move(told), std::move(digests), bytes});
}

bool GroupWriter::queue(Waiting waiting) {
    {
        const std::lock_guard lock{mutex_};
        if (stop_ || waiting_.size() >= settings_.most_waiting ||
            waiting_bytes_ + waiting.bytes > settings_.most_waiting_bytes) {
            ++figures_.refusals;
            return false;
        }
        waiting_bytes_ += waiting.bytes;
        waiting_.push_back(std::move(waiting));
    }
    came_.notify_one();
    return true;
}

bool GroupWriter::can_write() {
    const auto answer = std::make_shared<std::promise<bool>>();
    auto future = answer->get_future();
    Waiting probe;
    probe.is_probe = true;
    probe.told = [answer](const Outcome& outcome) {
        answer->set_value(outcome.verdict == Verdict::done);
    };
    return queue(std::move(probe)) &&
           future.wait_for(patience_of_probe) == std::future_status::ready && future.get();
}

void GroupWriter::drain() {
    std::unique_lock lock{mutex_};
    told_.wait(lock, [this] { return waiting_.empty() && at_work_ == 0; });
}

StoreFigures GroupWriter::figures() {
    const std::lock_guard lock{mutex_};
    StoreFigures figures = figures_;
    figures.queued = static_cast<std::int64_t>(waiting_.size() + at_work_);
    return figures;
}

void GroupWriter::run() {
    for (std::vector<Waiting> batch = take(); !batch.empty(); batch = take()) {
        commit_and_tell(batch);
        settings_.committed(database_.log_pages());
        forget_old_now_and_then();
    }
}

/// Waits for changes; nothing when there are none and it is time to stop.
std::vector<GroupWriter::Waiting> GroupWriter::take() {
    std::unique_lock lock{mutex_};
    came_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    std::vector<Waiting> batch;
    if (waiting_.size() <= settings_.most_in_a_commit) {
        batch.swap(waiting_);
    } else {
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(settings_.most_in_a_commit);
        batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
        waiting_.erase(waiting_.begin(), end);
    }
    for (const Waiting& one : batch) {
        waiting_bytes_ -= one.bytes;
    }
    at_work_ = batch.size();
    return batch;
}

void GroupWriter::commit_and_tell(std::vector<Waiting>& batch) {
    const std::vector<Outcome> outcomes = commit(batch);
    {
        const std::lock_guard lock{mutex_};
        figures_.changes += static_cast<std::int64_t>(batch.size());
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i].told(outcomes[i]);
    }
    batch.clear(); // what they hold on to is not kept until the next ones come
    {
        const std::lock_guard lock{mutex_};
        at_work_ = 0;
    }
    told_.notify_all();
}

/// The outcomes of all, or the same failure for all: then nothing of them is stored.
std::vector<Outcome> GroupWriter::commit(const std::vector<Waiting>& batch) {
    Outcome failed;
    try {
        try {
            return commit_once(batch, false);
        } catch (const DatabaseError& error) {
            if (error.trouble() != DatabaseTrouble::constraint) {
                throw;
            }
            return commit_once(batch, true); // one bad row is not to fail its neighbours
        }
    } catch (const DatabaseError& error) {
        failed = refused(verdict_of(error.trouble()), error.what());
    } catch (const std::exception& error) {
        failed = refused(Verdict::unavailable, error.what());
    }
    const std::lock_guard lock{mutex_};
    ++figures_.failures;
    return std::vector<Outcome>(batch.size(), failed);
}

std::vector<Outcome> GroupWriter::commit_once(const std::vector<Waiting>& batch, bool one_by_one) {
    try {
        std::vector<Outcome> outcomes;
        outcomes.reserve(batch.size());
        database_.run("BEGIN IMMEDIATE");
        for (const Waiting& waiting : batch) {
            outcomes.push_back(one_by_one ? apply_alone(waiting) : apply(waiting));
        }
        const auto start = std::chrono::steady_clock::now();
        database_.run("COMMIT");
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        const std::lock_guard lock{mutex_};
        ++figures_.commits;
        figures_.commit_seconds += taken.count();
        return outcomes;
    } catch (...) {
        database_.roll_back();
        throw;
    }
}

Outcome GroupWriter::apply(const Waiting& waiting) {
    if (waiting.is_probe) {
        database_.run("INSERT OR REPLACE INTO heartbeat (one, at) VALUES (1, ?)",
                      settings_.clock());
        return {};
    }
    return apply_write(database_, waiting.write, waiting.digests, settings_.clock());
}

Outcome GroupWriter::apply_alone(const Waiting& waiting) {
    database_.run("SAVEPOINT one");
    try {
        Outcome outcome = apply(waiting);
        database_.run("RELEASE one");
        return outcome;
    } catch (const DatabaseError& error) {
        if (error.trouble() != DatabaseTrouble::constraint) {
            throw;
        }
        database_.run("ROLLBACK TO one");
        database_.run("RELEASE one");
        return refused(Verdict::conflict, error.what());
    }
}

void GroupWriter::forget_old_now_and_then() {
    const auto now = std::chrono::steady_clock::now();
    if (now - forgot_at_ < between_forgetting) {
        return;
    }
    try {
        database_.run("BEGIN IMMEDIATE");
        const bool has_more = forget_old(database_, settings_.clock());
        database_.run("COMMIT");
        forgot_at_ = has_more ? forgot_at_ : now;
    } catch (const Error&) {
        database_.roll_back(); // there is no harm in keeping them longer
        forgot_at_ = now;
    }
}

} // namespace ecg::serve
