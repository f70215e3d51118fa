#include "report/font_on_file.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace ecg::report {

FontOnFile::FontOnFile(const std::string& bytes)
    : descriptor_{::memfd_create("font", MFD_CLOEXEC)} {
    if (descriptor_ < 0) {
        throw Error{ErrorKind::unavailable, "PDF: no memory for its font"};
    }
    write_all(descriptor_, bytes, "font");
}

FontOnFile::~FontOnFile() {
    ::close(descriptor_);
}

std::string FontOnFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

} // namespace ecg::report
