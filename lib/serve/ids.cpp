#include "serve/ids.hpp"

#include "common/time.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>

namespace ecg::serve {

std::string new_user_id() {
    std::string bytes = transfer::random_bytes(16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x40U);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);
    std::string id = transfer::hex(bytes);
    for (const std::size_t place : {20U, 16U, 12U, 8U}) {
        id.insert(place, 1, '-');
    }
    return id;
}

std::string new_session_id(Moment start) {
    return "session_" + format_utc_compact(UtcTime{start.microseconds / 1000}) + '_' +
           transfer::hex(transfer::random_bytes(4));
}

bool is_session_id(std::string_view text) {
    constexpr std::string_view form = "session_00000000_000000_ffffffff";
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
               const bool is_digit = c >= '0' && c <= '9';
               return wanted == '0'   ? is_digit
                      : wanted == 'f' ? is_digit || (c >= 'a' && c <= 'f')
                                      : c == wanted;
           });
}

} // namespace ecg::serve
