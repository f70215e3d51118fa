// The row of each driver, made in its own file; registry.cpp puts them in a table.
#pragma once

#include "acquire/device/driver.hpp"

namespace ecg::acquire {

Driver csv();
Driver chords();
Driver cyton();
Driver cyton_daisy();
Driver deckmount22();
Driver deckmount_text();
Driver knight();
Driver olimex();
Driver plotter();

} // namespace ecg::acquire
