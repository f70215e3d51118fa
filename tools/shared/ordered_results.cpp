#include "shared/ordered_results.hpp"

#include "cli/messages.hpp"

#include <utility>

namespace ecg {

OrderedResults::OrderedResults(cli::Output& output, std::size_t inputs)
    : output_{output}, slots_(inputs) {}

void OrderedResults::write(std::size_t input, std::string_view lines) {
    std::unique_lock lock{mutex_};
    Slot& slot = slots_[input];
    turn_.wait(lock, [&] { return reason_ || input == head_ || slot.text.size() < most_waiting; });
    if (reason_) {
        throw Abandoned{};
    }
    if (input != head_) {
        slot.text += lines;
        return;
    }
    drain(slot);
    put(lines);
}

void OrderedResults::tell(std::size_t input, std::string_view message) {
    const std::lock_guard lock{mutex_};
    if (input == head_) {
        cli::tell(message);
    } else {
        slots_[input].messages.emplace_back(message);
    }
}

std::size_t OrderedResults::finish(std::size_t input) {
    const std::lock_guard lock{mutex_};
    slots_[input].finished = true;
    ++finished_;
    while (head_ < slots_.size() && slots_[head_].finished) {
        drain(slots_[head_]);
        ++head_;
        if (head_ < slots_.size()) {
            drain(slots_[head_]);
        }
    }
    turn_.notify_all();
    return finished_;
}

void OrderedResults::drain(Slot& slot) {
    for (const std::string& message : slot.messages) {
        cli::tell(message);
    }
    slot.messages.clear();
    put(slot.text);
    slot.text = {};
}

void OrderedResults::put(std::string_view lines) {
    if (reason_ || lines.empty()) {
        return;
    }
    try {
        output_.write(lines);
        output_.end_lines();
    } catch (...) {
        reason_ = std::current_exception();
        turn_.notify_all();
        throw Abandoned{};
    }
}

void OrderedResults::abandon(std::exception_ptr reason) {
    const std::lock_guard lock{mutex_};
    if (!reason_) {
        reason_ = std::move(reason);
    }
    turn_.notify_all();
}

void OrderedResults::rethrow() const {
    if (reason_) {
        std::rethrow_exception(reason_);
    }
}

} // namespace ecg
