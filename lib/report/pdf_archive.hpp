// What a PDF says of itself, and what makes it fit for archives: PDF/A-1b.
#pragma once

#include "report/pdf_file.hpp"

#include <string>

namespace ecg::report {

/// Never a word of the patient, and no date: the bytes depend on nothing but the drawing.
struct PdfAbout {
    std::string title;
    std::string program; ///< that made it; may be ""
};

/// The same in the dictionary of old.
std::string info_dictionary(const PdfAbout& about);

/// The same in XMP, with the claim of PDF/A-1b.
std::string metadata_packet(const PdfAbout& about);

/// Adds metadata and the meaning of the colours to file, and returns the entries of the catalogue
/// that name them.
std::string add_archive_entries(PdfFile& file, const PdfAbout& about);

} // namespace ecg::report
