// What a run would send, in words.
#pragma once

#include "sync/run_preview.hpp"

#include <string>

namespace ecg {

/// For people: a line a request, and what would not go.
std::string as_text(const sync::RunPreview& preview);
/// A JSON line a request with the names of its files, and one of what would not go.
std::string as_json_lines(const sync::RunPreview& preview);

} // namespace ecg
