#include "load/ledger.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace ecg::load {
namespace {

std::int64_t number_in(std::string_view id) {
    const std::size_t line = id.rfind('_');
    return line == std::string_view::npos ? 0 : parse_integer(id.substr(line + 1)).value_or(0);
}

std::string_view id_key(Kind kind) {
    return kind == Kind::metrics    ? "metrics_id"
           : kind == Kind::waveform ? "waveform_id"
                                    : "report_id";
}

void tell(Findings& findings, std::string_view what, Kind kind, std::int64_t session,
          std::int64_t n) {
    if (findings.example.empty()) {
        findings.example.append(name_of(kind)).append(" ").append(std::to_string(n));
        findings.example.append(" of session ").append(std::to_string(session));
        findings.example.append(" ").append(what);
    }
}

} // namespace

void Findings::add(const Findings& other) {
    read += other.read;
    lost += other.lost;
    twice += other.twice;
    wrong += other.wrong;
    unanswered += other.unanswered;
    if (example.empty()) {
        example = other.example;
    }
}

Item Ledger::next(Kind kind) {
    auto& entries = entries_[static_cast<std::size_t>(kind)];
    entries.emplace_back();
    return {kind, static_cast<std::int64_t>(entries.size()) - 1};
}

void Ledger::acknowledge(const Item& item, std::string_view id) {
    entries_[static_cast<std::size_t>(item.kind)][static_cast<std::size_t>(item.n)].id =
        number_in(id);
}

void Ledger::see(Kind kind, const JsonValue& row) {
    auto& entries = entries_[static_cast<std::size_t>(kind)];
    const auto n = Items::number_of(kind, row);
    if (!n || *n < 0 || *n >= static_cast<std::int64_t>(entries.size())) {
        ++strange_.wrong;
        tell(strange_, "was never sent", kind, session_, n.value_or(-1));
        return;
    }
    Entry& entry = entries[static_cast<std::size_t>(*n)];
    ++entry.seen;
    entry.seen_id = number_in(row.text_at(id_key(kind)).value_or(""));
    entry.same = entry.same && items_->is_same({kind, *n}, session_, row);
}

void Ledger::see_file(std::int64_t n, std::string_view bytes) {
    auto& entries = entries_[static_cast<std::size_t>(Kind::report)];
    Entry& entry = entries[static_cast<std::size_t>(n)];
    entry.same = entry.same && bytes == Items::pdf(session_, n);
}

std::vector<std::pair<std::int64_t, std::int64_t>> Ledger::reports() const {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    const auto& entries = entries_[static_cast<std::size_t>(Kind::report)];
    for (std::size_t n = 0; n < entries.size(); ++n) {
        if (entries[n].seen > 0) {
            all.emplace_back(entries[n].seen_id, static_cast<std::int64_t>(n));
        }
    }
    return all;
}

Findings Ledger::findings() const {
    Findings found = strange_;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        std::unordered_set<std::int64_t> ids;
        for (std::size_t n = 0; n < entries_[kind].size(); ++n) {
            const Entry& entry = entries_[kind][n];
            const auto fault = [&](std::int64_t& count, std::string_view what) {
                ++count;
                tell(found, what, static_cast<Kind>(kind), session_, static_cast<std::int64_t>(n));
            };
            found.read += entry.seen;
            if (entry.id != 0 && entry.seen == 0) {
                fault(found.lost, "was acknowledged and is not there");
            } else if (entry.seen > 1) {
                fault(found.twice, "is there more than once");
            } else if (entry.id != 0 && !ids.insert(entry.id).second) {
                fault(found.twice, "was acknowledged with another's id");
            } else if (entry.seen == 1 && !entry.same) {
                fault(found.wrong, "is there with other numbers");
            } else if (entry.seen == 1 && entry.id != 0 && entry.id != entry.seen_id) {
                fault(found.wrong, "is there with another id");
            }
            found.unanswered += entry.seen == 1 && entry.id == 0 ? 1 : 0;
        }
    }
    return found;
}

} // namespace ecg::load
