// HTTP/1.1 answers, as their bytes come in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ecg::load {

struct HttpAnswer {
    int status = 0;
    bool is_last = false; ///< the server closes the connection behind it
    std::string body;
};

/// Cuts what one connection brings into answers.
class AnswerReader {
public:
    void add(std::string_view bytes) { buffer_.append(bytes); }

    /// The next whole answer. Throws Error{data} when the bytes are no HTTP.
    std::optional<HttpAnswer> next();

private:
    bool read_head();
    bool read_body();
    bool read_chunks();

    std::string buffer_;
    HttpAnswer answer_;
    bool in_body_ = false;
    bool chunked_ = false;
    std::size_t length_ = 0;
};

} // namespace ecg::load
