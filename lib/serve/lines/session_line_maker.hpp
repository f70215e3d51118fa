// Rows of a session, in the order of time, as lines of ecg.session/1.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "serve/store/records.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ecg::serve {

class SessionLineMaker {
public:
    /// sampling_rate is that of the first samples, for lines before them; 0 = there are none.
    SessionLineMaker(SessionRecord session, UserRecord owner, double sampling_rate);

    /// Each with its line end; "" where the row says what a line before it said. Throws
    /// Error{data} when the samples are damaged.
    std::string line_with(const WaveformRecord& row);
    std::string line_with(const MetricsRecord& row);
    /// The end of the session; "" when it has none, or a line before has it.
    std::string last_line();

private:
    /// Follows a line as it was.
    void follow(const std::string& line, const WaveformRecord* samples);
    void begin_line(JsonWriter& json, Moment time);
    void write_owner(JsonWriter& json) const;
    void place(const WaveformRecord& row);
    void write_gaps(JsonWriter& json, const WaveformRecord& row);

    SessionRecord session_;
    UserRecord owner_;
    JsonReader reader_;
    double sampling_rate_;
    std::int64_t sequence_ = 0, first_sample_ = 0, next_sample_ = 0, gaps_ = 0;
    std::optional<Moment> samples_end_;         ///< of the last line with samples
    std::optional<MetricsRecord> told_metrics_; ///< by the last line
    bool has_end_ = false;
};

} // namespace ecg::serve
