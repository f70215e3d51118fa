#include "acquire/wire/descriptor_transport.hpp"

#include <algorithm>
#include <ctime>

namespace ecg::acquire {
namespace {

// A thousand frames a second read one by one cost more than a hundredth of a processor, and as much
// again for what follows each read.
constexpr Milliseconds between_reads{4};
constexpr Milliseconds still_close = between_reads + Milliseconds{0.5};
constexpr std::size_t too_much_to_wait = 1024; // a quarter of what the kernel keeps for a terminal

/// False when a signal came.
bool pause_for(Milliseconds time) {
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    const timespec rest{0, static_cast<long>(nanoseconds)};
    return ::nanosleep(&rest, nullptr) == 0;
}

} // namespace

DescriptorTransport::DescriptorTransport(Descriptor descriptor, std::string name, std::string words)
    : descriptor_{std::move(descriptor)}, name_{std::move(name)}, words_{std::move(words)} {}

Arrival DescriptorTransport::gather(std::string& out, Milliseconds patience) {
    const Milliseconds pause =
        is_busy_ ? std::min<Milliseconds>(last_read_ + between_reads - Clock::now(), patience)
                 : Milliseconds{0};
    if (pause > Milliseconds{0} && !pause_for(pause)) {
        return {};
    }
    const Arrival arrival = read_within(descriptor(), out, patience - pause);
    const auto now = Clock::now();
    const bool is_little = arrival.count > 0 && arrival.count < too_much_to_wait;
    is_busy_ = is_little && now - last_read_ < still_close;
    last_read_ = now;
    return arrival;
}

ReadResult DescriptorTransport::read(std::string& out, Milliseconds patience) {
    const Arrival arrival = gather(out, patience);
    return {arrival.count, arrival.ended ? ReadEnd::lost : ReadEnd::more};
}

bool DescriptorTransport::write(std::string_view bytes, Milliseconds patience) {
    return write_within(descriptor(), bytes, patience);
}

void DescriptorTransport::discard_input() {
    drop_input(descriptor());
}

} // namespace ecg::acquire
