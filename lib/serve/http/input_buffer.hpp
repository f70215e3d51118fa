// Bytes that came and are not used yet; small while a connection is idle.
#pragma once

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace ecg::serve {

class InputBuffer {
public:
    static constexpr std::size_t small = 4 * 1024;
    static constexpr std::size_t largest = 64 * 1024;

    [[nodiscard]] std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }

    void consume(std::size_t count) { begin_ += count; }

    /// Where the next bytes go; empty when the buffer is full of what nobody used.
    std::span<char> room() {
        if (begin_ > 0) {
            std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (bytes_.size() - end_ < small / 2 && bytes_.size() < largest) {
            bytes_.resize(std::clamp(2 * bytes_.size(), small, largest));
        }
        return {bytes_.data() + end_, bytes_.size() - end_};
    }

    void commit(std::size_t count) { end_ += count; }

    /// Makes room for a long body, so that it comes in few pieces.
    void enlarge() { bytes_.resize(largest); }

    /// Gives back what a long request needed.
    void shrink() {
        if (begin_ == end_ && bytes_.size() > small) {
            *this = InputBuffer{};
        }
    }

private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace ecg::serve
