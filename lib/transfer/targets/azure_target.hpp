// A container of Azure's blob storage, reached with an account's key or with a
// grant (SAS).
#pragma once

#include "transfer/server_clock.hpp"
#include "transfer/sign/azure_shared_key.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target_answer.hpp"

#include <functional>

namespace ecg::transfer {

struct AzureSettings {
    std::string url; ///< "https://account.blob.core.windows.net"
    std::string container;
    AzureKey key;      ///< its secret is "" where there is a grant
    std::string grant; ///< a SAS, the query as Azure shows it, with or without "?"
    /// What is longer goes in blocks of so many bytes; Azure takes 50,000.
    std::size_t block_size = std::size_t{8} << 20U;
    std::function<UtcTime()> now = now_utc;
};

/// A container that is not there is made, where the key may do that. A grant
/// must let read what it lets create, or an object that is there already cannot
/// be told from another.
class AzureTarget : public Target {
public:
    AzureTarget(AzureSettings settings, HttpClient& client);

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

private:
    struct Call;
    struct Object;
    Stored store(const std::string& name, const ByteSource& bytes) override;
    HttpOutcome send(const Call& call);
    [[noreturn]] void fail(const HttpOutcome& outcome) const;
    std::optional<HttpAnswer> head(const std::string& name);
    bool is_there(const Object& object);
    HttpOutcome put_blob(const Object& object);
    std::string kept_blocks(const std::string& name);
    HttpOutcome put_blocks(const Object& object);
    bool make_container();

    AzureSettings settings_;
    HttpClient& client_;
    BaseUrl base_;
    ServerClock clock_;
};

} // namespace ecg::transfer
