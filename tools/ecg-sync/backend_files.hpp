// The server as one of the targets that files are sent to at once: it takes PDFs, as reports.
#pragma once

#include "sync/backend_target.hpp"
#include "transfer/targets/target.hpp"

namespace ecg {

class BackendFiles final : public transfer::Target {
public:
    explicit BackendFiles(sync::BackendSettings settings) : backend_{std::move(settings)} {}

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    /// Of what was sent last: the server gives the names, of which the path is its own.
    [[nodiscard]] transfer::ObjectPlace place_of(const std::string& name) const override;

    [[nodiscard]] bool can_look() const override { return false; }

private:
    transfer::Stored store(const std::string& name, const transfer::ByteSource& bytes) override;

    sync::BackendTarget backend_;
    transfer::ObjectPlace last_;
    bool is_known_ = false;
};

} // namespace ecg
