#include "serve/api/extra_keys.hpp"

#include "common/json_writer.hpp"

#include <algorithm>

namespace ecg::serve {

void ExtraKeys::add(std::string_view key, std::string_view json) {
    members_ += members_.empty() ? "" : ",";
    JsonWriter{members_}.value(key);
    members_.append(":").append(json);
}

void ExtraKeys::add_unknown(const JsonValue& body, std::initializer_list<std::string_view> known) {
    body.each_member([&](std::string_view key, const JsonValue& value) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            add(key, value.json());
        }
    });
}

std::string ExtraKeys::json() const {
    return members_.empty() ? "" : "{" + members_ + "}";
}

std::string object_json(const JsonValue& body, std::string_view key) {
    const auto found = body.find(key);
    return found && found->kind() == JsonKind::object ? found->json() : "";
}

} // namespace ecg::serve
