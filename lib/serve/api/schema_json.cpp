#include "serve/api/schema.hpp"

namespace ecg::serve {
namespace {

std::string_view name_of(Schema::Type type) {
    switch (type) {
    case Schema::Type::text:
        return "string";
    case Schema::Type::number:
        return "number";
    case Schema::Type::integer:
        return "integer";
    case Schema::Type::boolean:
        return "boolean";
    case Schema::Type::array:
        return "array";
    case Schema::Type::object:
        return "object";
    case Schema::Type::any:
        break;
    }
    return "";
}

void write_lengths(JsonWriter& json, const Schema& schema) {
    const bool is_text = schema.type == Schema::Type::text;
    if (schema.shortest > 0) {
        json.member(is_text ? "minLength" : "minItems", schema.shortest);
    }
    if (schema.longest != std::numeric_limits<std::size_t>::max()) {
        json.member(is_text ? "maxLength" : "maxItems", schema.longest);
    }
}

void write_members(JsonWriter& json, const std::vector<Member>& members) {
    json.key("properties").begin_object();
    bool any_required = false;
    for (const Member& member : members) {
        json.key(member.name);
        write_schema(json, member.schema);
        any_required = any_required || member.required;
    }
    json.end_object();
    if (any_required) {
        json.key("required").begin_array();
        for (const Member& member : members) {
            if (member.required) {
                json.value(member.name);
            }
        }
        json.end_array();
    }
}

} // namespace

void write_schema(JsonWriter& json, const Schema& schema) {
    json.begin_object();
    json.text_unless_empty("type", name_of(schema.type));
    json.text_unless_empty("description", schema.description);
    json.text_unless_empty("format", schema.format);
    write_lengths(json, schema);
    if (schema.least) {
        json.key("minimum").number(*schema.least);
    }
    if (schema.most) {
        json.key("maximum").number(*schema.most);
    }
    if (!schema.choices.empty()) {
        json.key("enum").begin_array();
        for (const std::string& choice : schema.choices) {
            json.value(choice);
        }
        json.end_array();
    }
    if (schema.elements) {
        json.key("items");
        write_schema(json, *schema.elements);
    }
    if (!schema.members.empty()) {
        write_members(json, schema.members);
    }
    json.end_object();
}

} // namespace ecg::serve
