#include "config/keys.hpp"

namespace ecg::config {

std::span<const Key> known_keys() {
    static const std::vector<Key> keys{
        {"home", "ECG_HOME", "", "", {}},
        {"analyze.powerline", "ECG_POWERLINE", "--powerline", "auto", {"auto", "off", "50", "60"}},
        {"report.layout",
         "ECG_LAYOUT",
         "--layout",
         "3x4+1",
         {"3x4+1", "3x4+3", "6x2", "6x2+1", "12x1", "4x3", "medians", "strips", "trend"},
         false,
         true},
        {"report.paper", "ECG_PAPER", "--paper", "a4", {"a4", "letter"}},
        {"report.orientation",
         "ECG_ORIENTATION",
         "--orientation",
         "auto",
         {"auto", "landscape", "portrait"}},
        {"report.speed_mm_per_s", "ECG_SPEED", "--speed", "auto", {"auto", "12.5", "25", "50"}},
        {"report.gain_mm_per_mv", "ECG_GAIN", "--gain", "auto", {"auto", "5", "10", "20"}},
        {"report.chest_gain_mm_per_mv",
         "ECG_CHEST_GAIN",
         "--chest-gain",
         "same",
         {"same", "5", "10", "20"}},
        {"report.lead_order",
         "ECG_LEAD_ORDER",
         "--lead-order",
         "standard",
         {"standard", "cabrera"}},
        {"report.columns",
         "ECG_COLUMNS",
         "--columns",
         "auto",
         {"auto", "simultaneous", "sequential"}},
        {"report.grid", "ECG_GRID", "--grid", "pink", {"pink", "grey", "none"}},
        {"report.rhythm_lead",
         "ECG_RHYTHM_LEAD",
         "--rhythm-lead",
         "II",
         {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}},
        {"report.font", "ECG_FONT", "--font", "", {}},
        {"serve.bcrypt_cost",
         "ECG_SERVE_BCRYPT_COST",
         "",
         "12",
         {"10", "11", "12", "13", "14", "15", "16"}},
    };
    return keys;
}

} // namespace ecg::config
