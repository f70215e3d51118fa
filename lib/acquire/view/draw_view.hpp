// The whole picture of a recording that runs: what is measured above, the leads, what is said
// below.
#pragma once

#include "acquire/session/alert.hpp"
#include "acquire/view/picture.hpp"
#include "acquire/view/signal_window.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// What the person has chosen.
struct ViewWishes {
    int first_lead = 0;
    int gain = 0;  ///< steps, larger
    int speed = 0; ///< steps, faster
    bool frozen = false;
    bool unicode = true;
};

/// What there is to say beside the signal.
struct ViewFacts {
    std::optional<BeatsPerMinute> heart_rate; ///< of the last 10 s
    Seconds elapsed{};
    std::optional<Hertz> rate;
    bool rate_is_measured = false;
    std::int64_t lost = 0;     ///< samples, damaged ones among them
    std::int64_t unplaced = 0; ///< samples, while the rate is measured
    std::string place;         ///< where the lines go
    std::string electrodes_off;
    Seconds silent{};   ///< since the last sample
    std::string notice; ///< the last alert; "" = none yet
    Severity severity = Severity::info;
};

/// What is shown of the signal, apart from the screen.
struct ViewSignal {
    const SignalWindow& window;
    std::int64_t end = 0;                        ///< as Sweep::end
    std::vector<std::optional<double>>& centres; ///< by lead, held from picture to picture
};

Picture draw_view(const ViewFacts& facts, const ViewWishes& wishes, ViewSignal signal, int rows,
                  int columns);

/// The first lead of the next page, for a screen of that size.
int next_leads(int first, int leads, int rows, int columns);

} // namespace ecg::acquire
