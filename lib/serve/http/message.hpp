// What comes over HTTP and what goes back: plain structs, no word of sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

enum class Method { get, head, post, put, patch, del, options, unknown };

/// "GET"; "" for unknown.
std::string_view name_of(Method method);

struct Header {
    std::string name;
    std::string value;
};

using Headers = std::vector<Header>;

/// The value of the first header of that name, whatever its case. Absent when there is none.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

/// A request as it came, with its body whole and unpacked.
struct Request {
    std::string id; ///< of this request, for logs and the X-Request-Id of its answer
    Method method = Method::unknown;
    std::string path;  ///< as it was sent, still percent-encoded, without the query
    std::string query; ///< behind the "?"
    Headers headers;
    std::string body;
    std::string address; ///< who sent it: "192.0.2.7"; behind a trusted proxy whom that names
    bool secure = false; ///< over TLS, here or up to a trusted proxy

    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
        return find_header(headers, name);
    }
};

/// A body too long, or not yet known, to be held: pulled piece by piece.
class BodyStream {
public:
    BodyStream() = default;
    virtual ~BodyStream() = default;
    BodyStream(const BodyStream&) = delete;
    BodyStream& operator=(const BodyStream&) = delete;

    /// A piece, or nothing at the end.
    using Take = std::function<void(std::optional<std::string> piece)>;
    /// Calls take once, at once or later, from any thread; the next call comes after that. A
    /// stream whose reader is gone is destroyed without being asked again, perhaps before it
    /// called take.
    virtual void next(Take take) = 0;

    /// Asked after the end: whether something is missing. Then the connection is cut, so that the
    /// client does not take what came for the whole.
    [[nodiscard]] virtual bool is_cut_short() const { return false; }
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::shared_ptr<BodyStream> stream{};  ///< sent in place of body
    std::optional<std::uint64_t> length{}; ///< bytes of stream, where they are known before
    std::string route{};                   ///< "add_metrics", for logs and figures; it is not sent
};

/// To be called once, from any thread.
using Answer = std::function<void(Response)>;
/// Takes a request and answers at once or later. Does not block: what waits goes elsewhere. HEAD
/// comes as GET, and its answer goes without the body. An Answer that is dropped uncalled is 500.
using Handler = std::function<void(Request, Answer)>;

/// "%41" is "A"; '+' stays. Absent for a bad escape, for a NUL and for what is no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);

/// Whether a query names it, with a value that can be decoded or not.
bool has_query(std::string_view query, std::string_view name);

/// A value of a query "limit=50&offset=0", decoded ('+' is a blank). Absent when there is none, or
/// when it cannot be decoded; the first one where there are several.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

} // namespace ecg::serve
