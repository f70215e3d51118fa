// What every target must do, and what the fakes are told.
#pragma once

#include "servers/test_server.hpp"
#include "transfer/http_client.hpp"
#include "transfer/targets/target.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace ecg::test {

/// The same on every run.
std::string some_bytes(std::size_t count);

/// Arms faults of a fake.
void arm(const TestServer& server, transfer::HttpClient& client, const std::string& faults);

/// What stands in the way of an upload that must fail.
transfer::Obstacle obstacle_of(transfer::Target& target, const std::string& name,
                               std::string_view bytes);

/// Bytes that tell how many of them are read; what is thrown then goes through.
class MeteredBytes final : public transfer::ByteSource {
public:
    MeteredBytes(std::string_view bytes, std::function<void(std::size_t)> meter)
        : bytes_{bytes}, meter_{std::move(meter)} {}

    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

    [[nodiscard]] std::string read(std::uint64_t offset, std::size_t length) const override {
        std::string piece = transfer::BytesInMemory{bytes_}.read(offset, length);
        meter_(piece.size());
        return piece;
    }

private:
    std::string_view bytes_;
    std::function<void(std::size_t)> meter_;
};

/// Notes as a program keeps them that ends and begins again.
class NotesInMemory final : public transfer::UnfinishedUploads {
public:
    std::string note_of(const std::string& upload) override { return notes[upload]; }

    void note(const std::string& upload, const std::string& text) override { notes[upload] = text; }

    void forget(const std::string& upload) override { notes.erase(upload); }

    std::map<std::string, std::string> notes;
};

/// A target as a program that has just begun has it.
using MakeTarget = std::function<std::unique_ptr<transfer::Target>()>;

/// An upload of a million bytes in parts of 256 KiB ends in the middle, with its program; another
/// goes on with it. Returns how many of the bytes the other read, beyond once all for its digest.
std::size_t check_going_on(const MakeTarget& make, const std::string& name);

/// Puts, finds, refuses to replace and removes objects of hostile names, one of them 1.2 MB long.
void check_uploads(transfer::Target& target);

} // namespace ecg::test
