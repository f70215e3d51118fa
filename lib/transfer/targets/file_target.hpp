// A folder on an FTPS or SFTP server.
#pragma once

#include "transfer/file_client.hpp"
#include "transfer/targets/target.hpp"

namespace ecg::transfer {

struct FileTargetSettings {
    FileServer server;
    std::string folder; ///< "" for where a login of FTP begins; of SFTP from the root
};

/// A file gets its name once it is there with all its bytes. These servers tell of a file its size
/// only: one of the same size under the same name is taken for the same.
class FileTarget : public Target {
public:
    explicit FileTarget(FileTargetSettings settings);

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

private:
    [[nodiscard]] std::string path_of(const std::string& name) const;
    void require(const FileOutcome& outcome) const;
    Stored store(const std::string& name, const ByteSource& bytes) override;
    std::uint64_t kept_bytes(const std::string& path, const ByteSource& bytes);
    void upload_unfinished(const std::string& path, const ByteSource& bytes);

    std::string folder_;
    std::string url_;      ///< without a slash at its end
    bool goes_on_ = false; ///< where a cut upload ended
    std::string subject_;  ///< of messages
    FileClient client_;
};

} // namespace ecg::transfer
