#include "accuracy/validation/run_records.hpp"

#include "analyze/stream.hpp"
#include "cli/progress.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "formats/open_recording.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

AnalysedRecord analyse(const fs::path& header, const RunPlan& plan) {
    const std::string name = header.stem().string();
    Recording recording = formats::read_recording(header.string(), {}).recording;
    const double file_rate = recording.rate.hertz();
    if (plan.prepare) {
        recording = plan.prepare(recording, name);
    }
    analyze::StreamAnalyzer analyzer{plan.settings ? plan.settings(name)
                                                   : analyze::AnalyzeSettings{}};
    analyzer.add(recording);
    analyzer.finish(std::nullopt);
    return {name, file_rate, analyzer.summary()};
}

/// Hands out indices to the workers and keeps the first failure.
class Work {
public:
    Work(const std::string& title, std::size_t size)
        : size_{size}, progress_{title + ": records", static_cast<double>(size)} {}

    void run(const std::function<void(std::size_t)>& one) {
        try {
            for (std::size_t i = next_++; i < size_ && !failed_ && !stop_requested(); i = next_++) {
                one(i);
                const std::lock_guard lock{mutex_};
                progress_.show(static_cast<double>(++done_));
            }
        } catch (...) {
            const std::lock_guard lock{mutex_};
            failed_ = true;
            failure_ = std::current_exception();
        }
    }

    void check() const {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, "interrupted"};
        }
    }

private:
    std::size_t size_;
    std::size_t done_ = 0;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> failed_{false};
    std::exception_ptr failure_;
    std::mutex mutex_;
    cli::Progress progress_;
};

} // namespace

std::vector<fs::path> headers_in(const fs::path& folder) {
    std::vector<fs::path> headers;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator{folder, trouble}) {
        if (entry.path().extension() == ".hea") {
            headers.push_back(entry.path());
        }
    }
    if (headers.empty()) {
        throw Error{ErrorKind::data, folder.string() + ": no recordings"};
    }
    std::sort(headers.begin(), headers.end(), [](const fs::path& a, const fs::path& b) {
        const std::string left = a.stem().string();
        const std::string right = b.stem().string();
        return left.size() != right.size() ? left.size() < right.size() : left < right;
    });
    return headers;
}

std::vector<AnalysedRecord> analyse_records(const std::vector<fs::path>& headers,
                                            const RunPlan& plan) {
    std::vector<AnalysedRecord> results(headers.size());
    Work work{plan.title, headers.size()};
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < std::max(1, plan.jobs); ++i) {
            workers.emplace_back(
                [&] { work.run([&](std::size_t k) { results[k] = analyse(headers[k], plan); }); });
        }
    }
    work.check();
    return results;
}

} // namespace ecg::accuracy
