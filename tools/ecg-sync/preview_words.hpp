// What a run would send, in words.
#pragma once

#include "sync/run_preview.hpp"

#include <string>
#include <vector>

namespace ecg {

/// For people: each target under its name, a line a request, what would not go and what it has
/// already.
std::string as_text(const std::vector<sync::TargetPreview>& targets);
/// A JSON line a request with the names of its files, and one of what would not go, each with its
/// target.
std::string as_json_lines(const std::vector<sync::TargetPreview>& targets);

} // namespace ecg
