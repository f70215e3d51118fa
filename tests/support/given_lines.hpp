// A source of lines that a test made up.
#pragma once

#include "formats/open_recording.hpp"

#include <deque>
#include <optional>
#include <utility>

namespace ecg::test {

class GivenLines : public formats::RecordingSource {
public:
    explicit GivenLines(std::deque<SessionLine> lines) : lines_{std::move(lines)} {}

    std::optional<SessionLine> next() override {
        if (lines_.empty()) {
            return std::nullopt;
        }
        SessionLine line = std::move(lines_.front());
        lines_.pop_front();
        return line;
    }

private:
    std::deque<SessionLine> lines_;
};

} // namespace ecg::test
