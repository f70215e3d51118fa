#include "resume_session.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/session/find_session_state.hpp"

#include <unistd.h>

#include <algorithm>

namespace ecg {
namespace {

using acquire::LineFile;
using formats::SessionFileState;

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

void check_state(const std::string& path, const SessionFileState& state) {
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
}

std::string joined(const std::vector<std::string>& names) {
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

ResumedSession resume_session(acquire::SessionFileSettings settings, const std::string& path,
                              UtcTime now) {
    LineFile file = open_or_make(path);
    const SessionFileState state = formats::find_session_state(path);
    check_state(path, state);
    const auto partial = file.move_tail(state.whole_bytes);
    ResumedSession resumed{acquire::SessionFile{std::move(settings), std::move(file), now}};
    if (partial) {
        resumed.report = path + ": " + std::to_string(state.tail.bytes) + " bytes of " +
                         std::string{name_of(state.tail.kind)} + " moved to " + *partial;
    }
    if (state.session) {
        take_state(resumed, *state.session);
    }
    return resumed;
}

void check_goes_on(const ResumedSession& before, const Recording& now) {
    if (!before.resumption) {
        return;
    }
    const std::string& subject = before.file.path();
    const Device& device = now.info.device;
    const Device& known = before.info.device;
    if (!known.driver.empty() && device.driver != known.driver) {
        refuse(subject, "was recorded with " + known.driver + ", not " + device.driver);
    }
    if (!known.serial.empty() && !device.serial.empty() && device.serial != known.serial) {
        refuse(subject, "was recorded from device " + known.serial + ", not " + device.serial);
    }
    if (!(now.rate == before.rate)) {
        refuse(subject, "has " + hertz(before.rate) + ", the device takes " + hertz(now.rate));
    }
    std::vector<std::string> leads;
    for (const LeadSignal& lead : now.leads) {
        leads.push_back(lead.name);
    }
    std::vector<std::string> sorted = leads;
    std::vector<std::string> known_sorted = before.leads;
    std::sort(sorted.begin(), sorted.end());
    std::sort(known_sorted.begin(), known_sorted.end());
    if (!known_sorted.empty() && sorted != known_sorted) {
        refuse(subject, "has the leads " + joined(before.leads) + ", not " + joined(leads));
    }
}

} // namespace ecg
