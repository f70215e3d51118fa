// A font cut down to the glyphs that a document shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace ecg::report {

struct FontSubset {
    std::string deflated;                           ///< a TrueType file in zlib's format
    std::size_t size = 0;                           ///< of that file before it was deflated
    std::map<std::uint32_t, std::uint32_t> numbers; ///< of each glyph in the font: its own here
};

/// The TrueType font of these bytes with these glyphs, and what they are composed of, alone;
/// remembered, since the pages of a batch show the same letters. Throws Error{unavailable}, naming
/// file, when the font cannot be cut.
std::shared_ptr<const FontSubset> font_subset(const std::shared_ptr<const std::string>& font,
                                              const std::set<std::uint32_t>& glyphs,
                                              const std::string& file);

} // namespace ecg::report
