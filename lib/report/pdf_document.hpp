// Drawn pages and their font become a PDF: the door to libharu.
#pragma once

#include "report/pdf_archive.hpp"

#include <set>
#include <string>
#include <vector>

namespace ecg::report {

/// A page as operators of PDF. Text is shown in the font "/F1", four hexadecimal digits a letter.
struct PdfPage {
    double width = 0;  ///< points
    double height = 0; ///< points
    std::string drawing;
};

struct PdfLetters {
    std::string font; ///< a TrueType file
    std::string file; ///< what it was cut out of, for messages
    std::set<char32_t> shown;
};

/// The bytes of the file, the same for the same pages; its identifier is made from them. Aims at
/// PDF/A-1b. Throws Error{unavailable} when the font cannot be used, Error{data} when libharu
/// gives up.
std::string pdf_document(const std::vector<PdfPage>& pages, const PdfLetters& letters,
                         const PdfAbout& about);

} // namespace ecg::report
