// Changes that came with an Idempotency-Key, and what became of them.
#pragma once

#include "serve/store/changes.hpp"
#include "serve/store/database.hpp"

#include <optional>

namespace ecg::serve {

/// The outcome of the write that came first with that actor's key, as repeated; key_reused when
/// that was another request. Absent when there was none.
std::optional<Outcome> recall_outcome(Database& database, const Write& write);

/// Within the transaction that makes the change.
void remember_outcome(Database& database, const Write& write, const Outcome& outcome, Moment now);

/// Forgets keys of more than seven days ago and refresh tokens that ran out then, a few hundred
/// at a time. Returns whether there may be more.
bool forget_old(Database& database, Moment now);

} // namespace ecg::serve
