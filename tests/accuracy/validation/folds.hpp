// Weights of the delineator that never saw a record of LUDB, to score that record by.
#pragma once

#include "analyze/analyze.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace ecg::accuracy {

/// The delineator learned from the odd records of LUDB. They are dealt out in turn to four folds
/// (1, 3, 5, 7, 9 … to fold 0, 1, 2, 3, 0 …), and fold-K.weights learned from all but those of
/// fold K. Some folds may have no weights; their records cannot be held out.
class Folds {
public:
    /// What is in the folder; nothing where there is no such folder. Throws Error{data}.
    explicit Folds(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const { return networks_.empty(); }

    /// Whether there are weights that did not learn from that record.
    [[nodiscard]] bool can_hold_out(const std::string& record) const;

    /// Those weights. Null, which means the library's own, where nothing learned from the record.
    [[nodiscard]] std::shared_ptr<const analyze::Network>
    network_for(const std::string& record) const;

private:
    std::map<std::size_t, std::shared_ptr<const analyze::Network>> networks_;
};

/// The fold that a record was dealt to; absent for records that nothing learned from.
std::optional<std::size_t> fold_of(const std::string& record);

} // namespace ecg::accuracy
