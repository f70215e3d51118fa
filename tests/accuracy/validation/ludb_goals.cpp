#include "accuracy/validation/ludb_goals.hpp"

namespace ecg::accuracy {
namespace {

using enum Goal::Sense;

// "U-Net" was trained on windows of LUDB itself: its figures here are contaminated.
LudbGoals at_500() {
    return {{{1, {"F1 of P, %", at_least, 97.5, "U-Net 98.3, ECGdeli 91.4, wavedel 90.8"}},
             {4, {"F1 of QRS, %", at_least, 99.85, "ECGdeli 99.94, U-Net 99.93, wavedet 99.83"}},
             {7, {"F1 of T, %", at_least, 99.2, "U-Net 99.4, wavedet 96.8, ECGdeli 96.7"}}},
            {{0, {"mean of P on, ms", within, 4, "NeuroKit2 cwt -5.2, U-Net 3.2, wavedet -18.0"}},
             {2, {"mean of P off, ms", within, 4, "U-Net -4.2, wavedet -9.2, ECGdeli 23.3"}},
             {3, {"mean of QRS on, ms", within, 4, "U-Net 1.7, wavedet 1.7, ECGdeli -9.7"}},
             {5, {"mean of QRS off, ms", within, 4, "U-Net -1.0, wavedet -3.4, ECGdeli 18.7"}},
             {8, {"mean of T off, ms", within, 4, "wavedet 3.0, U-Net -7.2, ECGdeli 10.4"}}},
            {{0, {"SD of P on, ms", at_most, 15, "U-Net 16.6, wavedet 32.0, ECGdeli 33.6"}},
             {2, {"SD of P off, ms", at_most, 13, "U-Net 13.1, wavedet 22.6, ECGdeli 25.5"}},
             {3, {"SD of QRS on, ms", at_most, 8.5, "U-Net 8.4, wavedet 15.5, ECGdeli 15.8"}},
             {5, {"SD of QRS off, ms", at_most, 9.5, "U-Net 9.9, wavedet 15.6, ECGdeli 21.8"}},
             {8, {"SD of T off, ms", at_most, 20, "U-Net 22.0, wavedet 30.7, ECGdeli 37.0"}}},
            {"wavedet -15.7 ± 13.1, U-Net -13.7 ± 10.1, ECGdeli 10.5 ± 12.9",
             "wavedet 4.0 ± 10.2, U-Net -0.7 ± 7.5, ECGdeli 4.0 ± 10.8",
             "wavedet -8.3 ± 11.8, U-Net -10.5 ± 8.2, ECGdeli 2.2 ± 14.4",
             "wavedet -10.9 ± 19.7, U-Net -15.6 ± 10.7, ECGdeli -10.5 ± 28.5"}};
}

LudbGoals at_80() {
    return {{{1, {"F1 of P, %", at_least, {}, "U-Net 98.2, NeuroKit2 dwt 88.2"}},
             {4, {"F1 of QRS, %", at_least, {}, "U-Net 99.89, NeuroKit2 97.6"}},
             {7, {"F1 of T, %", at_least, {}, "U-Net 99.3, NeuroKit2 prominence 94.2"}}},
            {{0, {"mean of P on, ms", within, 4, "U-Net 3.2, NeuroKit2 prominence 1.9"}},
             {2, {"mean of P off, ms", within, 4, "U-Net -4.3, NeuroKit2 prominence 0.6"}},
             {3, {"mean of QRS on, ms", within, 4, "U-Net 1.2, NeuroKit2 prominence -3.5"}},
             {5, {"mean of QRS off, ms", within, 4, "U-Net -0.7, NeuroKit2 dwt 3.5"}},
             {8, {"mean of T off, ms", within, 4, "U-Net -7.4, NeuroKit2 prominence 9.4"}}},
            {{0, {"SD of P on, ms", at_most, 17, "U-Net 16.7, NeuroKit2 prominence 38.7"}},
             {2, {"SD of P off, ms", at_most, 15, "U-Net 13.2, NeuroKit2 prominence 37.5"}},
             {3, {"SD of QRS on, ms", at_most, 10, "U-Net 8.5, NeuroKit2 prominence 21.9"}},
             {5, {"SD of QRS off, ms", at_most, 11, "U-Net 10.1, NeuroKit2 prominence 26.1"}},
             {8, {"SD of T off, ms", at_most, 22, "U-Net 22.4, NeuroKit2 prominence 34.4"}}},
            {"", "", "", ""}};
}

} // namespace

LudbGoals ludb_goals(bool at_80_hz) {
    return at_80_hz ? at_80() : at_500();
}

} // namespace ecg::accuracy
