// A file descriptor with one owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace ecg::serve {

class OwnedSocket {
public:
    OwnedSocket() = default;

    explicit OwnedSocket(int number) : number_{number} {}

    OwnedSocket(OwnedSocket&& other) noexcept : number_{other.release()} {}

    OwnedSocket& operator=(OwnedSocket&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    OwnedSocket(const OwnedSocket&) = delete;
    OwnedSocket& operator=(const OwnedSocket&) = delete;

    ~OwnedSocket() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    [[nodiscard]] int number() const { return number_; }

    int release() { return std::exchange(number_, -1); }

private:
    int number_ = -1;
};

} // namespace ecg::serve
