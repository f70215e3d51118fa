#include "common/utf8.hpp"

#include <simdjson.h>

namespace ecg {

bool is_utf8(std::string_view bytes) {
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

} // namespace ecg
