// Annotation files in MIT format: every code, its auxiliary text, read and written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

struct Annotation {
    std::int64_t sample{}; ///< tick of the file's clock, as a rule the frame of the record
    int code{};            ///< 1 normal, 5 PVC, 8 APC … as in WFDB's table
    int subtype{};
    int channel{};
    int number{};
    std::string text; ///< the auxiliary string, "(AFIB" …

    friend bool operator==(const Annotation&, const Annotation&) = default;
};

/// The symbol of a code, "N" for 1; "" when there is none.
std::string_view annotation_symbol(int code);
/// The code of a symbol.
std::optional<int> annotation_code(std::string_view symbol);
/// Whether the code marks a QRS complex (WFDB's isqrs).
bool is_beat_annotation(int code);

/// Throws Error{data} "path: offset n: why".
std::vector<Annotation> read_annotations(const std::string& path);
/// The same from bytes; subject begins the messages.
std::vector<Annotation> parse_annotations(std::string_view bytes, const std::string& subject);

/// Older files, mitdb's among them, count a zero byte at the end of each text.
enum class TextEnd { bare, zero };

/// The bytes of an annotation file. Throws Error{data} when annotations are not in order of time
/// or do not fit the format.
std::string annotation_bytes(const std::vector<Annotation>& annotations,
                             TextEnd text_end = TextEnd::bare);

} // namespace ecg::formats
