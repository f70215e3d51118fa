// Keys that the API does not know are kept: nothing that a client sent is lost.
#pragma once

#include "common/json_reader.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace ecg::serve {

class ExtraKeys {
public:
    /// json is a JSON value.
    void add(std::string_view key, std::string_view json);
    /// All members of body but those that are known.
    void add_unknown(const JsonValue& body, std::initializer_list<std::string_view> known);

    /// A JSON object of them all; "" when there is none.
    [[nodiscard]] std::string json() const;

private:
    std::string members_;
};

/// The JSON of a member that is an object; "" when there is none, or null.
std::string object_json(const JsonValue& body, std::string_view key);

} // namespace ecg::serve
