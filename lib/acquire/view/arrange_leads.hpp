// Which leads stand where on a screen, and how they are scaled.
#pragma once

#include "common/units.hpp"

namespace ecg::acquire {

/// Side by side in columns, each filled from above: I to aVF left, V1 to V6 right.
struct LeadArrangement {
    int columns = 1;
    int leads_a_column = 0;
    int rows_a_lead = 0;
    int columns_a_lead = 0; ///< of characters, its name among them
    int shown = 0;
};

/// As many leads as can be seen well, in as few columns as that takes.
LeadArrangement arrange_leads(int leads, int rows, int columns);

/// The height of a character for a lead of so many rows, wishes steps away from the usual one:
/// more is a larger trace.
Millivolts usual_height(int rows, int wishes);
/// The time across so many characters, wishes steps away from the usual one: more is faster.
Seconds usual_time(int characters, int wishes);

} // namespace ecg::acquire
