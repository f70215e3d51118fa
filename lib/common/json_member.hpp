// Where a member's value stands in the text of a JSON object, to the byte, and whether all of it is
// there.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace ecg {

struct JsonPlace {
    std::size_t first = 0; ///< of the value's bytes
    std::size_t count = 0;
};

/// The value of the first member of the outermost object that is called so. text must be a JSON
/// object that JsonReader takes. Absent when there is none, or when its name is written with
/// escapes.
std::optional<JsonPlace> place_of_member(std::string_view text, std::string_view name);

/// All members of such an object, for whoever asks for several: a line of samples is long. text
/// must outlive it.
class JsonMembers {
public:
    explicit JsonMembers(std::string_view text);

    /// As place_of_member() has it.
    [[nodiscard]] std::optional<JsonPlace> find(std::string_view name) const;
    /// The value's bytes; "" when there is none.
    [[nodiscard]] std::string_view text(std::string_view name) const;

private:
    struct Member {
        std::string_view name;
        JsonPlace place;
    };

    std::string_view text_;
    std::vector<Member> members_;
};

/// Whether text begins with a JSON object that is still open at its end: it was cut there.
bool is_cut_object(std::string_view text);

} // namespace ecg
