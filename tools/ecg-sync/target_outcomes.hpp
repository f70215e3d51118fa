// What came of one thing that a target was asked for, and what of all of them is the exit code.
#pragma once

#include "cli/output.hpp"
#include "config/settings.hpp"
#include "transfer/targets/target.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ecg {

struct Attempt {
    std::string outcome; ///< "stored", "there already", "ok"; or else "refused", "denied", "away"
    std::string object;  ///< its name, where it has one
    std::string reason;  ///< "" when it succeeded
};

/// Throws Error{interrupted} once a stop was asked for.
void stop_if_requested();

/// Work sets the outcome; what it throws becomes one. Error{interrupted} goes on.
Attempt attempt(const std::function<void(Attempt&)>& work);

/// Tells outcomes one by one: a line each on standard output, and the reasons to people.
class OutcomeLines {
public:
    void tell(const std::string& target, const Attempt& made, const std::string& line);
    /// Throws AlreadyTold unless all went well: 1 when anything was refused, else 2 when anybody
    /// did not know us, else 3 when one was away.
    void finish();

private:
    cli::Output output_{"-", Overwrite::never};
    bool refused_ = false;
    bool denied_ = false;
    bool away_ = false;
};

/// A target, or why there is none.
struct OpenedForUpload {
    std::shared_ptr<transfer::Target> target;
    Attempt why;
};

/// name: "backend" is the server, which takes PDFs. Cut uploads in parts go on.
OpenedForUpload open_for_upload(const config::Settings& settings, const std::string& name);

} // namespace ecg
