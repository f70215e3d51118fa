// Words as the text of an XML element.
#pragma once

#include <string>
#include <string_view>

namespace ecg::report {

/// words with & < and > escaped; what XML has no way to hold is U+FFFD.
std::string xml_text(std::string_view words);

} // namespace ecg::report
