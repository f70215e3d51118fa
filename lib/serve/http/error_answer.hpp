// A refusal in the house's one error shape.
#pragma once

#include "serve/http/message.hpp"

namespace ecg::serve {

/// Why a request was not taken. The texts are constants.
struct BadRequest {
    int status = 400;
    std::string_view code = "bad_request";
    std::string_view message;
};

/// {"status":"error","code":"…","message":"…","details":[]}
Response error_answer(const BadRequest& refusal);

/// "Not Found"; "" for a status that has no name.
std::string_view reason_phrase(int status);

} // namespace ecg::serve
