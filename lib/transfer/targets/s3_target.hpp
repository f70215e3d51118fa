// A bucket of S3, or of what speaks like it.
#pragma once

#include "transfer/server_clock.hpp"
#include "transfer/sign/sigv4.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target_answer.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg::transfer {

/// Where the bucket stands in an address: in the path, or before the host.
enum class BucketPlace { path, host };

struct S3Settings {
    std::string url; ///< "https://s3.eu-central-1.amazonaws.com", without the bucket
    std::string bucket;
    SigV4Key key;
    BucketPlace place = BucketPlace::path;
    /// What is longer goes in parts of so many bytes. S3 takes none under 5 MiB,
    /// and 10,000.
    std::size_t part_size = std::size_t{8} << 20U;
    std::function<UtcTime()> now = now_utc;
};

class S3Target : public Target {
public:
    S3Target(S3Settings settings, HttpClient& client);

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
    HttpOutcome send_once(const Call& call);
    [[noreturn]] void fail(const HttpOutcome& outcome) const;
    void require(const HttpOutcome& outcome, int status) const;
    std::optional<HttpAnswer> head(const std::string& name);
    bool is_there(const Object& object);
    void confirm(const Object& object);
    Stored put_whole(const Object& object);
    Stored put_parts(const Object& object);
    std::string begin_parts(const std::string& name);
    std::optional<std::vector<std::string>> kept_parts(const Object& object, const std::string& id);
    std::string send_parts(const Object& object, const std::string& id,
                           const std::vector<std::string>& kept);
    std::string send_part(const Object& object, const std::string& id, std::size_t index);
    void complete(const std::string& name, const std::string& id, const std::string& list);

    S3Settings settings_;
    HttpClient& client_;
    BaseUrl base_;
    ServerClock clock_;
    bool knows_conditions_ = true;
};

} // namespace ecg::transfer
