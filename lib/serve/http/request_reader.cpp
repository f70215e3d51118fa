#include "serve/http/request_reader.hpp"

#include "common/text.hpp"
#include "serve/http/message_body.hpp"
#include "transfer/content_coding.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <limits>

namespace ecg::serve {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t usual_headers = 16;

constexpr BadRequest body_too_large{413, "body_too_large", "the body is larger than allowed"};
constexpr BadRequest body_broken{400, "bad_request",
                                 "the body is not what its Content-Encoding says"};
constexpr BadRequest bad_chunks{400, "bad_request", "the chunks of the body are malformed"};
constexpr BadRequest bad_syntax{400, "bad_request", "the request is malformed"};
constexpr BadRequest encoding_unknown{415, "content_encoding_unknown",
                                      "bodies are taken as gzip, zstd or as they are"};

Method method_of(http::verb verb) {
    switch (verb) {
    case http::verb::get:
    case http::verb::head: // handlers see GET
        return Method::get;
    case http::verb::post:
        return Method::post;
    case http::verb::put:
        return Method::put;
    case http::verb::patch:
        return Method::patch;
    case http::verb::delete_:
        return Method::del;
    case http::verb::options:
        return Method::options;
    default:
        return Method::unknown;
    }
}

// "http://host/path?query" as proxies ask for it is "/path?query".
std::string_view without_authority(std::string_view target) {
    if (target.starts_with('/') || target == "*") {
        return target;
    }
    const std::size_t host = target.find("//") + 2;
    const std::size_t path = target.find_first_of("/?", host);
    return path == std::string_view::npos ? std::string_view{"/"} : target.substr(path);
}

bool is_content_encoding(const Header& header) {
    return equal_but_for_case(header.name, "content-encoding");
}

std::string_view view_of(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

struct RequestReader::State {
    State(const HeadLimits& heads, const BodyLimit& bodies)
        : head_limits{heads}, body_limit{bodies} {
        parser.header_limit(static_cast<std::uint32_t>(heads.bytes));
        // It sees no body. Not none: Beast 1.74 takes that for less than any Content-Length.
        parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    std::size_t take_head(std::string_view bytes);
    std::size_t take_body(std::string_view bytes);
    bool parse_head(std::string_view head);
    void copy_head();

    std::optional<transfer::Coding> coding() const;

    void refuse(const BadRequest& why) { refusal = why; }

    const HeadLimits& head_limits;
    const BodyLimit& body_limit;
    http::request_parser<http::empty_body> parser;
    std::size_t scanned = 0;
    bool has_head = false;
    std::size_t limit = 0;
    Framing framing;
    MessageBody body;
    Request request;
    std::optional<BadRequest> refusal;
};

std::size_t RequestReader::State::take_head(std::string_view bytes) {
    if (scanned == 0 && bytes.starts_with("\r\n")) {
        return 2; // RFC 9112, 2.2: empty lines before a request are passed over
    }
    const HeadEnd end = find_head_end(bytes, scanned, head_limits);
    if (end.refusal) {
        refuse(*end.refusal);
        return 0;
    }
    if (end.bytes == 0) {
        scanned = bytes == "\r" ? 0 : bytes.size();
        return 0;
    }
    const auto checked = check_head(bytes.substr(0, end.bytes), head_limits);
    if (const auto* why = std::get_if<BadRequest>(&checked)) {
        refuse(*why);
        return 0;
    }
    framing = std::get<Framing>(checked);
    if (!parse_head(bytes.substr(0, end.bytes))) {
        refuse(bad_syntax);
        return 0;
    }
    has_head = true;
    limit = body_limit(request);
    if (framing.length.value_or(0) > limit) {
        refuse(body_too_large);
    }
    body = MessageBody{framing, limit};
    return end.bytes;
}

bool RequestReader::State::parse_head(std::string_view head) {
    boost::system::error_code error;
    const std::size_t used = parser.put(asio::buffer(head.data(), head.size()), error);
    if ((error && error != http::error::need_more) || used != head.size() ||
        !parser.is_header_done()) {
        return false;
    }
    // Both readings must agree on where the message ends.
    const auto length = parser.content_length();
    if (parser.chunked() != framing.chunked || (!length != !framing.length) ||
        (length && *length != *framing.length)) {
        return false;
    }
    copy_head();
    return request.method != Method::unknown;
}

void RequestReader::State::copy_head() {
    const auto& message = parser.get();
    request.method = method_of(message.method());
    const std::string_view target = without_authority(view_of(message.target()));
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = mark == 0 ? "/" : std::string{target.substr(0, mark)};
    request.query = target.substr(std::min(mark + 1, target.size()));
    request.headers.reserve(usual_headers);
    for (const auto& field : message) {
        request.headers.push_back(
            {std::string{view_of(field.name_string())}, std::string{view_of(field.value())}});
    }
}

std::size_t RequestReader::State::take_body(std::string_view bytes) {
    const std::size_t used = body.take(bytes);
    if (body.fault() != MessageBody::Fault::none) {
        refuse(body.fault() == MessageBody::Fault::too_large ? body_too_large : bad_chunks);
    }
    return used;
}

// Of the body; absent for one that is not known, and for several.
std::optional<transfer::Coding> RequestReader::State::coding() const {
    const auto count =
        std::count_if(request.headers.begin(), request.headers.end(), is_content_encoding);
    if (count == 0 || !framing.has_body()) {
        return transfer::Coding::identity;
    }
    return count == 1 ? transfer::coding_named(*request.header("Content-Encoding")) : std::nullopt;
}

RequestReader::RequestReader(const HeadLimits& head, const BodyLimit& body)
    : state_{std::make_unique<State>(head, body)} {}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::take(std::string_view bytes) {
    if (refusal() || is_whole() || bytes.empty()) {
        return 0;
    }
    return state_->has_head ? state_->take_body(bytes) : state_->take_head(bytes);
}

bool RequestReader::has_head() const {
    return state_->has_head;
}

bool RequestReader::is_whole() const {
    return state_->has_head && state_->body.is_whole();
}

const std::optional<BadRequest>& RequestReader::refusal() const {
    return state_->refusal;
}

void RequestReader::refuse(const BadRequest& why) {
    state_->refuse(why);
}

bool RequestReader::awaits_continue() const {
    return state_->framing.expects_continue && state_->framing.has_body() && !is_whole();
}

void RequestReader::set_continued() {
    state_->framing.expects_continue = false;
}

const Framing& RequestReader::framing() const {
    return state_->framing;
}

bool RequestReader::keeps_alive() const {
    return state_->has_head && state_->parser.keep_alive();
}

bool RequestReader::is_head_method() const {
    return state_->has_head && state_->parser.get().method() == http::verb::head;
}

Request& RequestReader::request() {
    return state_->request;
}

void RequestReader::finish() {
    Request& request = state_->request;
    std::string& body = state_->body.text();
    const std::optional<transfer::Coding> coding = state_->coding();
    if (!coding) {
        state_->refuse(encoding_unknown);
        return;
    }
    if (*coding == transfer::Coding::identity) {
        request.body = std::move(body);
        return;
    }
    transfer::Unpacked unpacked = unpack(*coding, body, state_->limit);
    if (unpacked.outcome != transfer::Unpacked::Outcome::whole) {
        const bool large = unpacked.outcome == transfer::Unpacked::Outcome::too_large;
        state_->refuse(large ? body_too_large : body_broken);
        return;
    }
    request.body = std::move(unpacked.body);
    std::erase_if(request.headers, is_content_encoding);
}

} // namespace ecg::serve
