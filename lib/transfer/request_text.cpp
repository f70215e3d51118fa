#include "transfer/request_text.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <string>

namespace ecg::transfer {

void refuse_controls(std::string_view text, const char* what) {
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; })) {
        throw Error{ErrorKind::usage, std::string{what} + " of a request has a control character"};
    }
}

} // namespace ecg::transfer
