// `ecg analyze …` becomes `ecg-analyze …`, as git does it.
#pragma once

namespace ecg {

/// Replaces this process by the tool that argv names. Returns an exit code only for --help,
/// --version and when there is no such tool.
int dispatch(int argc, char** argv);

} // namespace ecg
