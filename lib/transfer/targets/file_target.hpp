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

    Stored put(const std::string& name, std::string_view bytes) override;
    std::optional<std::uint64_t> size(const std::string& name) override;
    void remove(const std::string& name) override;
    void probe() override;

private:
    [[nodiscard]] std::string path_of(const std::string& name) const;
    void require(const FileOutcome& outcome) const;
    void upload_unfinished(const std::string& path, std::string_view bytes);

    std::string folder_;
    std::string subject_; ///< of messages
    FileClient client_;
};

} // namespace ecg::transfer
