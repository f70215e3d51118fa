// Long recordings: the same pipeline on one minute after the other, in constant memory.
#pragma once

#include "analyze/analyze.hpp"
#include "model/session_line.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// Takes a recording in pieces of any size and gives it back as session lines of five seconds
/// with metrics, events and analysis filled in. Where the pieces were cut makes no difference.
class StreamAnalyzer {
public:
    explicit StreamAnalyzer(const AnalyzeSettings& settings);
    ~StreamAnalyzer();
    StreamAnalyzer(const StreamAnalyzer&) = delete;
    StreamAnalyzer& operator=(const StreamAnalyzer&) = delete;
    StreamAnalyzer(StreamAnalyzer&&) noexcept;
    StreamAnalyzer& operator=(StreamAnalyzer&&) noexcept;

    /// The next piece of the same recording; returns the lines that are now finished.
    /// Throws Error{data} when it does not follow the piece before, or its leads or rate differ.
    std::vector<SessionLine> add(const Recording& piece);

    /// The rest of the lines. The last has `end` (given, or a plain one) and `summary`,
    /// which is that of summary() below, not a copy.
    std::vector<SessionLine> finish(const std::optional<SessionEnd>& end);

    /// The analysis of everything so far added; complete after finish().
    [[nodiscard]] const Analysis& summary() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::analyze
