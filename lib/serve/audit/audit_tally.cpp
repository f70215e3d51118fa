#include "serve/audit/audit_tally.hpp"

#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_counted = 65'536; // beyond that, lines come at once

std::string key_of(const AuditEntry& entry) {
    std::string key;
    key.reserve(256);
    for (const std::string* part : {&entry.who, &entry.role, &entry.action, &entry.whom,
                                    &entry.what, &entry.address, &entry.result}) {
        key.append(*part).append("\n");
    }
    return key;
}

} // namespace

AuditTally::AuditTally(AuditLog& log, Clock clock, std::chrono::seconds every)
    : log_{log}, clock_{std::move(clock)}, every_{every} {}

AuditTally::~AuditTally() {
    for (const auto& [key, counted] : counted_) {
        static_cast<void>(log_.write(counted.entry)); // with a full queue the rows are left
    }
}

void AuditTally::add(AuditEntry entry) {
    entry.request.clear();
    const std::string key = key_of(entry);
    const std::lock_guard lock{mutex_};
    const auto found = counted_.find(key);
    if (found != counted_.end()) {
        found->second.entry.count += entry.count;
    } else if (counted_.size() < most_counted || !log_.write(entry)) {
        counted_.emplace(key, Counted{std::move(entry), clock_()});
    }
}

void AuditTally::write_due() {
    const Moment now = clock_();
    const std::lock_guard lock{mutex_};
    // What the log's queue has no room for is counted on.
    std::erase_if(counted_, [&](const auto& one) {
        return now - one.second.since >= every_ && log_.write(one.second.entry);
    });
}

} // namespace ecg::serve
