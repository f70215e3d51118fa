// The weights lie in delineator.weights beside this file, made by scripts/train-delineator.
#include "analyze/delineate/network.hpp"

#include <cstddef>

asm(".section .rodata\n"
    ".balign 16\n"
    "ecg_delineator_weights:\n"
    ".incbin \"" ECG_DELINEATOR_WEIGHTS "\"\n"
    "ecg_delineator_weights_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" const std::byte ecg_delineator_weights[];
extern "C" const std::byte ecg_delineator_weights_end[];

namespace ecg::analyze {

const Network& delineation_network() {
    static const Network network{{ecg_delineator_weights, ecg_delineator_weights_end},
                                 "delineator.weights"};
    return network;
}

} // namespace ecg::analyze
