// What a tool says to a person: single lines on standard error.
#pragma once

#include <string_view>

namespace ecg::cli {

/// Begins every later message, and is set by run_tool: "ecg-analyze".
void set_tool_name(std::string_view name);

/// "ecg-analyze: text" on standard error, whole, after wiping a progress bar. Any thread may call.
void tell(std::string_view text);

/// Shows text where the cursor stands until the next tell or status; "" wipes it.
/// Nothing at all unless standard error is a terminal.
void show_status(std::string_view text);

/// Whether standard error is a terminal.
bool person_watches();

} // namespace ecg::cli
