// What came of one thing that a target was asked for, and what of all of them is the exit code.
#pragma once

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

/// 1 when anything was refused, else 2 when anybody did not know us, else 3 when one was away.
class WorstOutcome {
public:
    void add(const Attempt& made);
    /// Throws AlreadyTold unless all went well.
    void finish() const;

private:
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
