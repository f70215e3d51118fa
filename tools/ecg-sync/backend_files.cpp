#include "backend_files.hpp"

#include <utility>

namespace ecg {
namespace {

using sync::Verdict;
using transfer::Obstacle;
using transfer::TargetError;

constexpr std::size_t key_length = 40, largest = std::size_t{64} << 20U;

Obstacle obstacle_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::denied:
        return Obstacle::login;
    case Verdict::refused:
        return Obstacle::refused;
    case Verdict::stored:
    case Verdict::later:
    case Verdict::unreachable:
    case Verdict::abandoned:
        break;
    }
    return Obstacle::passing;
}

void require(const sync::Delivered& delivered, const std::string& server) {
    if (delivered.verdict != Verdict::stored) {
        throw TargetError{obstacle_of(delivered.verdict), server + ": " + delivered.reason,
                          delivered.wait};
    }
}

} // namespace

std::optional<std::uint64_t> BackendFiles::size(const std::string& /*name*/) {
    return std::nullopt;
}

std::optional<std::string> BackendFiles::read(const std::string& /*name*/, std::size_t /*limit*/) {
    return std::nullopt;
}

void BackendFiles::remove(const std::string& /*name*/) {}

void BackendFiles::probe() {
    require(backend_.greet(), backend_.name());
    is_known_ = true;
}

transfer::Stored BackendFiles::store(const std::string& /*name*/,
                                     const transfer::ByteSource& bytes) {
    if (bytes.size() > largest || bytes.read(0, 5) != "%PDF-") {
        throw TargetError{Obstacle::refused,
                          backend_.name() + ": takes PDFs of up to 64 MiB alone"};
    }
    if (!is_known_) {
        probe();
    }
    sync::Parcel parcel;
    parcel.type = sync::ItemType::report;
    parcel.part = bytes.read(0, largest);
    sync::QueuedItem item;
    item.name.type = parcel.type;
    item.data = "{}";
    item.key =
        transfer::hex(transfer::bytes_of(transfer::sha256(parcel.part))).substr(0, key_length);
    parcel.items.push_back(std::move(item));
    const sync::Delivered delivered = backend_.send({std::move(parcel)}).front();
    require(delivered, backend_.name());
    last_ = delivered.upload ? delivered.upload->place : transfer::ObjectPlace{};
    last_.path = delivered.upload ? delivered.upload->object : "";
    return transfer::Stored::now;
}

transfer::ObjectPlace BackendFiles::place_of(const std::string& /*name*/) const {
    return last_;
}

} // namespace ecg
