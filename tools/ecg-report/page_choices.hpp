// What the settings say of a page's look.
#pragma once

#include "config/settings.hpp"
#include "report/report.hpp"

namespace ecg {

/// Paper, layout, scale, letters: all that has a key of its own.
report::ReportSettings page_choices(const config::Settings& config);

} // namespace ecg
