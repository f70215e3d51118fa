// A PDF file put together from numbered objects.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

class PdfFile {
public:
    PdfFile();

    /// The number of an object that is added later.
    int reserve();
    /// body as PDF writes it: "<< /Type /Catalog >>".
    void add(int number, std::string_view body);
    /// entries are those of the stream's dictionary, besides its length.
    void add_stream(int number, std::string_view entries, std::string_view bytes);
    /// The same for bytes that are stored deflated.
    void add_deflated(int number, std::string_view entries, std::string_view deflated_bytes);
    /// The whole file, when each reserved object has been added. Its identifier is made from its
    /// bytes, so that the same objects are the same file.
    [[nodiscard]] std::string finish(int catalogue, int info);

private:
    std::string bytes_;
    std::vector<std::size_t> places_; ///< of object 1, 2, …; 0 before it is added
};

/// "7 0 R"
std::string pdf_reference(int number);

/// UTF-8 text as a string of a PDF dictionary: ASCII as it is, else UTF-16.
std::string pdf_string(std::string_view text);

/// "/Name", without the letters that a name may not hold.
std::string pdf_name(std::string_view name);

/// letter in UTF-16 as hexadecimal digits: "004E", "D83DDE00".
std::string utf16_digits(char32_t letter);

/// Four hexadecimal digits.
std::string four_digits(unsigned value);

} // namespace ecg::report
