// Readers of bodies that are kept for the next one, for their buffers are many times the body.
#pragma once

#include "common/json_reader.hpp"

#include <cstddef>
#include <memory>

namespace ecg::serve {

inline constexpr std::size_t deepest_body = 16; ///< arrays and objects within each other

/// A reader for a body of so many bytes. When it is let go of, on any thread, it serves another
/// there.
std::shared_ptr<JsonReader> borrow_reader(std::size_t bytes);

} // namespace ecg::serve
