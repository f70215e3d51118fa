#include "target_outcomes.hpp"

#include "backend_files.hpp"
#include "backend_settings.hpp"
#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "options.hpp"
#include "sync/upload_notes.hpp"
#include "target_settings.hpp"

namespace ecg {
namespace {

std::string word_for(transfer::Obstacle obstacle) {
    switch (obstacle) {
    case transfer::Obstacle::passing:
        return "away";
    case transfer::Obstacle::login:
        return "denied";
    case transfer::Obstacle::conflict:
    case transfer::Obstacle::refused:
        break;
    }
    return "refused";
}

std::string word_for(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::usage:
        return "denied";
    case ErrorKind::unavailable:
        return "away";
    case ErrorKind::data:
    case ErrorKind::interrupted:
        break;
    }
    return "refused";
}

/// With notes of uploads, which belong to it.
struct WithNotes {
    std::shared_ptr<transfer::Target> target;
    std::unique_ptr<sync::UploadNotes> notes;
};

} // namespace

void stop_if_requested() {
    if (stop_requested()) {
        throw Error{ErrorKind::interrupted, "stopped"};
    }
}

Attempt attempt(const std::function<void(Attempt&)>& work) {
    Attempt made;
    try {
        work(made);
    } catch (const transfer::TargetError& error) {
        made.outcome = word_for(error.obstacle());
        made.reason = error.what();
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) {
            throw;
        }
        made.outcome = word_for(error.kind());
        made.reason = error.what();
    }
    return made;
}

void OutcomeLines::tell(const std::string& target, const Attempt& made, const std::string& line) {
    output_.write(line);
    output_.end_lines();
    if (!made.reason.empty()) {
        cli::tell(target + ": " + made.reason);
    }
    refused_ = refused_ || made.outcome == "refused";
    denied_ = denied_ || made.outcome == "denied";
    away_ = away_ || made.outcome == "away";
}

void OutcomeLines::finish() {
    output_.finish();
    if (refused_ || denied_ || away_) {
        throw cli::AlreadyTold{refused_ ? 1 : denied_ ? 2 : 3};
    }
}

OpenedForUpload open_for_upload(const config::Settings& settings, const std::string& name) {
    OpenedForUpload opened;
    opened.why = attempt([&](Attempt&) {
        if (name == "backend") {
            opened.target = std::make_shared<BackendFiles>(backend_settings(settings));
            return;
        }
        const auto with = std::make_shared<WithNotes>();
        with->target = open_target(settings, name, http_settings(settings, name));
        with->notes =
            std::make_unique<sync::UploadNotes>(open_queue(settings).state_path("uploads-" + name));
        with->target->remember(with->notes.get());
        opened.target = {with, with->target.get()};
    });
    return opened;
}

} // namespace ecg
