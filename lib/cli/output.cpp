#include "cli/output.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace ecg::cli {
namespace {

constexpr std::size_t block = 1U << 18;

bool is_regular_file(int descriptor) {
    struct stat status {};

    return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

} // namespace

Output::Output(const std::string& path, Overwrite overwrite) {
    if (path == "-") {
        live_ = !is_regular_file(STDOUT_FILENO);
    } else {
        file_.emplace(path, overwrite);
    }
}

void Output::write(std::string_view bytes) {
    if (file_) {
        file_->write(bytes);
        return;
    }
    if (buffer_.size() + bytes.size() >= block) { // a long line goes out without a copy
        flush();
        write_all(STDOUT_FILENO, bytes, "standard output");
        return;
    }
    buffer_ += bytes;
}

void Output::end_lines() {
    if (live_) {
        flush();
    }
}

void Output::finish() {
    if (file_) {
        file_->commit();
    } else {
        flush();
    }
}

void Output::flush() {
    write_all(STDOUT_FILENO, buffer_, "standard output");
    buffer_.clear();
}

} // namespace ecg::cli
