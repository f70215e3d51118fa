// A place in a cloud as the queue sees it: each item becomes an object of its own.
#pragma once

#include "sync/target.hpp"
#include "transfer/crypto.hpp"
#include "transfer/targets/target.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::sync {

class ObjectTarget final : public Target {
public:
    /// service: its kind, as Upload names it.
    ObjectTarget(std::string name, std::string service, std::shared_ptr<transfer::Target> objects);

    [[nodiscard]] std::string name() const override { return name_; }

    [[nodiscard]] bool knows_sessions() const override { return false; }

    Delivered greet() override;
    std::vector<Delivered> send(const std::vector<Parcel>& parcels) override;

    [[nodiscard]] std::size_t at_once() const override { return 1; }

private:
    void put(const QueuedItem& item, const transfer::ByteSource& bytes, Delivered& delivered);

    std::string name_;
    std::string service_;
    std::shared_ptr<transfer::Target> objects_;
};

/// What an item is called there, whenever and however often it is sent: a report
/// "ecg-reports/2025/01/08/<digest of its bytes>.pdf", a crash "ecg-errors/…", another item
/// "ecg-sessions/2025/01/08/<mark of its session>/<sequence>_<type>_<key>.json". The day is that on
/// which it was queued; nothing of the patient stands in it.
std::string object_name(const QueuedItem& item, const transfer::Digest& digest);

} // namespace ecg::sync
