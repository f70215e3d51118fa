// What a run would send, in words.
#pragma once

#include "sync/run_preview.hpp"

#include <string>
#include <vector>

namespace ecg {

/// For people: a line a request, and what would not go.
std::string as_text(const sync::RunPreview& preview);
/// A JSON line a request with the names of its files, and one of what would not go.
std::string as_json_lines(const sync::RunPreview& preview);

/// Each target under its name, and what it has already.
std::string as_text(const std::vector<sync::TargetPreview>& targets);
/// The same lines, each with its target.
std::string as_json_lines(const std::vector<sync::TargetPreview>& targets);

} // namespace ecg
