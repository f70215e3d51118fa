// ecg-acquire decode: bytes that were kept become session lines.
#pragma once

#include "device_flags.hpp"
#include "model/patient.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace ecg {

struct DecodeOptions {
    DeviceOptions device;
    Patient patient;
    std::string input;
    std::string output = "-";
    bool force = false;
    bool verbose = false;
    std::string session_id; ///< "" = the file's name
    std::string start;      ///< UTC of the first sample; "" = not known
};

/// chosen is called when the command is the one to run.
void add_decode(CLI::App& app, DecodeOptions& options, const std::function<void()>& chosen);

void decode_command(const DecodeOptions& options);

} // namespace ecg
