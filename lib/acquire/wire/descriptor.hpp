// An open file descriptor, and bytes through it within a patience.
#pragma once

#include "common/units.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ecg::acquire {

/// Closes itself.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_{number} {}

    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_ = -1;
};

/// What a wait for bytes ended with.
struct Arrival {
    std::size_t count = 0; ///< bytes appended
    bool ended = false;    ///< nothing more will come
    int error = 0;         ///< the errno that ended it; 0 for an orderly end
};

/// Waits for bytes until patience is over or a signal comes, then appends what is there, 64 kB at
/// most. Bytes that came before the end are appended first. Also for a descriptor that blocks.
Arrival read_within(int descriptor, std::string& out, Milliseconds patience);

/// False when not all of it could be written within patience. Does not raise SIGPIPE on a socket.
bool write_within(int descriptor, std::string_view bytes, Milliseconds patience);

/// Reads and forgets what is there now.
void drop_input(int descriptor);

/// Whether one of events (of poll) comes within patience; a signal does not end the wait.
bool wait_for(int descriptor, short events, Milliseconds patience);

} // namespace ecg::acquire
