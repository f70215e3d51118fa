// What a PDF says of itself, as archives read it: PDF/A-1b.
#pragma once

#include <string>

namespace ecg::report {

/// Never a word of the patient, and no date: the bytes depend on nothing but the drawing. ASCII.
struct PdfAbout {
    std::string title;
    std::string program; ///< that made it; may be ""
};

/// XMP with the claim of PDF/A-1b; libharu's own does not escape what XML has signs for.
std::string metadata_packet(const PdfAbout& about);

} // namespace ecg::report
