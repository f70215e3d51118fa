// Loops that use the widest registers that the machine has.
#pragma once

// Before a function whose loops are worth it: it is compiled for each width, and which one is
// chosen when the program starts. Every sum is taken in the same order whatever their width (and
// nothing is contracted, see lib/CMakeLists.txt), so the results are the same bits on every
// machine.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_THREAD__) &&                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define ECG_ANY_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ECG_ANY_WIDTH
#endif
