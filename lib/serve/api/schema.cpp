#include "serve/api/schema.hpp"

#include "common/text.hpp"
#include "common/utf8.hpp"
#include "serve/api/moments.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_problems = 10;

/// "a text", "an object": what a type is called in messages.
std::string_view called(Schema::Type type) {
    switch (type) {
    case Schema::Type::text:
        return "a text";
    case Schema::Type::number:
        return "a number";
    case Schema::Type::integer:
        return "a whole number";
    case Schema::Type::boolean:
        return "true or false";
    case Schema::Type::array:
        return "a list";
    case Schema::Type::object:
        return "an object";
    case Schema::Type::any:
        break;
    }
    return "anything";
}

bool is_of(const JsonValue& value, Schema::Type type) {
    switch (type) {
    case Schema::Type::text:
        return value.kind() == JsonKind::text;
    case Schema::Type::number:
        return value.kind() == JsonKind::number;
    case Schema::Type::integer:
        return value.kind() == JsonKind::number && value.integer().has_value();
    case Schema::Type::boolean:
        return value.kind() == JsonKind::boolean;
    case Schema::Type::array:
        return value.kind() == JsonKind::array;
    case Schema::Type::object:
        return value.kind() == JsonKind::object;
    case Schema::Type::any:
        break;
    }
    return true;
}

/// "must be 1 to 10 characters long" and its like, for either end that is set.
std::string within(std::size_t shortest, std::size_t longest, std::string_view what) {
    const std::string unit{what};
    if (longest == std::numeric_limits<std::size_t>::max()) {
        return "must have at least " + std::to_string(shortest) + " " + unit;
    }
    return "must have " + std::to_string(shortest) + " to " + std::to_string(longest) + " " + unit;
}

std::string within(const Schema& schema) {
    if (!schema.most) {
        return "must be at least " + format_number(*schema.least, 6);
    }
    if (!schema.least) {
        return "must be at most " + format_number(*schema.most, 6);
    }
    return "must be " + format_number(*schema.least, 6) + " to " + format_number(*schema.most, 6);
}

/// Where a value stands, put into words only when there is something to say of it.
struct Place {
    const Place* within = nullptr; ///< absent of the whole body
    std::string_view name{};       ///< of a member
    std::size_t number = 0;        ///< of an element, where it has no name

    [[nodiscard]] std::string text() const {
        if (within == nullptr) {
            return "";
        }
        std::string text = within->text();
        if (name.data() == nullptr) {
            return text.append("[").append(std::to_string(number)).append("]");
        }
        return text.append(text.empty() ? "" : ".").append(name);
    }
};

/// The names that an object has. Few of them need no memory of their own.
class NamesSeen {
public:
    /// Whether it is the first of that name.
    bool add(std::string_view name) {
        if (contains(name)) {
            return false;
        }
        if (count_ < first_.size()) {
            first_[count_++] = name;
        } else {
            further_.insert(name);
        }
        return true;
    }

    [[nodiscard]] bool contains(std::string_view name) const {
        const auto end = first_.begin() + static_cast<std::ptrdiff_t>(count_);
        return std::find(first_.begin(), end, name) != end || further_.contains(name);
    }

private:
    std::array<std::string_view, 16> first_;
    std::size_t count_ = 0;
    std::set<std::string_view> further_;
};

class Checker {
public:
    std::vector<Problem> take() { return std::move(problems_); }

    void check(const JsonValue& value, const Schema& schema, const Place& place) {
        if (problems_.size() >= most_problems) {
            return;
        }
        if (!is_of(value, schema.type)) {
            add(place, "must be " + std::string{called(schema.type)}, true);
            return;
        }
        switch (value.kind()) {
        case JsonKind::text:
            check_text(*value.text(), schema, place);
            break;
        case JsonKind::number:
            check_number(*value.number(), schema, place);
            break;
        case JsonKind::array:
            if (!schema.passed_over) {
                check_array(value, schema, place);
            }
            break;
        case JsonKind::object:
            check_object(value, schema, place);
            break;
        default:
            break;
        }
    }

private:
    void add(const Place& place, std::string message, bool wrong_form) {
        if (problems_.size() < most_problems) {
            problems_.push_back({place.text(), std::move(message), wrong_form});
        }
    }

    void check_text(std::string_view text, const Schema& schema, const Place& place) {
        if (text.find('\0') != std::string_view::npos) {
            add(place, "must not hold a NUL character", true);
        } else if (const std::size_t length = count_characters(text);
                   length < schema.shortest || length > schema.longest) {
            add(place, within(schema.shortest, schema.longest, "characters"), true);
        } else if (!schema.choices.empty() &&
                   std::find(schema.choices.begin(), schema.choices.end(), text) ==
                       schema.choices.end()) {
            std::string list;
            for (const std::string& choice : schema.choices) {
                list += (list.empty() ? "" : ", ") + choice;
            }
            add(place, "must be one of " + list, true);
        } else if (schema.fits != nullptr && !schema.fits(text)) {
            add(place, "must be " + schema.fitting, true);
        }
    }

    void check_number(double number, const Schema& schema, const Place& place) {
        if ((schema.least && number < *schema.least) || (schema.most && number > *schema.most)) {
            add(place, within(schema), false);
        }
    }

    void check_array(const JsonValue& value, const Schema& schema, const Place& place) {
        std::size_t count = 0;
        value.each_element([&](const JsonValue& element) {
            const Place here{&place, {}, count};
            ++count;
            if (count <= schema.longest) {
                check(element, schema.elements ? *schema.elements : anything_, here);
            }
        });
        if (count < schema.shortest || count > schema.longest) {
            add(place, within(schema.shortest, schema.longest, "elements"), false);
        }
    }

    void check_object(const JsonValue& value, const Schema& schema, const Place& place) {
        NamesSeen seen;
        value.each_member([&](std::string_view name, const JsonValue& member) {
            const Place here{&place, name};
            if (!seen.add(name)) {
                add(here, "stands there twice", true);
                return;
            }
            const auto known = std::find_if(schema.members.begin(), schema.members.end(),
                                            [&](const Member& m) { return m.name == name; });
            const bool is_null = member.kind() == JsonKind::null;
            if (known == schema.members.end()) {
                check_unknown(member, here);
            } else if (!is_null || known->required) {
                check(member, known->schema, here);
            }
        });
        for (const Member& member : schema.members) {
            if (member.required && !seen.contains(member.name)) {
                add({&place, member.name}, "is missing", true);
            }
        }
    }

    /// Long lists of numbers are passed over: they hold no key.
    void check_unknown(const JsonValue& value, const Place& place) {
        if (value.kind() == JsonKind::object || value.kind() == JsonKind::text) {
            check(value, anything_, place);
        } else if (value.kind() == JsonKind::array) {
            value.each_element([&](const JsonValue& element) { check_unknown(element, place); });
        }
    }

    const Schema anything_{};
    std::vector<Problem> problems_;
};

} // namespace

std::vector<Problem> problems_of(const JsonValue& value, const Schema& schema) {
    Checker checker;
    checker.check(value, schema, {});
    return checker.take();
}

Schema text_of(std::size_t shortest, std::size_t longest, std::string description) {
    Schema schema;
    schema.type = Schema::Type::text;
    schema.shortest = shortest;
    schema.longest = longest;
    schema.description = std::move(description);
    return schema;
}

Schema number_of(double least, double most, std::string description) {
    Schema schema;
    schema.type = Schema::Type::number;
    schema.least = least;
    schema.most = most;
    schema.description = std::move(description);
    return schema;
}

Schema integer_of(double least, double most, std::string description) {
    Schema schema = number_of(least, most, std::move(description));
    schema.type = Schema::Type::integer;
    return schema;
}

Schema object_of(std::vector<Member> members, std::string description) {
    Schema schema;
    schema.type = Schema::Type::object;
    schema.members = std::move(members);
    schema.description = std::move(description);
    return schema;
}

Schema list_of(Schema elements, std::size_t shortest, std::size_t longest,
               std::string description) {
    Schema schema;
    schema.type = Schema::Type::array;
    schema.elements = std::make_shared<const Schema>(std::move(elements));
    schema.shortest = shortest;
    schema.longest = longest;
    schema.description = std::move(description);
    return schema;
}

Schema flag_of(std::string description) {
    Schema schema;
    schema.type = Schema::Type::boolean;
    schema.description = std::move(description);
    return schema;
}

Schema choice_of(std::vector<std::string> choices, std::string description) {
    Schema schema;
    schema.type = Schema::Type::text;
    schema.choices = std::move(choices);
    schema.description = std::move(description);
    return schema;
}

Schema moment_of(std::string description) {
    Schema schema = text_of(1, 40, std::move(description));
    schema.fitting = "a moment with its zone, as in RFC 3339";
    schema.format = "date-time";
    schema.fits = [](std::string_view text) { return parse_moment(text).has_value(); };
    return schema;
}

Schema anything(std::string description) {
    Schema schema;
    schema.description = std::move(description);
    return schema;
}

Member required(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), true};
}

Member optional(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), false};
}

} // namespace ecg::serve
