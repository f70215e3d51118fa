// Files on FTPS and SFTP servers; a door to libcurl.
#pragma once

#include "transfer/byte_source.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::transfer {

struct FileServer {
    std::string url; ///< "ftp://host:21" (TLS is demanded), "ftps://host:990" or "sftp://host:22"
    std::string user;
    std::string password;
    std::string authorities;            ///< PEM file to trust instead of the system's
    std::string private_key;            ///< of SFTP: a file, of ed25519 or ECDSA
    std::string known_hosts;            ///< of SFTP: a file
    std::uint64_t bytes_per_second = 0; ///< sent at most; 0: no limit
    std::function<bool()> abandon{};    ///< asked a few times a second; true ends what is under way
};

enum class FileResult {
    done,
    missing, ///< a file or a folder
    refused, ///< what was asked for
    login,   ///< the user, the certificate or the host's key
    passing, ///< the network
};

struct FileOutcome {
    FileResult result{};
    std::string reason; ///< in words
    std::uint64_t size = 0;
};

/// Paths begin where a login of FTP does, or at the root of SFTP; no control characters in them.
/// To be used by one thread at a time.
class FileClient {
public:
    /// Throws Error{usage} for another kind of server, and for SFTP without a file of known hosts:
    /// libcurl would believe anybody.
    explicit FileClient(FileServer server);
    ~FileClient();
    FileClient(const FileClient&) = delete;
    FileClient& operator=(const FileClient&) = delete;

    /// from: how many of the bytes are there already, and are appended to. Throws what reading
    /// the bytes does.
    FileOutcome upload(const std::string& path, const ByteSource& bytes, std::uint64_t from);
    /// Up to limit bytes; what is longer is refused.
    FileOutcome download(const std::string& path, std::size_t limit, std::string& bytes);
    FileOutcome size(const std::string& path);
    FileOutcome rename(const std::string& from, const std::string& to);
    FileOutcome remove(const std::string& path);
    /// The folders that path stands in, those that are missing.
    FileOutcome make_folders(const std::string& path);
    FileOutcome probe();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::transfer
