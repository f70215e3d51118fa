#include "common/threads.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

namespace ecg {
namespace {

constexpr std::size_t wanted = 96U << 10; // bytes: the text of a crash and the unwinder fit in

std::size_t stack_size() {
    static const long least = ::sysconf(_SC_MINSIGSTKSZ); // grows with the processor's registers
    return wanted + static_cast<std::size_t>(std::max(least, 0L)) / 4096 * 4096;
}

} // namespace

SignalStack::SignalStack() noexcept {
    const std::size_t size = stack_size();
    void* const memory =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return;
    }
    stack_t stack{};
    stack.ss_sp = memory;
    stack.ss_size = size;
    if (::sigaltstack(&stack, &before_) != 0) {
        ::munmap(memory, size);
        return;
    }
    memory_ = memory;
}

SignalStack::~SignalStack() {
    if (memory_ != nullptr) {
        ::sigaltstack(&before_, nullptr);
        ::munmap(memory_, stack_size());
    }
}

} // namespace ecg
