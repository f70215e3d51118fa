// The body of a request as libcurl asks for it: packed, or as it is read.
#pragma once

#include "transfer/http_message.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace ecg::transfer {

class SentBody {
public:
    /// The request must outlive it.
    explicit SentBody(const HttpRequest& request);
    SentBody(const SentBody&) = delete;
    SentBody& operator=(const SentBody&) = delete;

    [[nodiscard]] bool is_packed() const { return !packed_.empty(); }

    /// Whether something is sent, if only the length of nothing.
    [[nodiscard]] bool is_there() const;

    /// Bytes on the wire.
    [[nodiscard]] std::uint64_t size() const;

    /// Tells a handle of libcurl's where it comes from. Throws Error{unavailable}.
    void give_to(void* easy);
    /// Throws what reading the bytes has thrown.
    void rethrow() const;

private:
    static std::size_t give(char* to, std::size_t size, std::size_t count, void* user) noexcept;
    static int go_to(void* user, std::int64_t offset, int origin) noexcept;

    const HttpRequest& request_;
    std::string packed_;
    std::uint64_t at_ = 0; ///< of the request's source
    std::exception_ptr failure_;
};

} // namespace ecg::transfer
