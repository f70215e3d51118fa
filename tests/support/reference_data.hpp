// Where the public reference recordings lie; tests that need them are skipped by name elsewhere.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace ecg::test {

/// The folder $ECG_REFERENCE_DATA/set. Absent when it is not there; the test then says so with
/// SKIP_WITHOUT_DATA and passes.
std::optional<std::filesystem::path> reference_data(const std::string& set);

} // namespace ecg::test

/// Leaves the test, visibly, when the data set is not at hand.
#define SKIP_WITHOUT_DATA(found, set)                                                              \
    if (!(found)) {                                                                                \
        WARN("skipped: no folder " set " in $ECG_REFERENCE_DATA");                                 \
        return;                                                                                    \
    }
