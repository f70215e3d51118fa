#include "sync/object_target.hpp"

#include "common/time.hpp"
#include "transfer/object_name.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t key_length = 16;
constexpr std::int64_t unknown_day = 99'999'999'999'999; // of a dropped file without a time

Verdict verdict_of(transfer::Obstacle obstacle) {
    switch (obstacle) {
    case transfer::Obstacle::passing:
        return Verdict::later;
    case transfer::Obstacle::login:
        return Verdict::denied;
    case transfer::Obstacle::conflict:
    case transfer::Obstacle::refused:
        break;
    }
    return Verdict::refused;
}

/// What became of work that may fail as targets do.
Delivered outcome_of(const std::function<void(Delivered&)>& work) {
    Delivered delivered;
    try {
        work(delivered);
        delivered.verdict = Verdict::stored;
    } catch (const transfer::TargetError& error) {
        delivered.verdict = verdict_of(error.obstacle());
        delivered.reason = error.what();
        delivered.wait = error.wait();
    } catch (const Error& error) {
        // a file that cannot be read any more; else the settings
        delivered.verdict = error.kind() == ErrorKind::usage ? Verdict::denied : Verdict::refused;
        delivered.reason = error.what();
    }
    return delivered;
}

std::string item_object_name(const QueuedItem& item, UtcTime day) {
    std::string date = format_utc(day).substr(0, 10);
    std::replace(date.begin(), date.end(), '-', '/');
    const bool is_error = item.name.type == ItemType::error;
    std::string name = (is_error ? "ecg-errors/" : "ecg-sessions/") + date + '/';
    name.append(item.name.session_mark).append("/");
    name.append(std::to_string(item.name.sequence)).append("_").append(name_of(item.name.type));
    return name.append("_").append(item.key.substr(0, key_length)).append(".json");
}

} // namespace

std::string object_name(const QueuedItem& item, const transfer::Digest& digest) {
    const UtcTime day{item.name.sequence == unknown_day ? 0 : item.name.sequence};
    return item.name.type == ItemType::report
               ? transfer::report_object_name(day, digest, "report.pdf")
               : item_object_name(item, day);
}

ObjectTarget::ObjectTarget(std::string name, std::string service,
                           std::shared_ptr<transfer::Target> objects)
    : name_{std::move(name)}, service_{std::move(service)}, objects_{std::move(objects)} {}

Delivered ObjectTarget::greet() {
    return outcome_of([this](Delivered&) { objects_->probe(); });
}

void ObjectTarget::put(const QueuedItem& item, const transfer::ByteSource& bytes,
                       Delivered& delivered) {
    const transfer::Digest digest = transfer::sha256(bytes);
    const std::string name = object_name(item, digest);
    const bool was_there = objects_->put(name, bytes) == transfer::Stored::before;
    delivered.bytes = bytes.size();
    delivered.upload = {service_,
                        name_,
                        name,
                        objects_->place_of(name),
                        transfer::hex(transfer::bytes_of(digest)),
                        bytes.size(),
                        was_there};
}

std::vector<Delivered> ObjectTarget::send(const std::vector<Parcel>& parcels) {
    std::vector<Delivered> all;
    for (const Parcel& parcel : parcels) {
        const QueuedItem& item = parcel.items.front(); // there is no other
        all.push_back(outcome_of([&](Delivered& delivered) {
            if (parcel.part_file.empty()) {
                put(item, transfer::BytesInMemory{item.data}, delivered);
            } else {
                put(item, transfer::FileBytes{parcel.part_file}, delivered);
            }
        }));
    }
    return all;
}

} // namespace ecg::sync
