// A recording as it runs, drawn in the terminal for the person beside the bed.
#pragma once

#include "acquire/session/session_maker.hpp"
#include "acquire/view/draw_view.hpp"
#include "cli/terminal_screen.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

/// Takes what the tool says while it lives, and says the last of it again when it ends.
class LiveView {
public:
    /// place: where the lines go. Throws Error{usage} where there is no terminal to draw in.
    explicit LiveView(std::function<std::string()> place);
    ~LiveView();
    LiveView(const LiveView&) = delete;
    LiveView& operator=(const LiveView&) = delete;
    LiveView(LiveView&&) = delete;
    LiveView& operator=(LiveView&&) = delete;

    /// What came since the last call. Draws when it is time to; false once the person has ended
    /// the recording.
    bool show(const std::vector<Recording>& pieces, const acquire::SessionStats& stats);

    /// Any thread may call.
    void note(std::string_view text, acquire::Severity severity);

private:
    void take_keys();
    void take_key(char key);
    void freeze();
    void measure(Seconds now);
    void draw(Seconds now, const acquire::SessionStats& stats);
    [[nodiscard]] acquire::ViewFacts facts(Seconds now, const acquire::SessionStats& stats);
    [[nodiscard]] std::int64_t end_now(Seconds now) const;

    std::function<std::string()> place_;
    cli::TerminalScreen screen_;
    cli::TerminalAbilities abilities_;
    Seconds began_;
    Seconds next_frame_, next_whole_, next_rate_;
    bool end_wanted_ = false;

    acquire::SignalWindow window_;
    Seconds last_piece_;
    std::optional<acquire::SignalWindow> frozen_;
    std::int64_t frozen_end_ = 0;
    std::optional<BeatsPerMinute> heart_rate_;
    acquire::ViewWishes wishes_;
    std::vector<std::optional<double>> centres_;
    acquire::Picture shown_{0, 0};

    std::mutex mutex_; ///< of what follows
    std::string notice_;
    acquire::Severity severity_ = acquire::Severity::info;
    std::deque<std::string> told_;
};

} // namespace ecg
