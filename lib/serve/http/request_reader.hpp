// Bytes become one request: the strict check of its head, Beast's parser, then its body.
#pragma once

#include "serve/http/head_check.hpp"

namespace ecg::serve {

class RequestReader {
public:
    RequestReader(const HeadLimits& head, const BodyLimit& body);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Takes bytes off the front and returns how many; what it left comes again, with more behind
    /// it. Takes no more once the request is whole or refused, nor, in that call, once its head is
    /// whole: then is the time for 100 Continue.
    std::size_t take(std::string_view bytes);

    [[nodiscard]] bool has_head() const; ///< request() has all but its body
    [[nodiscard]] bool is_whole() const;
    /// Why the request is not taken. A refusal is final.
    [[nodiscard]] const std::optional<BadRequest>& refusal() const;
    void refuse(const BadRequest& why);
    [[nodiscard]] const Framing& framing() const; ///< once has_head()
    /// Whether the sender holds the body back until it hears 100 Continue.
    [[nodiscard]] bool awaits_continue() const;
    void set_continued();
    [[nodiscard]] bool keeps_alive() const; ///< as the sender wishes
    [[nodiscard]] bool is_head_method() const;

    [[nodiscard]] Request& request();
    /// Moves the body into the request, unpacked; sets refusal() where that fails. Once whole.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::serve
