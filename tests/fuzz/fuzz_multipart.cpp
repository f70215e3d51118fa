// A Content-Type in the first line and any bytes behind it as a form: its parts
// lie within it.
#include "serve/api/multipart.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view body = text.substr(std::min(end + 1, text.size()));
    const auto boundary = ecg::serve::boundary_of(text.substr(0, end));
    const auto parts = ecg::serve::parts_of(body, boundary.value_or("x"));
    if (!parts) {
        return 0;
    }
    const char* reached = body.data();
    for (const ecg::serve::Part& part : *parts) {
        if (part.name.empty() || part.content.data() < reached ||
            part.content.data() + part.content.size() > body.data() + body.size()) {
            std::abort();
        }
        reached = part.content.data() + part.content.size();
    }
    return 0;
}
