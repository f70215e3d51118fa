#include "config/keys.hpp"

namespace ecg::config {

std::span<const Key> known_keys() {
    static const std::vector<Key> keys{
        {"home", "ECG_HOME", "", "", {}},
        {"analyze.powerline", "ECG_POWERLINE", "--powerline", "auto", {"auto", "off", "50", "60"}},
        {"report.paper", "ECG_PAPER", "--paper", "a4", {"a4", "letter"}},
        {"report.speed_mm_per_s", "ECG_SPEED", "--speed", "25", {"12.5", "25", "50"}},
        {"report.gain_mm_per_mv", "ECG_GAIN", "--gain", "10", {"5", "10", "20"}},
        {"report.rhythm_lead",
         "ECG_RHYTHM_LEAD",
         "--rhythm-lead",
         "II",
         {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}},
        {"report.font", "ECG_FONT", "--font", "", {}},
    };
    return keys;
}

} // namespace ecg::config
