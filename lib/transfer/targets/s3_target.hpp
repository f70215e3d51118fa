// A bucket of S3, or of what speaks like it.
#pragma once

#include "transfer/server_clock.hpp"
#include "transfer/sign/sigv4.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target_answer.hpp"

#include <functional>

namespace ecg::transfer {

struct S3Settings {
    std::string url; ///< "https://s3.eu-central-1.amazonaws.com"; the bucket
                     ///< stands in its path
    std::string bucket;
    SigV4Key key;
    /// What is longer goes in parts of so many bytes. S3 takes none under 5 MiB,
    /// and 10,000.
    std::size_t part_size = std::size_t{8} << 20U;
    std::function<UtcTime()> now = now_utc;
};

class S3Target : public Target {
public:
    S3Target(S3Settings settings, HttpClient& client);

    Stored put(const std::string& name, std::string_view bytes) override;
    std::optional<std::uint64_t> size(const std::string& name) override;
    void remove(const std::string& name) override;
    void probe() override;

private:
    struct Call;
    HttpOutcome send(const Call& call);
    HttpOutcome send_once(const Call& call);
    [[noreturn]] void fail(const HttpOutcome& outcome) const;
    void require(const HttpOutcome& outcome, int status) const;
    std::optional<HttpAnswer> head(const std::string& name);
    bool is_there(const std::string& name, std::string_view bytes, const std::string& tag);
    void confirm(const std::string& name, std::string_view bytes, const std::string& tag);
    Stored put_whole(const std::string& name, std::string_view bytes, const std::string& tag);
    Stored put_parts(const std::string& name, std::string_view bytes, const std::string& tag);
    std::string begin_parts(const std::string& name);
    std::string send_parts(const std::string& name, std::string_view bytes, const std::string& id);
    void complete(const std::string& name, const std::string& id, const std::string& list);

    S3Settings settings_;
    HttpClient& client_;
    BaseUrl base_;
    ServerClock clock_;
    bool knows_conditions_ = true;
};

} // namespace ecg::transfer
