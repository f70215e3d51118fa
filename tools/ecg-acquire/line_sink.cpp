#include "line_sink.hpp"

#include "common/stop.hpp"
#include "formats/session/session_writer.hpp"

#include <utility>

namespace ecg {

LineSink::LineSink(const TargetOptions& target, std::optional<double> speed)
    : output_{target.path, target.force ? Overwrite::allowed : Overwrite::never}, pacer_{speed} {}

void LineSink::add(Recording piece) {
    if (!origin_) {
        origin_ = piece.rate.time_of(static_cast<double>(piece.first_sample));
    }
    for (const SessionLine& line : cutter_.add(std::move(piece))) {
        write(line);
    }
}

void LineSink::finish() {
    if (const auto last = cutter_.finish(stop_requested() ? "stopped" : "finished")) {
        write(*last);
    }
    output_.finish();
}

void LineSink::write(const SessionLine& line) {
    const Recording& part = line.recording;
    const auto end = static_cast<double>(part.first_sample + part.sample_count());
    pacer_.wait_until(part.rate.time_of(end) - *origin_);
    text_.clear();
    formats::append_session_line(text_, line);
    output_.write(text_);
    output_.end_lines();
}

} // namespace ecg
