// Bytes that go wrong by chance on their way, the same for the same seed.
#pragma once

#include "acquire/drivers/registry.hpp"
#include "acquire/simulate/fault_list.hpp"
#include "acquire/simulate/frame_structure.hpp"
#include "synth/random.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// What a packet has become.
struct Damaged {
    std::string bytes;
    std::string_view harm;  ///< "drop", "cut", "hit" or "flip"; "" when it is whole
    bool duplicate = false; ///< bytes has it twice
    bool garbage = false;   ///< junk goes before it
};

class LinkFaults {
public:
    /// Throws Error{usage} when frames shall be hit of a protocol whose frames have nothing that
    /// tells them from others.
    LinkFaults(const FaultList& faults, const ChosenDriver& device, std::uint64_t seed);

    /// What becomes of the next packet. A packet that is a line of text keeps its end when it is
    /// cut, and junk before it ends like one, so that no other line is lost with it.
    Damaged damage(std::string_view packet);

    /// bytes in the pieces in which they are written.
    std::vector<std::string_view> pieces(std::string_view bytes);

private:
    bool happens(double share) { return random_.uniform() < share; }

    void flip_bit(std::string& packet);
    std::string junk(bool among_lines);

    FaultList faults_;
    std::vector<PacketEnd> structure_; ///< what a hit may destroy
    synth::Random random_;
    synth::Random sizes_; ///< of pieces: what is written beside packets moves no fault
};

} // namespace ecg::acquire
