// The flags of every tool that opens recordings: what a file may fail to say of itself.
#pragma once

#include "formats/open_recording.hpp"

namespace CLI {
class App;
}

namespace ecg {

/// --rate, --unit and --leads. settings must outlive app.
void add_input_flags(CLI::App& app, formats::OpenSettings& settings);

} // namespace ecg
