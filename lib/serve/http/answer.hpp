// How an answer goes over the wire: packed or not, its head, its chunks.
#pragma once

#include "serve/http/settings.hpp"
#include "transfer/content_coding.hpp"

namespace ecg::serve {

/// What the request decides about its answer.
struct Delivery {
    int minor = 1;        ///< of the request's HTTP/1.minor
    bool keeps = true;    ///< the connection stays open
    bool is_head = false; ///< no body is sent
    bool secure = false;
    transfer::Coding accepted = transfer::Coding::identity;
    std::string_view request_id;
};

struct Wire {
    std::string head;
    transfer::Coding coding =
        transfer::Coding::identity; ///< of the stream; a body is packed already
    bool chunked = false;
    std::optional<std::uint64_t> length{}; ///< of a stream that is sent as it is
    bool has_body = true;
    bool keeps = true; ///< the connection stays open
};

/// Packs the response's body where that is worth it and writes the head.
Wire prepare_answer(Response& response, const Delivery& delivery, const ServerSettings& settings);

/// "1f4\r\n", before a chunk of so many bytes; "\r\n" goes behind it.
std::string chunk_head(std::size_t size);

/// Whether it is an event stream, whose every piece goes at once.
bool is_event_stream(const Response& response);

} // namespace ecg::serve
