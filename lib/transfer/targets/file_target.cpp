#include "transfer/targets/file_target.hpp"

#include "transfer/crypto.hpp"

#include <algorithm>
#include <utility>

namespace ecg::transfer {
namespace {

Obstacle obstacle_of(FileResult result) {
    switch (result) {
    case FileResult::login:
        return Obstacle::login;
    case FileResult::passing:
        return Obstacle::passing;
    default:
        return Obstacle::refused;
    }
}

/// Beside path, hidden, and short however long its name is. The same for each attempt.
std::string unfinished_beside(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    return folder + ".ecg-" + hex(bytes_of(sha256(path)).substr(0, 8)) + ".part";
}

} // namespace

FileTarget::FileTarget(FileTargetSettings settings)
    : folder_{std::move(settings.folder)}, subject_{"server " + settings.server.url},
      client_{std::move(settings.server)} {
    while (folder_.ends_with('/')) {
        folder_.pop_back();
    }
}

std::string FileTarget::path_of(const std::string& name) const {
    // Each line is a command to the server.
    const bool control = std::ranges::any_of(
        name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
    if (control || name.empty() || name.front() == '/') {
        throw TargetError{Obstacle::refused, subject_ + ": no name of a file"};
    }
    return folder_.empty() ? name : folder_ + '/' + name;
}

void FileTarget::require(const FileOutcome& outcome) const {
    if (outcome.result != FileResult::done) {
        throw TargetError{obstacle_of(outcome.result), subject_ + ": " + outcome.reason};
    }
}

void FileTarget::upload_unfinished(const std::string& path, std::string_view bytes) {
    FileOutcome outcome = client_.upload(path, bytes);
    if (outcome.result == FileResult::missing || outcome.result == FileResult::refused) {
        require(client_.make_folders(path));
        outcome = client_.upload(path, bytes);
    }
    require(outcome);
    outcome = client_.size(path);
    require(outcome);
    if (outcome.size != bytes.size()) {
        throw TargetError{Obstacle::passing, subject_ + ": kept " + std::to_string(outcome.size) +
                                                 " of " + std::to_string(bytes.size()) + " bytes"};
    }
}

Stored FileTarget::put(const std::string& name, std::string_view bytes) {
    const std::string path = path_of(name);
    if (const auto there = size(name)) {
        if (*there != bytes.size()) {
            throw TargetError{Obstacle::conflict, subject_ + ": other bytes are there as " + name};
        }
        return Stored::before;
    }
    const std::string unfinished = unfinished_beside(path);
    upload_unfinished(unfinished, bytes);
    const FileOutcome renamed = client_.rename(unfinished, path);
    // The answer may have been lost, not the name.
    if (renamed.result != FileResult::done && size(name) != bytes.size()) {
        require(renamed);
    }
    return Stored::now;
}

std::optional<std::uint64_t> FileTarget::size(const std::string& name) {
    const FileOutcome outcome = client_.size(path_of(name));
    if (outcome.result == FileResult::missing) {
        return std::nullopt;
    }
    require(outcome);
    return outcome.size;
}

void FileTarget::remove(const std::string& name) {
    const FileOutcome outcome = client_.remove(path_of(name));
    if (outcome.result != FileResult::done && size(name)) {
        require(outcome);
    }
}

void FileTarget::probe() {
    require(client_.probe());
}

} // namespace ecg::transfer
