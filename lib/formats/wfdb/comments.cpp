#include "formats/wfdb/comments.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace ecg::formats {
namespace {

constexpr std::int64_t oldest = 130;

std::optional<Sex> parse_sex(std::string_view word) {
    const std::string lower = to_lower(word);
    if (lower == "m" || lower == "male") {
        return Sex::male;
    }
    if (lower == "f" || lower == "female") {
        return Sex::female;
    }
    return std::nullopt;
}

std::optional<int> parse_age(std::string_view word) {
    const auto age = parse_number(word);
    if (!age || *age < 0 || *age > oldest) {
        return std::nullopt;
    }
    return static_cast<int>(*age);
}

/// The words of a comment in lower case; "<age>:51" gives "age:" and "51".
std::vector<std::string> words_of(const std::string& comment) {
    std::string spaced;
    for (const char c : to_lower(comment)) {
        if (c == '<' || c == '>' || c == ',' || c == ';') {
            spaced += c == ',' || c == ';' ? " " : "";
        } else {
            spaced += c;
            spaced += c == ':' ? " " : "";
        }
    }
    std::vector<std::string> words;
    for (const std::string_view word : split_blanks(spaced)) {
        words.emplace_back(word);
    }
    return words;
}

} // namespace

Patient patient_in_comments(const std::vector<std::string>& comments) {
    Patient patient;
    for (const std::string& comment : comments) {
        const auto words = words_of(comment);
        if (words.size() >= 2 && parse_integer(words[0]) && parse_sex(words[1]) && !patient.sex) {
            patient.age = parse_age(words[0]);
            patient.sex = parse_sex(words[1]);
        }
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            if (words[i] == "age:" && !patient.age) {
                patient.age = parse_age(words[i + 1]);
            } else if ((words[i] == "sex:" || words[i] == "gender:") && !patient.sex) {
                patient.sex = parse_sex(words[i + 1]);
            }
        }
    }
    return patient;
}

} // namespace ecg::formats
