// Which bytes of a packet, when they are destroyed, make it no frame at all.
#pragma once

#include "acquire/drivers/registry.hpp"

#include <string>

namespace ecg::acquire {

enum class PacketEnd { first_byte, last_byte };

/// packet with the byte at that end destroyed.
std::string destroyed(std::string packet, PacketEnd end);

/// Whether the device's own decoder then loses this packet, and no other.
bool is_structure(const ChosenDriver& device, PacketEnd end);

} // namespace ecg::acquire
