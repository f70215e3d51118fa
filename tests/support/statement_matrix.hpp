// Which statements each synthetic heart is to get: the rows of a confusion matrix.
#pragma once

#include "synth/settings.hpp"

#include <set>
#include <string>
#include <vector>

namespace ecg::test {

using Codes = std::set<std::string, std::less<>>;

/// One synthetic heart and the statements it is to get.
struct MatrixRow {
    std::string name; ///< of the preset
    Codes says;       ///< must be said, and nothing else but …
    Codes may;        ///< … what is true beside it
    Codes says_at_80; ///< the same where 80 Hz cannot carry the shape
    bool holds;       ///< false: not yet; the table shows it, no test asks for it
};

const std::vector<MatrixRow>& matrix_rows();

struct MatrixSetting {
    double rate_hz;
    bool noisy; ///< 30 µV rms of muscle noise and 0.15 mV of wander
};

/// 80, 250 and 500 Hz, clean and noisy.
const std::vector<MatrixSetting>& matrix_settings();

/// What the analysis says of forty seconds of the row's heart, but for what goes with every other
/// statement: on the whole ECG, on bandwidth and age, and on what is not judged.
Codes said_of(const MatrixRow& row, const MatrixSetting& setting);

/// What says and may leave wrong: codes that are missing, with a minus, and that are too many.
std::string wrong_codes(const MatrixRow& row, const MatrixSetting& setting, const Codes& said);

} // namespace ecg::test
