// CRC-32C (Castagnoli), the checksum of iSCSI and ext4 [rfc3720].
#pragma once

#include <cstdint>
#include <string_view>

namespace ecg::serve {

std::uint32_t crc32c(std::string_view bytes);

} // namespace ecg::serve
