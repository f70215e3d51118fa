#include "serve/audit/audit_log.hpp"

#include "common/error.hpp"
#include "common/threads.hpp"

#include <algorithm>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t largest_group = 4096;

AuditOpening opening_of(const AuditFolder& folder, const Key& key) {
    AuditOpening opening;
    opening.key = key.id;
    const AuditTail& tail = folder.tail();
    if (!tail.torn.empty()) {
        opening.torn_bytes = static_cast<std::int64_t>(tail.torn.size());
        opening.torn_sha256 = transfer::hex(transfer::bytes_of(transfer::sha256(tail.torn)));
    }
    const auto last = read_audit_line(tail.last_line);
    const std::uint64_t there = last ? last->number : 0;
    const std::uint64_t written = folder.head() ? folder.head()->number : there;
    if (written > there) {
        opening.lost_from = there + 1;
        opening.lost_to = written;
    }
    opening.had_no_head = last && !folder.head();
    return opening;
}

} // namespace

AuditLog::AuditLog(Settings settings, const KeyRing& keys, Clock clock)
    : settings_{std::move(settings)}, clock_{std::move(clock)}, hmac_{keys.newest().secret},
      folder_{settings_.folder}, found_{opening_of(folder_, keys.newest())}, opening_{found_} {
    const auto last = read_audit_line(folder_.tail().last_line);
    number_ = std::max(last ? last->number : 0, found_.lost_to);
    if (last) {
        seal_ = seal_of(hmac_, folder_.tail().last_line);
    }
    first_line_ = folder_.first_line();
    // There is a head before there is a line: one that is missing later was taken away.
    if (!folder_.head()) {
        folder_.note_head({number_, std::string(43, '0')});
    }
    std::vector<Waiting> none;
    write_group(none);
    thread_ = start_thread([this] { work(); });
}

AuditLog::~AuditLog() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool AuditLog::write(AuditEntry entry, Told told) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() >= settings_.queue) {
            return false;
        }
        entry.at = clock_(); // under the lock, so that times come in the order of the lines
        queue_.push_back({std::move(entry), std::move(told)});
    }
    wake_.notify_one();
    return true;
}

bool AuditLog::is_well() const {
    return trouble().empty();
}

std::string AuditLog::trouble() const {
    const std::lock_guard lock{mutex_};
    return trouble_;
}

void AuditLog::drain() {
    std::unique_lock lock{mutex_};
    idle_.wait(lock, [this] { return queue_.empty() && !busy_; });
}

void AuditLog::work() {
    std::vector<Waiting> group;
    std::unique_lock lock{mutex_};
    for (;;) {
        const auto has_work = [this] { return stopping_ || !queue_.empty(); };
        if (trouble_.empty()) {
            wake_.wait(lock, has_work);
        } else {
            wake_.wait_for(lock, settings_.retry, has_work);
        }
        if (stopping_ && queue_.empty()) {
            return;
        }
        busy_ = true;
        const std::size_t count = std::min(largest_group, queue_.size());
        std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count),
                  std::back_inserter(group));
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
        lock.unlock();
        write_group(group);
        group.clear();
        lock.lock();
        busy_ = false;
        idle_.notify_all();
    }
}

void AuditLog::add_line(std::string& text, const std::string& line) {
    text.append(line).append("\n");
    seal_ = seal_of(hmac_, line);
}

void AuditLog::write_group(std::vector<Waiting>& group) {
    const std::uint64_t number_before = number_, first_before = first_line_;
    const std::string seal_before = seal_;
    std::string text, trouble;
    if (opening_) {
        text.append(opening_->torn_bytes > 0 ? "\n" : ""); // ends the torn line
        add_line(text, write_audit_line(*opening_, clock_(), ++number_, seal_));
        first_line_ = first_line_ == 0 ? number_ : first_line_;
    }
    if (unkept_ > 0) {
        AuditEntry resumed;
        resumed.role = "server";
        resumed.action = "audit_resumed";
        resumed.result = "not_kept";
        resumed.count = unkept_;
        resumed.at = clock_();
        add_line(text, write_audit_line(resumed, ++number_, seal_));
    }
    for (const Waiting& waiting : group) {
        add_line(text, write_audit_line(waiting.entry, ++number_, seal_));
    }
    try {
        if (!text.empty()) {
            folder_.append(text);
            folder_.note_head({number_, seal_});
        }
        opening_.reset();
        unkept_ = 0;
        rotate_if_large();
    } catch (const Error& error) {
        trouble = error.what();
        number_ = number_before;
        first_line_ = first_before;
        seal_ = seal_before;
        unkept_ += static_cast<std::int64_t>(group.size());
    }
    {
        const std::lock_guard lock{mutex_};
        trouble_ = trouble;
    }
    for (const Waiting& waiting : group) {
        if (waiting.told) {
            waiting.told(trouble.empty());
        }
    }
}

void AuditLog::rotate_if_large() {
    if (folder_.size() < settings_.largest_file) {
        return;
    }
    try {
        folder_.rotate(first_line_);
    } catch (const Error&) {
        return; // the old one is written on, and this is tried again after the next line
    }
    first_line_ = 0;
    opening_ = AuditOpening{found_.key, 0, "", 0, 0, false}; // each file can be read by itself
}

} // namespace ecg::serve
