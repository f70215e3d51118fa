// An HTTP request to be sent, and a whole answer to one.
#pragma once

#include "transfer/byte_source.hpp"
#include "transfer/content_coding.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::transfer {

struct HttpField {
    std::string name;
    std::string value;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url{}; ///< http: or https:
    std::vector<HttpField> headers{};
    std::string body{};
    const ByteSource* source = nullptr; ///< what is sent instead of body, as it is read
    Coding coding = Coding::identity;   ///< of the body on the wire, where that makes it shorter
    std::size_t largest_answer = std::size_t{1} << 20; ///< bytes of its body
};

struct HttpAnswer {
    int status = 0;
    std::vector<HttpField> headers{};
    std::string body{};

    /// The first field of that name, in any case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// How long the answer's Retry-After asks to wait, 0 to 24 hours; a date counts from the answer's
/// own Date, for the clock here may be wrong. Absent when it does not say.
std::optional<std::chrono::seconds> retry_after(const HttpAnswer& answer);

} // namespace ecg::transfer
