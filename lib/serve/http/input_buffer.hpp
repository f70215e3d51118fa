// Bytes that came and are not used yet; small while a connection is idle.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace ecg::serve {

class InputBuffer {
public:
    static constexpr std::size_t small = 4 * 1024;
    static constexpr std::size_t largest = 64 * 1024;

    [[nodiscard]] std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }

    void consume(std::size_t count) { begin_ += count; }

    /// Where the next bytes go; empty when the buffer is full of what nobody used.
    std::span<char> room() {
        if (begin_ > 0) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (size_ - end_ < small / 2 && size_ < largest) {
            grow(std::clamp(2 * size_, small, largest));
        }
        return {bytes_.get() + end_, size_ - end_};
    }

    void commit(std::size_t count) { end_ += count; }

    /// Makes room for a long body, so that it comes in few pieces.
    void enlarge() {
        if (size_ < largest) {
            grow(largest);
        }
    }

    /// Gives back what a long request needed.
    void shrink() {
        if (begin_ == end_ && size_ > small) {
            *this = InputBuffer{};
        }
    }

private:
    /// What is new is not cleared: bytes that come are written there before anybody reads.
    void grow(std::size_t size) {
        auto larger = std::make_unique_for_overwrite<char[]>(size);
        if (end_ > begin_) {
            std::memcpy(larger.get() + begin_, bytes_.get() + begin_, end_ - begin_);
        }
        bytes_ = std::move(larger);
        size_ = size;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace ecg::serve
