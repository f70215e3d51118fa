// What a tool says to a person: single lines on standard error.
#pragma once

#include <functional>
#include <string_view>

namespace ecg::cli {

/// Begins every later message, and is set by run_tool: "ecg-analyze".
void set_tool_name(std::string_view name);

/// "ecg-analyze: text" on standard error, whole, after wiping a progress bar. Any thread may call.
void tell(std::string_view text);

/// What is told from now on goes to listener instead, while the screen is somebody's; an empty one
/// ends that. It may be called by any thread, and must not tell.
void tell_instead(std::function<void(std::string_view)> listener);

/// Shows text where the cursor stands until the next tell or status; "" wipes it.
/// Nothing at all unless standard error is a terminal.
void show_status(std::string_view text);

/// Whether standard error is a terminal.
bool person_watches();

} // namespace ecg::cli
