#include "formats/sample_spool.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

namespace ecg::formats {
namespace {

std::string temporary_folder() {
    const char* named = std::getenv("TMPDIR");
    return named != nullptr && *named != '\0' ? named : "/tmp";
}

[[noreturn]] void fail(const std::string& why) {
    throw Error{ErrorKind::data, temporary_folder() + ": " + why +
                                     "; a long recording needs room for temporary files, which "
                                     "TMPDIR may name elsewhere"};
}

/// Whatever becomes of the program, nothing is left of it.
int open_nameless() {
    const std::string folder = temporary_folder();
    const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0) {
        return nameless;
    }
    std::string path = folder + "/ecg-samples.XXXXXX"; // where there is no such thing
    const int named = ::mkostemp(path.data(), O_CLOEXEC);
    if (named < 0) {
        fail(std::strerror(errno));
    }
    ::unlink(path.c_str());
    return named;
}

void read_bytes(int descriptor, std::int64_t offset, char* to, std::size_t count) {
    while (count > 0) {
        const auto got = ::pread(descriptor, to, count, offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            fail(got < 0 ? std::strerror(errno) : "a temporary file became shorter");
        }
        to += got;
        offset += got;
        count -= static_cast<std::size_t>(got);
    }
}

} // namespace

SampleSpool::~SampleSpool() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

SampleSpool::SampleSpool(SampleSpool&& other) noexcept
    : in_memory_{other.in_memory_}, newest_{std::move(other.newest_)}, in_file_{std::exchange(
                                                                           other.in_file_, 0)},
      descriptor_{std::exchange(other.descriptor_, -1)} {}

void SampleSpool::append(std::span<const double> samples) {
    for (const double sample : samples) {
        if (newest_.size() >= in_memory_) {
            move_to_file();
        }
        newest_.push_back(static_cast<float>(sample));
    }
}

void SampleSpool::move_to_file() {
    if (descriptor_ < 0) {
        descriptor_ = open_nameless();
    }
    const std::string_view bytes{reinterpret_cast<const char*>(newest_.data()),
                                 newest_.size() * sizeof(float)};
    try {
        write_all(descriptor_, bytes, temporary_folder());
    } catch (const Error&) {
        fail(std::strerror(errno));
    }
    in_file_ += static_cast<std::int64_t>(newest_.size());
    newest_.clear();
}

void SampleSpool::read(std::int64_t first, std::span<double> out) const {
    assert(first >= 0 && first + static_cast<std::int64_t>(out.size()) <= size());
    const auto wanted = static_cast<std::int64_t>(out.size());
    const std::int64_t from_file = std::clamp<std::int64_t>(in_file_ - first, 0, wanted);
    std::vector<float> stored(static_cast<std::size_t>(from_file));
    read_bytes(descriptor_, first * static_cast<std::int64_t>(sizeof(float)),
               reinterpret_cast<char*>(stored.data()), stored.size() * sizeof(float));
    std::copy(stored.begin(), stored.end(), out.begin());
    const std::int64_t of_newest = first + from_file - in_file_;
    std::copy_n(newest_.begin() + static_cast<std::ptrdiff_t>(std::max<std::int64_t>(of_newest, 0)),
                wanted - from_file, out.begin() + static_cast<std::ptrdiff_t>(from_file));
}

} // namespace ecg::formats
