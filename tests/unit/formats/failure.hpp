// The message of what an action throws, to compare it.
#pragma once

#include "common/error.hpp"

#include <string>

namespace ecg::test {

/// What action throws as an ecg::Error; "" when it throws none.
template <class Action> std::string failure_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace ecg::test
