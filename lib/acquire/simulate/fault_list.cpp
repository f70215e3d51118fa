#include "acquire/simulate/fault_list.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace ecg::acquire {
namespace {

struct ShareName {
    std::string_view name;
    double FaultList::*share;
};

constexpr std::array share_names{
    ShareName{"drop", &FaultList::drop},
    ShareName{"flip", &FaultList::flip},
    ShareName{"hit", &FaultList::hit},
    ShareName{"cut", &FaultList::cut},
    ShareName{"duplicate", &FaultList::duplicate},
    ShareName{"garbage", &FaultList::garbage},
};

struct TimedName {
    std::string_view name;
    TimedKind kind;
    bool lasts;
};

constexpr std::array timed_names{
    TimedName{"stall", TimedKind::stall, true},
    TimedName{"pause", TimedKind::pause, true},
    TimedName{"unplug", TimedKind::unplug, true},
    TimedName{"reboot", TimedKind::reboot, false},
};

[[noreturn]] void refuse(std::string_view item, const std::string& why) {
    throw Error{ErrorKind::usage, "--faults " + std::string{item} + ": " + why};
}

/// "1.6%" as a share of 1.
double share_in(std::string_view text, std::string_view item) {
    std::optional<double> percent;
    if (text.ends_with('%')) {
        percent = parse_number(text.substr(0, text.size() - 1));
    }
    if (!percent || *percent < 0 || *percent > 100) {
        refuse(item, "is not of the form NAME=P%, P from 0 to 100");
    }
    return *percent / 100;
}

Seconds seconds_in(std::string_view text, std::string_view item, std::string_view form) {
    const auto seconds = parse_number(text);
    if (!seconds || *seconds < 0) {
        refuse(item, "is not of the form " + std::string{form} + " in seconds");
    }
    return Seconds{*seconds};
}

TimedFault timed_in(const TimedName& name, std::string_view span, std::string_view item) {
    const std::string form = std::string{name.name} + (name.lasts ? "@T+D" : "@T");
    const auto parts = split(span, '+');
    if (parts.size() != (name.lasts ? 2U : 1U)) {
        refuse(item, "is not of the form " + form + " in seconds");
    }
    const Seconds from = seconds_in(parts[0], item, form);
    const Seconds length = name.lasts ? seconds_in(parts[1], item, form) : Seconds{0};
    return {name.kind, from, from + length};
}

void add_share(FaultList& list, std::string_view item, std::size_t equals) {
    for (const ShareName& name : share_names) {
        if (name.name == item.substr(0, equals)) {
            list.*name.share = share_in(item.substr(equals + 1), item);
            return;
        }
    }
    refuse(item, "there are drop, flip, hit, cut, duplicate and garbage with =P%");
}

void add_timed(FaultList& list, std::string_view item, std::size_t at) {
    for (const TimedName& name : timed_names) {
        if (name.name == item.substr(0, at)) {
            list.timed.push_back(timed_in(name, item.substr(at + 1), item));
            return;
        }
    }
    refuse(item, "there are stall, pause and unplug with @T+D, and reboot with @T");
}

void add_item(FaultList& list, std::string_view item) {
    const std::size_t equals = item.find('=');
    const std::size_t at = item.find('@');
    if (item == "split") {
        list.split = true;
    } else if (item == "boot-text") {
        list.boot_text = true;
    } else if (equals != std::string_view::npos) {
        add_share(list, item, equals);
    } else if (at != std::string_view::npos) {
        add_timed(list, item, at);
    } else {
        refuse(item, "is none of drop, flip, hit, cut, duplicate and garbage with =P%, stall, "
                     "pause and unplug with @T+D, reboot with @T, split and boot-text");
    }
}

} // namespace

FaultList parse_faults(std::string_view text) {
    FaultList list;
    if (text.empty()) {
        return list;
    }
    for (const std::string_view item : split(text, ',')) {
        add_item(list, trim(item));
    }
    std::stable_sort(list.timed.begin(), list.timed.end(),
                     [](const TimedFault& a, const TimedFault& b) { return a.from < b.from; });
    return list;
}

} // namespace ecg::acquire
