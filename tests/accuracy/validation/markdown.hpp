// Tables and numbers as Markdown has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// Fixed decimals; an en dash for what is absent.
std::string figure(const std::optional<double>& value, int decimals = 2);
std::string figure(double value, int decimals = 2);
std::string figure(std::int64_t count);

/// Pipes and dashes. Columns of numbers stand right, the others left.
class Table {
public:
    explicit Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    /// Padded to even columns, with an empty line behind it.
    [[nodiscard]] std::string text() const;

private:
    [[nodiscard]] bool stands_right(std::size_t column) const;
    [[nodiscard]] std::size_t width(std::size_t column) const;

    std::vector<std::vector<std::string>> rows_;
};

} // namespace ecg::accuracy
