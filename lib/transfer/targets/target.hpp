// A place in a cloud that reports are sent to.
#pragma once

#include "common/error.hpp"
#include "transfer/byte_source.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// What stands in the way, by what is to be done about it.
enum class Obstacle {
    passing,  ///< the network or the server: try again later
    login,    ///< the target refuses us: somebody must look at its settings
    conflict, ///< other bytes stand under that name
    refused,  ///< this object, and will be the next time
};

/// An object that did not get there. The message tells the target's own word
/// for the reason.
class TargetError : public Error {
public:
    TargetError(Obstacle obstacle, const std::string& message,
                std::optional<std::chrono::seconds> wait = std::nullopt)
        : Error{obstacle == Obstacle::passing ? ErrorKind::unavailable : ErrorKind::data, message},
          obstacle_{obstacle}, wait_{wait} {}

    [[nodiscard]] Obstacle obstacle() const noexcept { return obstacle_; }

    /// As long as the target asks to be left alone.
    [[nodiscard]] std::optional<std::chrono::seconds> wait() const noexcept { return wait_; }

private:
    Obstacle obstacle_;
    std::optional<std::chrono::seconds> wait_;
};

enum class Stored { now, before };

/// Where people find an object: no grant, no signature and nobody's name is in it.
struct ObjectPlace {
    std::string url{};    ///< "" where it has none, as in a mail
    std::string bucket{}; ///< or container
    std::string path{};   ///< on a server that has folders
};

/// What is known of uploads that were begun: a note for each, under a name that
/// tells its object and its bytes.
class UnfinishedUploads {
public:
    UnfinishedUploads() = default;
    virtual ~UnfinishedUploads() = default;
    UnfinishedUploads(const UnfinishedUploads&) = delete;
    UnfinishedUploads& operator=(const UnfinishedUploads&) = delete;

    /// "" when there is none.
    virtual std::string note_of(const std::string& upload) = 0;
    virtual void note(const std::string& upload, const std::string& text) = 0;
    virtual void forget(const std::string& upload) = 0;
};

/// Names are any bytes without control characters, of what length and letters
/// the target takes. All throw TargetError.
class Target {
public:
    Target() = default;
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    /// On return the target has said that it keeps these bytes under this name,
    /// and its size and checksum of them are right. Never over other bytes.
    /// Also throws what reading the bytes does.
    Stored put(const std::string& name, const ByteSource& bytes) { return store(name, bytes); }

    Stored put(const std::string& name, std::string_view bytes) {
        return store(name, BytesInMemory{bytes});
    }

    /// Absent when there is no such object.
    virtual std::optional<std::uint64_t> size(const std::string& name) = 0;
    /// The bytes of an object, which must not be more than limit. Absent when there is none.
    virtual std::optional<std::string> read(const std::string& name, std::size_t limit) = 0;
    /// On return there is no such object.
    virtual void remove(const std::string& name) = 0;
    /// Returns when the target is there and knows us. Nothing is written.
    virtual void probe() = 0;

    /// Where an object of that name is, or will be. Nobody is asked.
    [[nodiscard]] virtual ObjectPlace place_of(const std::string& name) const = 0;

    /// False where what is sent cannot be found again: size(), read() and
    /// remove() then find nothing.
    [[nodiscard]] virtual bool can_look() const { return true; }

    /// Where uploads in parts that are cut go on from, also in another program;
    /// nullptr: in none.
    void remember(UnfinishedUploads* uploads) { uploads_ = uploads; }

protected:
    [[nodiscard]] UnfinishedUploads* uploads() const { return uploads_; }

private:
    virtual Stored store(const std::string& name, const ByteSource& bytes) = 0;

    UnfinishedUploads* uploads_ = nullptr;
};

} // namespace ecg::transfer
