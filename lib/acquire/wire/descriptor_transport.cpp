#include "acquire/wire/descriptor_transport.hpp"

namespace ecg::acquire {

DescriptorTransport::DescriptorTransport(Descriptor descriptor, std::string name, std::string words)
    : descriptor_{std::move(descriptor)}, name_{std::move(name)}, words_{std::move(words)} {}

ReadResult DescriptorTransport::read(std::string& out, Milliseconds patience) {
    const Arrival arrival = read_within(descriptor(), out, patience);
    return {arrival.count, arrival.ended ? ReadEnd::lost : ReadEnd::more};
}

bool DescriptorTransport::write(std::string_view bytes, Milliseconds patience) {
    return write_within(descriptor(), bytes, patience);
}

void DescriptorTransport::discard_input() {
    drop_input(descriptor());
}

} // namespace ecg::acquire
