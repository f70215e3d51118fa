#include "list_criteria.hpp"

#include "analyze/interpret/criteria.hpp"
#include "common/json_writer.hpp"

#include <algorithm>
#include <vector>

namespace ecg {
namespace {

namespace criteria = analyze::criteria;

constexpr int decimals = 2;

/// ">= 120 ms"
std::string limit_of(const criteria::Criterion& criterion) {
    std::string text{analyze::symbol_of(criterion.sense)};
    text.append(" ").append(format_number(criterion.limit, decimals));
    if (!criterion.unit.empty() && !criterion.unit.starts_with('/')) {
        text += ' ';
    }
    return text.append(criterion.unit);
}

std::string padded(std::string_view text, std::size_t width) {
    std::string cell{text};
    cell.resize(std::max(width, cell.size()), ' ');
    return cell;
}

} // namespace

std::string criteria_table() {
    std::size_t id_width = 0;
    std::size_t limit_width = 0;
    for (const auto& criterion : criteria::all) {
        id_width = std::max(id_width, criterion.id.size());
        limit_width = std::max(limit_width, limit_of(criterion).size());
    }
    std::string text;
    for (const auto& criterion : criteria::all) {
        text += padded(criterion.id, id_width + 2) + padded(limit_of(criterion), limit_width + 2);
        text.append(criterion.source).append("\n");
    }
    return text;
}

std::string criteria_lines() {
    std::string text;
    for (const auto& criterion : criteria::all) {
        JsonWriter json{text};
        json.begin_object().member("schema", "ecg.criterion/1").member("id", criterion.id);
        json.member("sense", analyze::symbol_of(criterion.sense));
        json.member("limit", criterion.limit, decimals);
        json.text_unless_empty("unit", criterion.unit).member("source", criterion.source);
        json.end_object();
        text += '\n';
    }
    return text;
}

} // namespace ecg
