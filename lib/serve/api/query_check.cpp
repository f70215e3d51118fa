#include "serve/api/query_check.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"

namespace ecg::serve {
namespace {

/// The value as JSON, so that one schema checks bodies and queries alike. "" for text that should
/// be a number and is none.
std::string json_of(const std::string& text, Schema::Type type) {
    if (type == Schema::Type::integer || type == Schema::Type::number) {
        const bool is_number = type == Schema::Type::integer ? parse_integer(text).has_value()
                                                             : parse_number(text).has_value();
        return is_number ? text.substr(text.starts_with('+') ? 1 : 0) : "";
    }
    std::string json;
    JsonWriter{json}.value(text);
    return json;
}

std::vector<Problem> problems_of_text(const std::string& text, const QueryParameter& parameter) {
    const std::string json = json_of(text, parameter.schema.type);
    if (json.empty()) {
        return {{parameter.name, "must be a number", true}};
    }
    JsonReader reader;
    std::vector<Problem> problems;
    try {
        problems = problems_of(reader.parse(json, parameter.name), parameter.schema);
    } catch (const Error&) {
        return {{parameter.name, "must be a number", true}}; // "007": no number of JSON
    }
    for (Problem& problem : problems) {
        problem.field = parameter.name;
        problem.wrong_form = true;
    }
    return problems;
}

} // namespace

CheckedQuery check_query(std::string_view query, const std::vector<QueryParameter>& parameters) {
    CheckedQuery checked;
    for (const QueryParameter& parameter : parameters) {
        const auto value = query_value(query, parameter.name);
        if (!value) {
            if (has_query(query, parameter.name)) {
                checked.problems.push_back({parameter.name, "is no text", true});
            }
            continue;
        }
        std::vector<Problem> problems = problems_of_text(*value, parameter);
        checked.problems.insert(checked.problems.end(), problems.begin(), problems.end());
        checked.values[parameter.name] = *value;
    }
    return checked;
}

} // namespace ecg::serve
