// People who get a report by mail, as a file within one.
#pragma once

#include "transfer/mail_client.hpp"
#include "transfer/targets/target.hpp"

#include <functional>

namespace ecg::transfer {

struct MailTargetSettings {
    MailServer server;
    std::string from;
    std::vector<std::string> to;
    std::string subject = "ECG report";
    std::size_t largest = std::size_t{20} << 20U; ///< bytes of a file; many servers take no more
    std::function<UtcTime()> now = now_utc;
};

/// A mail whose answer is lost goes again, with the same Message-ID: SMTP knows no better.
class MailTarget : public Target {
public:
    explicit MailTarget(MailTargetSettings settings) : settings_{std::move(settings)} {}

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

    [[nodiscard]] bool can_look() const override { return false; }

private:
    Stored store(const std::string& name, const ByteSource& bytes) override;
    void require(const MailOutcome& outcome) const;

    MailTargetSettings settings_;
};

} // namespace ecg::transfer
