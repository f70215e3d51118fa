// A font cut down to the letters that a document shows.
#pragma once

#include <memory>
#include <set>
#include <string>

namespace ecg::report {

/// The TrueType font of these bytes with these letters alone, as a TrueType file; remembered, since
/// the pages of a batch show the same ones. Throws Error{unavailable}, naming file, when the font
/// cannot be cut.
std::shared_ptr<const std::string> font_subset(const std::shared_ptr<const std::string>& font,
                                               const std::set<char32_t>& letters,
                                               const std::string& file);

} // namespace ecg::report
