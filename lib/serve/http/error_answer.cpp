#include "serve/http/error_answer.hpp"

#include "common/json_writer.hpp"

#include <algorithm>
#include <array>

namespace ecg::serve {
namespace {

struct Phrase {
    int status;
    std::string_view words;
};

constexpr std::array phrases{
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{417, "Expectation Failed"},
    Phrase{422, "Unprocessable Content"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{503, "Service Unavailable"},
    Phrase{505, "HTTP Version Not Supported"},
    Phrase{507, "Insufficient Storage"},
};

} // namespace

Response error_answer(const BadRequest& refusal) {
    Response response{
        .status = refusal.status, .headers = {{"Content-Type", "application/json"}}, .body = {}};
    JsonWriter json{response.body};
    json.begin_object().member("status", "error").member("code", refusal.code);
    json.member("message", refusal.message).key("details").begin_array().end_array().end_object();
    return response;
}

std::string_view reason_phrase(int status) {
    const auto* const found = std::find_if(phrases.begin(), phrases.end(),
                                           [&](const Phrase& p) { return p.status == status; });
    return found != phrases.end() ? found->words : std::string_view{};
}

} // namespace ecg::serve
