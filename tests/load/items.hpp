// What is sent: made of the session and a number, so that it can be known again.
#pragma once

#include "common/json_reader.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::load {

enum class Kind { metrics, waveform, report };
inline constexpr std::size_t kinds = 3;
std::string_view name_of(Kind kind);

struct Item {
    Kind kind{};
    std::int64_t n = 0; ///< 0, 1, 2 … of that kind in its session
};

/// "POST /api/v1/sessions/ID/metrics" and so on, without the token's header.
struct Post {
    std::string path;
    std::string content_type;
    std::string body;
};

/// Makes items and recognizes them. session: a number that no other session has.
class Items {
public:
    Items();

    [[nodiscard]] Post post(const Item& item, std::int64_t session,
                            const std::string& session_id) const;

    /// Which item a row of a session's timeline is, by its time or number. Absent: none of ours.
    [[nodiscard]] static std::optional<std::int64_t> number_of(Kind kind, const JsonValue& row);
    /// Whether the row holds what was sent, number for number. Reports: whether it is of this item.
    [[nodiscard]] bool is_same(const Item& item, std::int64_t session, const JsonValue& row) const;

    [[nodiscard]] static std::string pdf(std::int64_t session, std::int64_t n);

private:
    static constexpr std::size_t leads = 12, samples = 400, blocks = 16, marked = 4;

    /// Samples with the text of them: `"leads":{…}`.
    struct Block {
        std::array<std::vector<double>, leads> values;
        std::string text;
        std::array<std::size_t, leads> marks{}; ///< where in text a lead's marked samples begin
    };

    static Block block_of(std::size_t which);
    static std::array<double, marked> marks_of(std::int64_t session, std::int64_t n);

    std::vector<Block> blocks_;
};

} // namespace ecg::load
