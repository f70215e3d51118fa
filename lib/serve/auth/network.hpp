// Whom an address belongs to, for limits by address.
#pragma once

#include <string>
#include <string_view>

namespace ecg::serve {

/// "192.0.2.7" is itself; of an IPv6 address the first 64 bits, "2001:db8:1:2::/64", for those who
/// have one have them all; an IPv4 address within IPv6 is the former. What is no address is itself.
std::string network_of(std::string_view address);

} // namespace ecg::serve
