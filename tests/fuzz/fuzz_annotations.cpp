// Any bytes as an annotation file: refused, or written and read again to the same annotations.
#include "common/error.hpp"
#include "formats/wfdb/annotations.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace ecg::formats;
    std::vector<Annotation> annotations;
    std::string written;
    try {
        annotations = parse_annotations({reinterpret_cast<const char*>(bytes), size}, "fuzz.atr");
        written = annotation_bytes(annotations); // out of order is read, but not written
    } catch (const ecg::Error&) {
        return 0;
    }
    if (parse_annotations(written, "again") != annotations) {
        std::abort();
    }
    return 0;
}
