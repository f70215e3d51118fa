// Bytes that are sent, read piece by piece from wherever they are.
#pragma once

#include "transfer/crypto.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::transfer {

class ByteSource {
public:
    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Up to length bytes from offset, fewer at the end alone. Throws Error{data} when they cannot
    /// be read, or are no longer as many as size() has said.
    [[nodiscard]] virtual std::string read(std::uint64_t offset, std::size_t length) const = 0;
};

/// Bytes of somebody else's, which must outlive it.
class BytesInMemory final : public ByteSource {
public:
    explicit BytesInMemory(std::string_view bytes) : bytes_{bytes} {}

    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

    [[nodiscard]] std::string read(std::uint64_t offset, std::size_t length) const override;

private:
    std::string_view bytes_;
};

/// A regular file, of which no more is in memory than what is asked for.
class FileBytes final : public ByteSource {
public:
    /// Throws Error{data} "path: why".
    explicit FileBytes(std::string path);
    ~FileBytes() override;

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] std::string read(std::uint64_t offset, std::size_t length) const override;

private:
    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// Others' bytes with something around them.
class WrappedBytes final : public ByteSource {
public:
    WrappedBytes(std::string before, const ByteSource& middle, std::string after);

    [[nodiscard]] std::uint64_t size() const override;
    [[nodiscard]] std::string read(std::uint64_t offset, std::size_t length) const override;

private:
    std::string before_;
    const ByteSource& middle_;
    std::string after_;
};

Digest sha256(const ByteSource& bytes);
/// 16 bytes.
std::string md5(const ByteSource& bytes);

} // namespace ecg::transfer
