// The row of each driver, made in its own file; registry.cpp puts them in a table.
#pragma once

#include "acquire/device/driver.hpp"

namespace ecg::acquire {

Driver ad8232();
Driver ads1292r();
Driver ads1293();
Driver berry_pm6750();
Driver bioharness();
Driver bitalino();
Driver bmd101();
Driver chords();
Driver csv();
Driver cyton();
Driver cyton_daisy();
Driver deckmount22();
Driver deckmount_text();
Driver healthypi3();
Driver healthypi4();
Driver healthypi5();
Driver healthypi5_batch();
Driver ibio();
Driver jsonl();
Driver knight();
Driver max30001();
Driver max30003();
Driver medlab_eg();
Driver olimex();
Driver pc80b();
Driver plotter();
Driver shimmer3();

} // namespace ecg::acquire
