#include "serve/endpoints/session_data.hpp"

#include "common/text.hpp"
#include "serve/api/record_json.hpp"
#include "serve/endpoints/pulled_stream.hpp"

#include <algorithm>
#include <utility>

namespace ecg::serve {
namespace {

// What is read and sent at once: some hundred kilobytes.
constexpr std::size_t metrics_a_piece = 1000;
constexpr std::size_t waveforms_a_piece = 8;

/// One kind of rows on its way out.
struct Timeline {
    RowPlace place;
    std::optional<std::size_t> left; ///< rows that may still be sent
    bool has_rows = false;           ///< whether one was sent: the next needs a comma

    /// What to read next. One row more than is sent tells whether there are more.
    [[nodiscard]] RowRange range(const DataRequest& request, std::size_t most) const {
        RowRange range;
        range.session_id = request.session.id;
        range.from = place.from;
        range.to = request.to;
        range.after_id = place.after_id;
        range.limit = (left ? std::min(*left, most) : most) + 1;
        return range;
    }

    /// Sends rows but the one too many; returns whether the timeline is at its end.
    template <class Row>
    bool take(std::vector<Row> rows, std::size_t asked, std::string& out,
              void (*write)(JsonWriter&, const Row&)) {
        place.finished = rows.size() <= asked;
        rows.resize(std::min(rows.size(), asked));
        for (const Row& row : rows) {
            out.append(has_rows ? "," : "");
            has_rows = true;
            JsonWriter json{out};
            write(json, row);
            place.from = row.time;
            place.after_id = row.id;
        }
        if (left) {
            *left -= rows.size();
        }
        return place.finished || left == 0U;
    }
};

/// The document, in the order in which it is written.
class SessionData {
public:
    SessionData(Store& store, DataRequest request)
        : store_{store}, request_{std::move(request)}, metrics_{request_.metrics, request_.limit},
          waveforms_{request_.waveforms, request_.limit} {}

    std::optional<std::string> next() {
        return part_ == Part::end ? std::nullopt : std::optional{next_part()};
    }

private:
    enum class Part { head, metrics, waveforms, tail, end };

    std::string next_part() {
        std::string out;
        switch (part_) {
        case Part::head:
            write_head(out);
            part_ = Part::metrics;
            break;
        case Part::metrics:
            write_metrics_piece(out);
            break;
        case Part::waveforms:
            write_waveforms_piece(out);
            break;
        default:
            write_tail(out);
            part_ = Part::end;
        }
        return out;
    }

    void write_head(std::string& out) const {
        out = R"({"status":"success","session":)";
        JsonWriter json{out};
        write_session(json, request_.session);
        out.append(R"(,"metrics_timeline":[)");
    }

    void write_metrics_piece(std::string& out) {
        if (metrics_.place.finished || take_metrics(out)) {
            out.append(R"(],"waveform_segments":[)");
            part_ = Part::waveforms;
        }
    }

    void write_waveforms_piece(std::string& out) {
        if (waveforms_.place.finished || take_waveforms(out)) {
            out.append("]");
            part_ = Part::tail;
        }
    }

    bool take_metrics(std::string& out) {
        const RowRange range = metrics_.range(request_, metrics_a_piece);
        return metrics_.take<MetricsRecord>(store_.metrics(range), range.limit - 1, out,
                                            write_metrics);
    }

    bool take_waveforms(std::string& out) {
        const RowRange range = waveforms_.range(request_, waveforms_a_piece);
        return waveforms_.take<WaveformRecord>(store_.waveforms(range), range.limit - 1, out,
                                               write_waveform);
    }

    void write_tail(std::string& out) const {
        if (request_.with_reports) {
            out.append(R"(,"reports":[)");
            for (std::size_t i = 0; i < request_.reports.size(); ++i) {
                out.append(i > 0 ? "," : "");
                JsonWriter json{out};
                write_report(json, request_.reports[i], request_.report_urls[i]);
            }
            out.append("]");
        }
        if (!metrics_.place.finished || !waveforms_.place.finished) {
            out.append(R"(,"next":")");
            out.append(write_cursor(metrics_.place, waveforms_.place)).append("\"");
        }
        out.append("}");
    }

    Store& store_;
    DataRequest request_;
    Timeline metrics_, waveforms_;
    Part part_ = Part::head;
};

// "m1736339696789000.12-w." is a cursor: behind metric 12 of that moment; no waveform was sent.
// "e" for a timeline at its end.
std::string place_text(const RowPlace& place) {
    if (place.finished) {
        return "e";
    }
    return place.from
               ? std::to_string(place.from->microseconds) + "." + std::to_string(place.after_id)
               : ".";
}

std::optional<RowPlace> read_place(std::string_view text) {
    RowPlace place;
    if (text == "e") {
        place.finished = true;
        return place;
    }
    const auto parts = split(text, '.');
    if (parts.size() != 2) {
        return std::nullopt;
    }
    if (parts[0].empty() && parts[1].empty()) {
        return place;
    }
    const auto from = parse_integer(parts[0]), after = parse_integer(parts[1]);
    if (!from || !after || *after < 0) {
        return std::nullopt;
    }
    return RowPlace{Moment{*from}, *after, false};
}

} // namespace

std::shared_ptr<BodyStream> session_data_stream(Store& store, Workers& readers,
                                                DataRequest request) {
    auto data = std::make_shared<SessionData>(store, std::move(request));
    return pulled_stream(readers, [data] { return data->next(); });
}

std::string write_cursor(const RowPlace& metrics, const RowPlace& waveforms) {
    std::string text = "m";
    return text.append(place_text(metrics)).append("-w").append(place_text(waveforms));
}

std::optional<Cursor> read_cursor(std::string_view text) {
    const std::size_t middle = text.find("-w");
    if (!text.starts_with('m') || middle == std::string_view::npos) {
        return std::nullopt;
    }
    const auto metrics = read_place(text.substr(1, middle - 1));
    const auto waveforms = read_place(text.substr(middle + 2));
    return metrics && waveforms ? std::optional{Cursor{*metrics, *waveforms}} : std::nullopt;
}

} // namespace ecg::serve
