#include "accuracy/validation/page.hpp"

#include "accuracy/validation/chapters.hpp"

#include <algorithm>
#include <array>

namespace ecg::accuracy {
namespace {

struct Chapter {
    const char* name;
    Section (*write)(const Request&);
};

constexpr std::array chapters{
    Chapter{"mitdb", beats_chapter},       Chapter{"nst", noise_chapter},
    Chapter{"ludb", ludb_chapter},         Chapter{"qtdb", qtdb_chapter},
    Chapter{"findings", findings_chapter}, Chapter{"rhythm", rhythm_chapter}};

bool wanted(const Request& request, const char* name) {
    return request.only.empty() ||
           std::find(request.only.begin(), request.only.end(), name) != request.only.end();
}

std::string summary(const std::vector<Outcome>& outcomes) {
    const auto asked = std::count_if(outcomes.begin(), outcomes.end(),
                                     [](const Outcome& o) { return o.goal.limit.has_value(); });
    const auto met = std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) {
        return o.goal.limit.has_value() && o.met();
    });
    return "## Summary\n\nGoals met: " + std::to_string(met) + " of " + std::to_string(asked) +
           ".\n\n" + summary_of(outcomes);
}

std::string agreement(const Request& request) {
    if (request.given == nullptr) {
        return "";
    }
    return "## The scorer\n\nThe scorer of waves behind these figures was held against an "
           "independent "
           "one on the same lines of found\npoints, count by count, and each other figure to the "
           "last "
           "digit that it prints: " +
           request.given->report() + "\n";
}

constexpr const char* introduction = R"(# Validation

What `scripts/accuracy DATA_DIR` prints: found against reference annotations, beside what was asked for
and what the best open peers reach. Nothing here is edited by hand. `--by-record` adds a row a record.

The peers were measured on the complete sets (MIT-BIH 48 records, LUDB 200, QTDB 105) with the same rules;
ours are of the records in DATA_DIR. "U-Net" is a network whose authors trained it on LUDB itself. 80 Hz
means: the same signal through a zero-phase FIR, pass band to 36 Hz, stop band from 40 Hz, 90 dB down.
A difference is found minus reference.

)";

} // namespace

std::string validation_page(const Request& request) {
    std::string text;
    std::vector<Outcome> outcomes;
    for (const Chapter& chapter : chapters) {
        if (!wanted(request, chapter.name)) {
            continue;
        }
        Section section = chapter.write(request);
        text += section.text;
        for (Outcome& outcome : section.outcomes) {
            outcomes.push_back(std::move(outcome));
        }
    }
    std::string page = introduction + summary(outcomes) + text + agreement(request);
    while (page.ends_with("\n\n")) {
        page.pop_back();
    }
    return page;
}

} // namespace ecg::accuracy
