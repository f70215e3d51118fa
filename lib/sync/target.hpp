// Where items go: what a place that takes them must do, and what it may answer.
#pragma once

#include "sync/queue_item.hpp"
#include "transfer/targets/target.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::sync {

/// Items that are sent in one step: all of one type and one session.
struct Parcel {
    ItemType type = ItemType::metrics;
    std::string session; ///< as the target calls it; "" = of no session, or not yet known there
    std::vector<QueuedItem> items;
    std::string part{};      ///< the bytes of a report
    std::string part_file{}; ///< or, for a target that reads it itself, its path
};

enum class Verdict {
    stored,      ///< for good: it said so, and of these
    refused,     ///< one of the items, at least, is not as it should be
    later,       ///< it is there, but not now
    unreachable, ///< no whole answer
    denied,      ///< it does not know us: nothing will be taken
    abandoned,   ///< we stopped
};

/// A file that a target took.
struct Upload {
    std::string service; ///< "s3", "azure", "gcs", "api", "ftp", "ftps", "sftp", "dropbox", "mail"
    std::string target;  ///< as the settings name it
    std::string object;  ///< its name there
    transfer::ObjectPlace place{};
    std::string sha256{}; ///< of its bytes, hexadecimal; "" = they are made at each sending
    std::uint64_t size = 0;
    bool was_there = false; ///< the target had it already
};

struct Delivered {
    Verdict verdict = Verdict::unreachable;
    std::string reason; ///< when it is not stored; nothing of the items stands in it
    int status = 0;     ///< of HTTP; 0 = no answer
    std::optional<std::chrono::seconds> wait; ///< it asks for
    std::string session;                      ///< of a start: what the target calls it from now on
    std::uint64_t bytes = 0;
    std::chrono::milliseconds elapsed{};
    std::optional<Upload> upload{}; ///< of what was stored as a file
    bool left_alone = false;        ///< nobody asked it, for it wanted no more to come so soon
};

class Target {
public:
    Target() = default;
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    /// How people call it: "http://localhost:8080".
    [[nodiscard]] virtual std::string name() const = 0;
    /// Whether it is there, is itself, and knows us: stored when so.
    virtual Delivered greet() = 0;
    /// The same parcel may come again: what is stored is then the same.
    virtual std::vector<Delivered> send(const std::vector<Parcel>& parcels) = 0;

    /// Whether it knows sessions. One that does not gets each item alone, reports as files.
    [[nodiscard]] virtual bool knows_sessions() const { return true; }

    /// Parcels that it takes at the same time.
    [[nodiscard]] virtual std::size_t at_once() const = 0;
};

} // namespace ecg::sync
