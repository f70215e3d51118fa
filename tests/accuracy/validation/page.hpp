// VALIDATION.md: the chapters that were asked for, and a summary before them.
#pragma once

#include "accuracy/validation/request.hpp"

#include <string>

namespace ecg::accuracy {

/// Throws Error{data} when a folder or a file of the reference data is missing or bad.
std::string validation_page(const Request& request);

} // namespace ecg::accuracy
