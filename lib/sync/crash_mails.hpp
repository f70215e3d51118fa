// Crashes by mail to whoever mends the tools, in words, beside what another target sends.
#pragma once

#include "common/time.hpp"
#include "sync/target.hpp"
#include "transfer/mail_client.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::sync {

struct CrashMailSettings {
    transfer::MailServer server;
    std::string from;
    std::vector<std::string> to;
    std::string subject = "[ECG Monitor] Crash Report"; ///< begins with it, as the original's did
    std::function<UtcTime()> now = now_utc;
};

/// The mail of an item of type error. Its Message-ID is the same each time, so that one whose
/// answer was lost is known again where it arrives twice.
transfer::Mail crash_mail(const QueuedItem& item, const CrashMailSettings& settings);

/// Items of type error go by mail; all others go where others goes.
class CrashMails final : public Target {
public:
    CrashMails(CrashMailSettings settings, std::unique_ptr<Target> others)
        : settings_{std::move(settings)}, others_{std::move(others)} {}

    [[nodiscard]] std::string name() const override { return others_->name(); }

    [[nodiscard]] bool knows_sessions() const override { return false; }

    Delivered greet() override { return others_->greet(); }

    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override;

    [[nodiscard]] std::size_t at_once() const override { return 1; }

private:
    [[nodiscard]] Delivered mail(const QueuedItem& item) const;

    CrashMailSettings settings_;
    std::unique_ptr<Target> others_;
};

} // namespace ecg::sync
