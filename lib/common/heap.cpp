#include "common/heap.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ecg {

void keep_freed_memory() {
#ifdef __GLIBC__
    constexpr int megabyte = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, 32 * megabyte); // its largest value
    mallopt(M_TRIM_THRESHOLD, 64 * megabyte);
#endif
}

} // namespace ecg
