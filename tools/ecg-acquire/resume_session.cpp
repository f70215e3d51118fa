#include "resume_session.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/session/find_session_state.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace ecg {
namespace {

using acquire::LineFile;
using formats::SessionFileState;

constexpr Seconds longest_stop{86'400}; // beyond it readers take the next line for a slip

[[noreturn]] void refuse(const std::string& subject, const std::string& why) {
    throw Error{ErrorKind::data, subject + ": " + why};
}

LineFile open_or_make(const std::string& path) {
    if (::access(path.c_str(), F_OK) != 0) {
        if (auto made = LineFile::create(path)) {
            return std::move(*made);
        }
    }
    return LineFile::reopen(path);
}

bool is_long_ago(const formats::SessionState& session, UtcTime now) {
    const auto end = static_cast<double>(session.next_sample);
    return later(later(*session.info.start, session.rate.time_of(end)), longest_stop) < now;
}

void check_state(const std::string& path, const SessionFileState& state, UtcTime now) {
    if (!state.session && state.tail.kind == formats::TailKind::garbage) {
        refuse(path, "holds no session line");
    }
    if (state.session && state.session->end) {
        refuse(path, "session " + state.session->info.id + " has ended (" +
                         state.session->end->reason + "), nothing can follow it");
    }
    if (state.session && !state.session->info.start) {
        refuse(path, "session " + state.session->info.id + " does not say when it was taken");
    }
    if (state.session && is_long_ago(*state.session, now)) {
        refuse(path, "session " + state.session->info.id + " stopped more than a day ago");
    }
}

/// In order of their names, for readers take them in any.
std::string joined(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names) {
        text.append(text.empty() ? "" : ",").append(name);
    }
    return text;
}

std::string hertz(SampleRate rate) {
    std::string text;
    append_shortest(text, rate.hertz());
    return text + " Hz";
}

void take_state(ResumedSession& resumed, const formats::SessionState& session) {
    acquire::Resumption resumption;
    resumption.start = {session.next_sequence, session.first_sample, session.next_sample,
                        session.gaps};
    resumption.time_zero = *session.info.start;
    resumed.resumption = resumption;
    resumed.info = session.info;
    resumed.rate = session.rate;
    for (const LeadSignal& lead : session.leads) {
        resumed.leads.push_back(lead.name);
    }
}

} // namespace

ResumedSession resume_session(const std::string& path, UtcTime now) {
    ResumedSession resumed{open_or_make(path)};
    resumed.path = path;
    const SessionFileState state = formats::find_session_state(path);
    check_state(path, state, now);
    if (const auto partial = resumed.file.move_tail(state.whole_bytes)) {
        resumed.report = path + ": " + std::to_string(state.tail.bytes) + " bytes of " +
                         std::string{name_of(state.tail.kind)} + " moved to " + *partial;
    }
    if (state.session) {
        take_state(resumed, *state.session);
    }
    return resumed;
}

acquire::SessionSettings settings_to_go_on(acquire::SessionSettings settings,
                                           const ResumedSession& before) {
    if (!before.resumption) {
        return settings;
    }
    const std::string& subject = before.path;
    const Device& known = before.info.device;
    const std::string driver{settings.driver.driver->name};
    const std::string& serial = settings.info.device.serial;
    if (!known.driver.empty() && driver != known.driver) {
        refuse(subject, "was recorded with " + known.driver + ", not " + driver);
    }
    if (!known.serial.empty() && !serial.empty() && serial != known.serial) {
        refuse(subject, "was recorded from device " + known.serial + ", not " + serial);
    }
    const auto stated = settings.timeline.nominal;
    const bool same_rate = stated && std::abs(stated->value / before.rate.hertz() - 1) <=
                                         acquire::Timeline::rate_tolerance;
    if (stated && !same_rate && !settings.timeline.measure) {
        refuse(subject, "has " + hertz(before.rate) + ", not " + hertz(SampleRate{*stated}));
    }
    settings.resumption = before.resumption;
    settings.info.id = before.info.id;
    settings.info.patient = before.info.patient;
    settings.info.device.serial = serial.empty() ? known.serial : serial;
    settings.timeline.nominal = Hertz{before.rate.hertz()};
    settings.timeline.measure = !same_rate; // the first line shows what came of it
    return settings;
}

void check_goes_on(const ResumedSession& before, const Recording& now) {
    if (!before.resumption) {
        return;
    }
    const std::string& subject = before.path;
    const std::string& known = before.info.device.serial;
    const std::string& serial = now.info.device.serial;
    if (!known.empty() && !serial.empty() && serial != known) {
        refuse(subject, "was recorded from device " + known + ", not " + serial);
    }
    if (!(now.rate == before.rate)) {
        refuse(subject, "has " + hertz(before.rate) + ", the device takes " + hertz(now.rate));
    }
    std::vector<std::string> leads;
    for (const LeadSignal& lead : now.leads) {
        leads.push_back(lead.name);
    }
    if (!before.leads.empty() && joined(leads) != joined(before.leads)) {
        refuse(subject, "has the leads " + joined(before.leads) + ", not " + joined(leads));
    }
}

} // namespace ecg
