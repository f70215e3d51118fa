#include "transfer/byte_source.hpp"

#include "common/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::size_t piece_size = std::size_t{1} << 20U;

template <class Hash> void add_all(Hash& hash, const ByteSource& bytes) {
    for (std::uint64_t at = 0; at < bytes.size(); at += piece_size) {
        hash.add(bytes.read(at, piece_size));
    }
}

} // namespace

std::string BytesInMemory::read(std::uint64_t offset, std::size_t length) const {
    return std::string{bytes_.substr(std::min<std::uint64_t>(offset, bytes_.size()), length)};
}

FileBytes::FileBytes(std::string path) : path_{std::move(path)} {
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // no pipe holds it up

    struct stat status {};

    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) {
        throw Error{ErrorKind::data, path_ + ": " + std::strerror(errno)};
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(descriptor_);
        throw Error{ErrorKind::data, path_ + ": is no regular file"};
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
}

FileBytes::~FileBytes() {
    ::close(descriptor_);
}

std::string FileBytes::read(std::uint64_t offset, std::size_t length) const {
    std::string bytes(std::min<std::uint64_t>(length, size_ - std::min(offset, size_)), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t count = ::pread(descriptor_, bytes.data() + got, bytes.size() - got,
                                      static_cast<off_t>(offset + got));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw Error{ErrorKind::data,
                        path_ + ": " +
                            (count < 0 ? std::strerror(errno) : "is shorter than it was")};
        }
        got += static_cast<std::size_t>(count);
    }
    return bytes;
}

WrappedBytes::WrappedBytes(std::string before, const ByteSource& middle, std::string after)
    : before_{std::move(before)}, middle_{middle}, after_{std::move(after)} {}

std::uint64_t WrappedBytes::size() const {
    return before_.size() + middle_.size() + after_.size();
}

std::string WrappedBytes::read(std::uint64_t offset, std::size_t length) const {
    const BytesInMemory before{before_}, after{after_};
    std::string bytes;
    std::uint64_t begin = 0;
    for (const ByteSource* part :
         std::initializer_list<const ByteSource*>{&before, &middle_, &after}) {
        const std::uint64_t end = begin + part->size();
        if (bytes.size() < length && offset + bytes.size() < end) {
            bytes += part->read(offset + bytes.size() - begin, length - bytes.size());
        }
        begin = end;
    }
    return bytes;
}

Digest sha256(const ByteSource& bytes) {
    Sha256 hash;
    add_all(hash, bytes);
    return hash.finish();
}

std::string md5(const ByteSource& bytes) {
    Md5 hash;
    add_all(hash, bytes);
    return hash.finish();
}

} // namespace ecg::transfer
