#include "serve/operate/operator_audit.hpp"

#include "common/error.hpp"

#include <unistd.h>

#include <chrono>
#include <thread>

namespace ecg::serve {
namespace {

using namespace std::chrono_literals;

constexpr int attempts = 50;
constexpr std::chrono::milliseconds between_attempts = 100ms;

std::unique_ptr<AuditLog> open_log(const ServerFolder& folder, const Clock& clock) {
    make_server_folder(folder);
    const KeyRing keys = open_key_ring(folder.keys(), audit_keys, clock());
    AuditLog::Settings settings;
    settings.folder = folder.operator_audit();
    for (int attempt = 1;; ++attempt) {
        try {
            return std::make_unique<AuditLog>(settings, keys, clock);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unavailable || attempt == attempts) {
                throw;
            }
        }
        std::this_thread::sleep_for(between_attempts);
    }
}

} // namespace

OperatorAudit::OperatorAudit(const ServerFolder& folder, const Clock& clock)
    : log_{open_log(folder, clock)} {
    if (!log_->is_well()) {
        throw Error{ErrorKind::unavailable,
                    log_->trouble() + ": what cannot be audited is not done"};
    }
}

void OperatorAudit::note(const std::string& action, const std::string& whom,
                         const std::string& result, const std::string& what) {
    AuditEntry entry;
    entry.who = "uid:" + std::to_string(::getuid());
    entry.role = "operator";
    entry.action = action;
    entry.whom = whom;
    entry.what = what;
    entry.result = result;
    log_->write(std::move(entry));
    log_->drain();
    if (!log_->is_well()) {
        throw Error{ErrorKind::unavailable,
                    log_->trouble() + ": " + action + " was " + result + ", but is not audited"};
    }
}

} // namespace ecg::serve
