// What may be asked of a driver: "deckmount22:order=lsb,checksum=none".
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

struct OptionKey {
    std::string_view name;
    std::string_view fallback; ///< the default
    std::string_view choices;  ///< "none|sum5|sum1|xor|learn"; "" = a number; "*" = any text
    std::string_view words;
};

/// Every key of the driver with its value.
class DriverOptions {
public:
    DriverOptions() = default;

    explicit DriverOptions(std::map<std::string, std::string, std::less<>> values)
        : values_{std::move(values)} {}

    /// The value of a key that the driver has.
    [[nodiscard]] const std::string& text(std::string_view name) const;
    /// Of a key that is a number.
    [[nodiscard]] double number(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// "name" or "name:key=value,key=value" in its two parts.
struct DriverChoice {
    std::string name;
    std::map<std::string, std::string, std::less<>> given;
};

/// Throws Error{usage} when a part is not key=value or a key is there twice.
DriverChoice parse_driver_choice(std::string_view text);

/// The given values over the defaults. Throws Error{usage} naming the driver, the key and what it
/// may be.
DriverOptions options_of(std::string_view driver, std::span<const OptionKey> keys,
                         const DriverChoice& choice);

} // namespace ecg::acquire
