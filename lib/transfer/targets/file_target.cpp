#include "transfer/targets/file_target.hpp"

#include "common/url_secrets.hpp"
#include "transfer/crypto.hpp"
#include "transfer/sign/percent_encoding.hpp"

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

constexpr std::uint64_t least_resumed = std::uint64_t{8} << 20U; // what is shorter begins anew

/// Beside path, hidden, and short however long its name is. The same for each attempt with the
/// same bytes.
std::string unfinished_beside(const std::string& path, const ByteSource& bytes) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    std::string named = path;
    if (bytes.size() > least_resumed) {
        named.append("\n").append(bytes_of(sha256(bytes)));
    }
    return folder + ".ecg-" + hex(bytes_of(sha256(named)).substr(0, 8)) + ".part";
}

} // namespace

FileTarget::FileTarget(FileTargetSettings settings)
    : folder_{std::move(settings.folder)}, url_{settings.server.url},
      goes_on_{settings.server.url.starts_with("sftp:")},
      subject_{"server " + url_without_secrets(settings.server.url)}, client_{std::move(
                                                                          settings.server)} {
    while (folder_.ends_with('/')) {
        folder_.pop_back();
    }
    while (url_.ends_with('/')) {
        url_.pop_back();
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

/// How many bytes a cut upload has left there that another may go on from.
std::uint64_t FileTarget::kept_bytes(const std::string& path, const ByteSource& bytes) {
    // FTP appends to what is there by then, which a server that has not seen the end of the cut
    // upload yet goes on adding to; SFTP says where each byte belongs.
    if (!goes_on_ || bytes.size() <= least_resumed) {
        return 0;
    }
    const FileOutcome outcome = client_.size(path);
    return outcome.result == FileResult::done && outcome.size <= bytes.size() ? outcome.size : 0;
}

void FileTarget::upload_unfinished(const std::string& path, const ByteSource& bytes) {
    const std::uint64_t kept = kept_bytes(path, bytes);
    FileOutcome outcome{FileResult::done, "", 0};
    if (kept == 0 || kept < bytes.size()) {
        outcome = client_.upload(path, bytes, kept);
    }
    if (outcome.result == FileResult::missing || outcome.result == FileResult::refused) {
        require(client_.make_folders(path));
        outcome = client_.upload(path, bytes, 0);
    }
    require(outcome);
    outcome = client_.size(path);
    require(outcome);
    if (outcome.size != bytes.size()) {
        throw TargetError{Obstacle::passing, subject_ + ": kept " + std::to_string(outcome.size) +
                                                 " of " + std::to_string(bytes.size()) + " bytes"};
    }
}

Stored FileTarget::store(const std::string& name, const ByteSource& bytes) {
    const std::string path = path_of(name);
    if (const auto there = size(name)) {
        if (*there != bytes.size()) {
            throw TargetError{Obstacle::conflict, subject_ + ": other bytes are there as " + name};
        }
        return Stored::before;
    }
    const std::string unfinished = unfinished_beside(path, bytes);
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

std::optional<std::string> FileTarget::read(const std::string& name, std::size_t limit) {
    std::string bytes;
    const FileOutcome outcome = client_.download(path_of(name), limit, bytes);
    if (outcome.result == FileResult::missing) {
        return std::nullopt;
    }
    require(outcome);
    return bytes;
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

ObjectPlace FileTarget::place_of(const std::string& name) const {
    const std::string path = path_of(name);
    const char* const slash = path.starts_with('/') ? "" : "/";
    return {url_ + slash + percent_encoded(path, Slash::kept), "", path};
}

} // namespace ecg::transfer
