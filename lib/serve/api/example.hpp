// An example of what a schema describes, for the documentation.
#pragma once

#include "common/json_writer.hpp"
#include "serve/api/schema.hpp"

#include <string>

namespace ecg::serve {

/// Writes a value that fits schema. A member whose name is known has an invented value that
/// patients, devices and hearts could have.
void write_example(JsonWriter& json, const Schema& schema);

/// The same with lines and blanks, for people.
std::string example_text(const Schema& schema);

} // namespace ecg::serve
