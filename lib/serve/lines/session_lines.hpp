// A session of the store as lines of ecg.session/1, one after the other.
#pragma once

#include "serve/lines/session_line_maker.hpp"
#include "serve/store/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

/// The rows of one kind in the order of their times, read a few at once.
template <class Record> class RowStream {
public:
    using Read = std::function<std::vector<Record>(const RowRange&)>;

    RowStream(const std::string& session_id, Read read) : read_{std::move(read)} {
        range_.session_id = session_id;
        range_.limit = rows_at_once;
    }

    /// The row that comes next; nullptr at the end.
    const Record* peek() {
        if (at_ == rows_.size() && !ended_) {
            rows_ = read_(range_);
            at_ = 0;
            ended_ = rows_.empty();
            if (!ended_) {
                range_.from = rows_.back().time;
                range_.after_id = rows_.back().id;
            }
        }
        return ended_ ? nullptr : &rows_[at_];
    }

    void take() { ++at_; }

private:
    static constexpr std::size_t rows_at_once = 256;

    Read read_;
    RowRange range_;
    std::vector<Record> rows_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

/// A row that carries the line it came as gives that line, number for number. Others are put into
/// lines of their own: waveforms with their samples, metrics without any, and what else a client
/// sent as "extra"; and an end, when the session has one.
class SessionLines {
public:
    SessionLines(const SessionRecord& session, UserRecord owner,
                 RowStream<MetricsRecord>::Read metrics, RowStream<WaveformRecord>::Read waveforms);

    /// The next line with its end; absent behind the last. Throws Error{data} when rows are
    /// damaged.
    std::optional<std::string> next();

private:
    std::string next_or_empty();

    RowStream<MetricsRecord> metrics_;
    RowStream<WaveformRecord> waveforms_;
    SessionLineMaker maker_;
    bool ended_ = false;
};

} // namespace ecg::serve
