#include "sync/run_targets.hpp"

#include "common/error.hpp"
#include "common/threads.hpp"
#include "sync/ledger.hpp"
#include "sync/receipts.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace ecg::sync {
namespace {

/// A target whose settings are looked at once something is to go there.
class OpenedLater final : public Target {
public:
    explicit OpenedLater(const NamedTarget& named) : named_{named} {}

    [[nodiscard]] std::string name() const override { return named_.name; }

    [[nodiscard]] bool knows_sessions() const override { return named_.knows_sessions; }

    Delivered greet() override {
        try {
            if (!target_) {
                target_ = named_.open();
            }
            return target_->greet(); // which may open what it stands for
        } catch (const Error& error) {
            Delivered denied;
            denied.verdict = Verdict::denied;
            denied.reason = error.what();
            return denied;
        }
    }

    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override {
        return target_->send(parcels);
    }

    [[nodiscard]] std::size_t at_once() const override { return target_->at_once(); }

private:
    const NamedTarget& named_;
    std::shared_ptr<Target> target_;
};

/// The world as each of several runs may see it.
class SharedWorld {
public:
    explicit SharedWorld(const RunWorld& world) : world_{world} {}

    [[nodiscard]] RunWorld of(const std::string& target, const std::string& shown_as) {
        RunWorld world = world_;
        world.chance = [this] {
            const std::lock_guard lock{one_at_a_time_};
            return world_.chance();
        };
        world.stop = [this] {
            const std::lock_guard lock{one_at_a_time_};
            return world_.stop();
        };
        world.tell = [this, shown_as](const RunEvent& event) {
            const std::lock_guard lock{one_at_a_time_};
            if (world_.tell) {
                RunEvent told = event;
                told.target = shown_as;
                world_.tell(told);
            }
        };
        world.progress = [this, target](std::size_t done, std::size_t all) {
            const std::lock_guard lock{one_at_a_time_};
            progress_[target] = {done, all};
            show();
        };
        return world;
    }

private:
    void show() {
        if (!world_.progress) {
            return;
        }
        std::size_t done = 0, all = 0;
        for (const auto& [target, so_far] : progress_) {
            done += so_far.first;
            all += so_far.second;
        }
        world_.progress(done, all);
    }

    const RunWorld& world_;
    std::mutex one_at_a_time_;
    std::map<std::string, std::pair<std::size_t, std::size_t>> progress_;
};

/// One target's run.
struct Worker {
    Worker(const NamedTarget& named, std::string name, const std::string& path, Receipts& receipts)
        : target{named}, shown_as{std::move(name)}, ledger{path}, share{named.name, ledger,
                                                                        receipts} {}

    void run(QueueFolder& queue, const RunSettings& settings, const RunWorld& world) noexcept {
        try {
            result = run_queue(queue, target, settings, world, share);
        } catch (...) {
            failure = std::current_exception();
        }
    }

    OpenedLater target;
    std::string shown_as;
    Ledger ledger;
    Share share;
    RunResult result;
    std::exception_ptr failure;
};

/// One of them in this thread.
void run_all(std::vector<std::unique_ptr<Worker>>& workers, QueueFolder& queue,
             const RunSettings& settings, SharedWorld& world) {
    std::vector<std::thread> threads;
    for (const std::unique_ptr<Worker>& worker : workers) {
        const auto run = [&queue, &settings, &worker,
                          seen = world.of(worker->share.name, worker->shown_as)] {
            worker->run(queue, settings, seen);
        };
        if (worker != workers.back()) {
            threads.push_back(start_thread(run));
        } else {
            run();
        }
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

void rethrow_failures(const std::vector<std::unique_ptr<Worker>>& workers) {
    for (const std::unique_ptr<Worker>& worker : workers) {
        if (worker->failure) {
            std::rethrow_exception(worker->failure);
        }
    }
}

/// What has left the queue, the ledgers need not know any more. A full disk keeps that for later.
void clear_ledgers(const Receipts& receipts, std::vector<std::unique_ptr<Worker>>& workers) {
    for (const std::unique_ptr<Worker>& worker : workers) {
        receipts.clear(worker->ledger);
        try {
            worker->ledger.flush();
        } catch (const Error& error) {
            worker->result.trouble = error.what();
        }
    }
}

} // namespace

RunResult as_one(const TargetsResult& all) {
    constexpr std::array worst_last{RunEnd::done,    RunEnd::closed, RunEnd::waiting,
                                    RunEnd::offline, RunEnd::denied, RunEnd::stopped};
    const auto rank = [&](RunEnd end) {
        return std::find(worst_last.begin(), worst_last.end(), end) - worst_last.begin();
    };
    RunResult one;
    for (const TargetEnd& target : all.targets) {
        const RunResult& part = target.result;
        one.end = rank(part.end) > rank(one.end) ? part.end : one.end;
        one.left_alone = one.left_alone || part.left_alone;
        one.blocked = std::max(one.blocked, part.blocked);
        one.held = std::max(one.held, part.held);
        if (part.next && (!one.next || *part.next < *one.next)) {
            one.next = part.next;
        }
        if (!part.reason.empty()) {
            one.reason.append(one.reason.empty() ? "" : "; ");
            one.reason.append(target.shown_as).append(target.shown_as.empty() ? "" : ": ");
            one.reason.append(part.reason);
        }
        one.trouble = one.trouble.empty() ? part.trouble : one.trouble;
    }
    one.stored = all.stored;
    one.failed = all.failed;
    one.left = all.left;
    return one;
}

TargetsResult run_targets(QueueFolder& queue, const Rules& rules,
                          const std::vector<NamedTarget>& targets, const RunSettings& settings,
                          const RunWorld& world) {
    queue.tidy();
    Receipts receipts{queue, rules, world.now};
    std::vector<std::unique_ptr<Worker>> workers;
    for (const NamedTarget& named : targets) {
        workers.push_back(std::make_unique<Worker>(named, shown_name(named.name, rules),
                                                   ledger_path(queue, named.name), receipts));
        receipts.clear(workers.back()->ledger);
        receipts.load(named.name, workers.back()->ledger);
    }
    receipts.settle_left_over();
    SharedWorld shared{world};
    run_all(workers, queue, settings, shared);
    rethrow_failures(workers);
    clear_ledgers(receipts, workers);
    queue.prune(world.elapsed);
    TargetsResult all;
    for (const std::unique_ptr<Worker>& worker : workers) {
        all.targets.push_back({worker->share.name, worker->result, worker->shown_as});
    }
    all.stored = receipts.finished();
    all.failed = receipts.failed();
    all.left = queue.names(ItemState::pending).size();
    return all;
}

} // namespace ecg::sync
