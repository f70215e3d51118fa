// The words that stand for enumerators in analysis lines.
#pragma once

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "model/analysis.hpp"

#include <array>
#include <optional>
#include <string>

namespace ecg::formats {

inline constexpr std::array<const char*, 3> verdict_names{"good", "fair", "bad"};
inline constexpr std::array<const char*, 4> severity_names{"normal", "otherwise_normal",
                                                           "borderline", "abnormal"};
inline constexpr std::array<const char*, 3> certainty_names{"definite", "probable", "consider"};
inline constexpr std::array<const char*, 3> electrode_state_names{"on", "off", "uncertain"};
inline constexpr std::array<const char*, 5> class_names{"N", "S", "V", "F", "Q"};

template <class Enum, std::size_t N>
const char* name_in(const std::array<const char*, N>& names, Enum value) {
    return names.at(static_cast<std::size_t>(value));
}

/// The enumerator that a member names. Throws Error{data} when it is missing or none of them.
template <class Enum, std::size_t N>
Enum enum_at(const JsonValue& object, const char* key, const std::array<const char*, N>& names,
             const std::string& subject) {
    const std::string word = object.text_at(key).value_or("");
    for (std::size_t i = 0; i < N; ++i) {
        if (word == names[i]) {
            return static_cast<Enum>(i);
        }
    }
    throw Error{ErrorKind::data, subject + ": " + key + " \"" + word + "\" is not known"};
}

} // namespace ecg::formats
