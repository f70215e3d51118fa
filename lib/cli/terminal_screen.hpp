// The terminal in front of a person: a screen to draw on, keys, and all as it was at the end.
#pragma once

#include <string>
#include <string_view>

namespace ecg::cli {

struct ScreenSize {
    int rows = 24;
    int columns = 80;
};

/// What the environment (TERM, NO_COLOR; LC_ALL, LC_CTYPE, LANG) says that it can show.
struct TerminalAbilities {
    bool places_text = false; ///< the cursor can be moved
    bool colour = false;
    bool unicode = false;
};

TerminalAbilities terminal_abilities();

/// Throws Error{usage} "subject: why" where TerminalScreen would.
void require_terminal(std::string_view subject);

/// Holds the terminal while it lives: the alternate screen, no cursor, keys as they are pressed,
/// which it neither shows nor takes for a stop of the program (but Ctrl-C is a SIGINT as ever).
/// Puts everything back when it ends, when a fatal signal does, and at the second SIGINT or
/// SIGTERM. At most one at a time.
class TerminalScreen {
public:
    /// Throws Error{usage} "subject: why" where standard error is no terminal, or it cannot be
    /// drawn on.
    explicit TerminalScreen(std::string_view subject);
    ~TerminalScreen(); ///< close()
    TerminalScreen(const TerminalScreen&) = delete;
    TerminalScreen& operator=(const TerminalScreen&) = delete;
    TerminalScreen(TerminalScreen&&) = delete;
    TerminalScreen& operator=(TerminalScreen&&) = delete;

    /// Puts everything back. Nothing else may be called after it.
    void close();

    [[nodiscard]] ScreenSize size() const;

    /// What was typed since the last call. Never waits.
    std::string read_keys();

    /// Never waits: what a slow terminal does not take at once is kept, and comes first next time.
    void write(std::string_view bytes);

    /// Whether everything was taken; else nothing more should be drawn yet. Never again once the
    /// terminal has gone.
    bool is_ready();

private:
    int descriptor_ = -1;
    std::string waiting_;
    bool gone_ = false; ///< its window was closed
};

/// Puts the terminal back as it was, when somebody holds it. Safe in a signal handler.
void restore_terminal() noexcept;

} // namespace ecg::cli
