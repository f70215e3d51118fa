// Any server that takes a file by HTTP: as a form, as the original app sent it, or as the body
// alone.
#pragma once

#include "transfer/targets/target_answer.hpp"

#include <string>

namespace ecg::transfer {

enum class RestBody { form, raw };

struct RestSettings {
    std::string url; ///< "{name}" in it is the object's name, "/" kept
    std::string method = "POST";
    RestBody body = RestBody::form;
    HttpField credential{}; ///< a header such as "authorization"; its name is "" without one
};

/// A form has the parts "metadata", which is JSON without a word of the patient, and "file". The
/// Idempotency-Key is made of the bytes; what the server makes of it is its own affair. An answer
/// of 2xx counts, unless it is a web page, such as portals give.
class RestTarget : public Target {
public:
    /// Throws Error{usage} for an address that is none.
    RestTarget(RestSettings settings, HttpClient& client);

    std::optional<std::uint64_t> size(const std::string& name) override;
    std::optional<std::string> read(const std::string& name, std::size_t limit) override;
    void remove(const std::string& name) override;
    void probe() override;
    [[nodiscard]] ObjectPlace place_of(const std::string& name) const override;

    [[nodiscard]] bool can_look() const override { return false; }

private:
    Stored store(const std::string& name, const ByteSource& bytes) override;
    [[nodiscard]] HttpRequest request_to(const std::string& name) const;
    [[nodiscard]] Stored judge(const std::string& name, const HttpOutcome& outcome) const;
    [[noreturn]] void fail(const HttpOutcome& outcome) const;

    RestSettings settings_;
    HttpClient& client_;
    std::string host_;
};

} // namespace ecg::transfer
