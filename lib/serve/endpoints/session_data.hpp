// A session's rows as one JSON document, read and sent piece by piece however long it is.
#pragma once

#include "serve/http/message.hpp"
#include "serve/store/store.hpp"
#include "serve/work/workers.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// Where a kind of rows goes on: behind the row of that time and number.
struct RowPlace {
    std::optional<Moment> from; ///< absent: from the first row
    std::int64_t after_id = 0;
    bool finished = false; ///< there is nothing more
};

/// What is asked for.
struct DataRequest {
    SessionRecord session;
    std::optional<Moment> to; ///< exclusive
    RowPlace metrics, waveforms;
    bool with_reports = true;
    std::optional<std::size_t> limit; ///< rows of each kind; absent: all
    std::vector<ReportRecord> reports;
    std::vector<std::string> report_urls; ///< of each
};

/// {"status", "session", "metrics_timeline", "waveform_segments", "reports"}, and "next", a cursor,
/// where limit left some out.
std::shared_ptr<BodyStream> session_data_stream(Store& store, Workers& readers,
                                                DataRequest request);

/// "next" and back. Absent for what is no cursor.
std::string write_cursor(const RowPlace& metrics, const RowPlace& waveforms);

struct Cursor {
    RowPlace metrics, waveforms;
};

std::optional<Cursor> read_cursor(std::string_view text);

} // namespace ecg::serve
