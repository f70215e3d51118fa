// Objects as files: objects/ab/cd/abcd…, which only their owner may read.
#pragma once

#include "transfer/object_store.hpp"

namespace ecg::transfer {

class FolderObjectStore final : public ObjectStore {
public:
    /// Makes the folder when it is missing, and clears away what a killed program left half
    /// written. Throws Error{unavailable}.
    explicit FolderObjectStore(std::string folder);

    void put(const std::string& name, std::string_view bytes) override;
    std::optional<std::string> read(const std::string& name, std::uint64_t offset,
                                    std::size_t length) override;
    std::optional<std::uint64_t> size(const std::string& name) override;
    bool remove(const std::string& name) override;
    void each(const std::function<void(const std::string& name)>& visit) override;

private:
    [[nodiscard]] std::string path_of(const std::string& name) const;
    std::string make_folders_of(const std::string& name);

    std::string folder_;
};

} // namespace ecg::transfer
