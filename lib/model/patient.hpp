// Whose heart it is, as far as the input says.
#pragma once

#include <optional>
#include <string>

namespace ecg {

enum class Sex { female, male };

struct Patient {
    std::string name; ///< "" when not given, as every text here
    std::string id;
    std::optional<int> age; ///< years
    std::optional<Sex> sex;
    std::string phone;
    std::string address;
    std::string device_serial; ///< as the roadmap's user object has it

    friend bool operator==(const Patient&, const Patient&) = default;
};

} // namespace ecg
