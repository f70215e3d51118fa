#include "acquire/simulate/link_faults.hpp"

#include "common/error.hpp"

#include <algorithm>

namespace ecg::acquire {
namespace {

constexpr std::size_t longest_junk = 60;
constexpr std::size_t longest_piece = 12;

/// From 0 to below end.
std::size_t below(std::size_t end, synth::Random& random) {
    return static_cast<std::size_t>(random.uniform(0, static_cast<double>(end)));
}

bool is_line(std::string_view packet) {
    return packet.ends_with('\n');
}

/// Where the end of a line begins; the end of any other packet.
std::size_t body_of(std::string_view packet) {
    return is_line(packet) ? packet.find_last_not_of("\r\n") + 1 : packet.size();
}

std::vector<PacketEnd> structure_of(const FaultList& faults, const ChosenDriver& device) {
    std::vector<PacketEnd> ends;
    if (faults.hit > 0) {
        for (const PacketEnd end : {PacketEnd::first_byte, PacketEnd::last_byte}) {
            if (is_structure(device, end)) {
                ends.push_back(end);
            }
        }
        if (ends.empty()) {
            throw Error{ErrorKind::usage, "--faults hit: nothing in a frame of " +
                                              std::string{device.driver->name} +
                                              " would tell that it was hit"};
        }
    }
    return ends;
}

} // namespace

LinkFaults::LinkFaults(const FaultList& faults, const ChosenDriver& device, std::uint64_t seed)
    : faults_{faults}, structure_{structure_of(faults, device)},
      random_{seed, synth::Stream::link_faults}, sizes_{seed, synth::Stream::link_pieces} {}

Damaged LinkFaults::damage(std::string_view packet) {
    Damaged result{std::string{packet}, "", false, false};
    const bool drop = happens(faults_.drop); // all are drawn, so that one share moves no other
    const bool cut = happens(faults_.cut);
    const bool hit = happens(faults_.hit);
    const bool flip = happens(faults_.flip);
    const bool duplicate = happens(faults_.duplicate);
    const bool garbage = happens(faults_.garbage);
    if (packet.empty()) {
        return result;
    }
    if (drop) {
        result.harm = "drop";
        result.bytes.clear();
    } else if (cut) {
        result.harm = "cut";
        const std::size_t half = body_of(packet) / 2;
        result.bytes.erase(half, body_of(packet) - half);
    } else if (hit) {
        result.harm = "hit";
        result.bytes = destroyed(result.bytes, structure_[below(structure_.size(), random_)]);
    } else if (flip) {
        result.harm = "flip";
        flip_bit(result.bytes);
    } else if (duplicate) {
        result.duplicate = true;
        result.bytes += packet;
    }
    if (garbage) {
        result.garbage = true;
        result.bytes.insert(0, junk(is_line(packet)));
    }
    return result;
}

void LinkFaults::flip_bit(std::string& packet) {
    const std::size_t at = below(std::max<std::size_t>(body_of(packet), 1), random_);
    const auto byte = static_cast<unsigned char>(packet[at]);
    packet[at] = static_cast<char>(byte ^ (1U << below(8, random_)));
}

/// Among lines of text, a line without a digit.
std::string LinkFaults::junk(bool among_lines) {
    std::string bytes(1 + below(longest_junk, random_), '\0');
    for (char& byte : bytes) {
        const auto any = static_cast<unsigned>(below(256, random_));
        byte = static_cast<char>(among_lines ? any | 0x80U : any);
    }
    return among_lines ? bytes + "\n" : bytes;
}

std::vector<std::string_view> LinkFaults::pieces(std::string_view bytes) {
    std::vector<std::string_view> parts;
    while (!bytes.empty()) {
        const std::size_t size = faults_.split ? 1 + below(longest_piece, sizes_) : bytes.size();
        parts.push_back(bytes.substr(0, size));
        bytes.remove_prefix(parts.back().size());
    }
    return parts;
}

} // namespace ecg::acquire
