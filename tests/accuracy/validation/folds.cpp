#include "accuracy/validation/folds.hpp"

#include "analyze/delineate/network.hpp"

#include <charconv>

namespace ecg::accuracy {
namespace {

constexpr std::size_t fold_count = 4;

} // namespace

Folds::Folds(const std::filesystem::path& folder) {
    for (std::size_t fold = 0; fold < fold_count; ++fold) {
        const auto file = folder / ("fold-" + std::to_string(fold) + ".weights");
        if (std::filesystem::exists(file)) {
            networks_[fold] = analyze::read_network(file.string());
        }
    }
}

bool Folds::can_hold_out(const std::string& record) const {
    const auto fold = fold_of(record);
    return !fold || networks_.contains(*fold);
}

std::shared_ptr<const analyze::Network> Folds::network_for(const std::string& record) const {
    const auto fold = fold_of(record);
    return fold ? networks_.at(*fold) : nullptr;
}

std::optional<std::size_t> fold_of(const std::string& record) {
    std::size_t number = 0;
    const auto end = std::from_chars(record.data(), record.data() + record.size(), number);
    if (end.ptr != record.data() + record.size() || number % 2 == 0) {
        return std::nullopt;
    }
    return (number - 1) / 2 % fold_count;
}

} // namespace ecg::accuracy
