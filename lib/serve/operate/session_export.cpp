#include "serve/operate/session_export.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "serve/operate/session_line_maker.hpp"
#include "serve/operate/session_line_rows.hpp"
#include "serve/store/readings.hpp"

#include <optional>
#include <vector>

namespace ecg::serve {
namespace {

constexpr std::size_t rows_at_once = 256;

/// What is read is of one moment while this lives.
class ReadTransaction {
public:
    explicit ReadTransaction(Database& database) : database_{database} { database_.run("BEGIN"); }

    ~ReadTransaction() { database_.roll_back(); }

    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

private:
    Database& database_;
};

/// The rows of one kind, one after the other.
template <class Record> class RowStream {
public:
    using Read = std::vector<Record> (*)(Database&, const RowRange&);

    RowStream(Database& database, const std::string& session_id, Read read)
        : database_{database}, read_{read} {
        range_.session_id = session_id;
        range_.limit = rows_at_once;
    }

    /// The row that comes next; nullptr at the end.
    const Record* peek() {
        if (at_ == rows_.size() && !ended_) {
            rows_ = read_(database_, range_);
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
    Database& database_;
    Read read_;
    RowRange range_;
    std::vector<Record> rows_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

std::optional<std::int64_t> sequence_in(const std::string& line) {
    thread_local JsonReader reader;
    return line.empty() ? std::nullopt : reader.parse(line, "line").integer_at("seq");
}

/// Whether the metrics come first. Of one time they come behind the samples, unless their lines
/// were the other way round.
bool metrics_first(const MetricsRecord& metrics, const WaveformRecord& waveform) {
    if (metrics.time != waveform.time) {
        return metrics.time < waveform.time;
    }
    const auto theirs = sequence_in(line_of(metrics));
    const auto others = theirs ? sequence_in(member_text(waveform.extra, "line")) : std::nullopt;
    return theirs && others && *theirs < *others;
}

} // namespace

void export_session(Database& database, const std::string& session_id,
                    const std::function<void(std::string_view)>& write) {
    const ReadTransaction moment{database};
    const auto session = read_session(database, session_id);
    if (!session) {
        throw Error{ErrorKind::data, session_id + ": there is no such session"};
    }
    RowStream<WaveformRecord> waveforms{database, session_id, read_waveforms};
    RowStream<MetricsRecord> metrics{database, session_id, read_metrics};
    const WaveformRecord* first = waveforms.peek();
    SessionLineMaker lines{*session, *read_user(database, session->user_id),
                           first != nullptr ? first->sampling_rate : 0};
    for (;;) {
        const WaveformRecord* waveform = waveforms.peek();
        const MetricsRecord* measured = metrics.peek();
        if (waveform == nullptr && measured == nullptr) {
            break;
        }
        if (waveform == nullptr || (measured != nullptr && metrics_first(*measured, *waveform))) {
            write(lines.line_with(*measured));
            metrics.take();
        } else {
            write(lines.line_with(*waveform));
            waveforms.take();
        }
    }
    write(lines.last_line());
}

} // namespace ecg::serve
