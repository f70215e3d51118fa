// What a report is called where others can see its name: nothing of the patient, nothing hostile.
#pragma once

#include "common/time.hpp"
#include "transfer/crypto.hpp"

#include <string>
#include <string_view>

namespace ecg::transfer {

/// "ecg-reports/2025/01/08/<32 hex digits>.pdf": the day in UTC, the beginning of the digest of the
/// bytes, and the extension of file_name where it is one that our files have. Nothing else of
/// file_name is used, people's names among it. The same bytes on the same day have the same name.
std::string report_object_name(UtcTime day, const Digest& content, std::string_view file_name);

} // namespace ecg::transfer
