#include "formats/csv/csv_source.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/csv/csv_layout.hpp"
#include "formats/csv/csv_row.hpp"
#include "formats/csv/time_column.hpp"
#include "formats/name_leads.hpp"
#include "formats/sample_unit.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

namespace ecg::formats {
namespace {

constexpr double piece_seconds = 5;
constexpr std::size_t most_piece_samples = 1U << 21; // of all leads, at any rate
constexpr std::size_t rows_to_tell_rate = 1024;
constexpr std::size_t most_notes = 100;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class CsvSource : public RecordingSource {
public:
    CsvSource(LineReader lines, OpenSettings settings)
        : lines_{std::move(lines)}, settings_{std::move(settings)} {
        info_.source = lines_.name();
        info_.id = lines_.name() == "standard input"
                       ? "stdin"
                       : std::filesystem::path{lines_.name()}.stem().string();
        read_header();
        settle_rate();
        piece_rows_ = std::clamp<std::size_t>(
            static_cast<std::size_t>(std::llround(piece_seconds * rate_->value)), 1,
            std::max<std::size_t>(most_piece_samples / leads_.size(), 1));
    }

    std::optional<SessionLine> next() override {
        while (leads_.front().samples.size() < piece_rows_ && take_row()) {
        }
        if (leads_.front().samples.empty()) {
            return std::nullopt;
        }
        SessionLine line;
        line.sequence = sequence_++;
        Recording& piece = line.recording;
        piece.info = info_;
        piece.rate = SampleRate{*rate_};
        piece.first_sample = first_sample_;
        const std::size_t count = std::min(piece_rows_, leads_.front().samples.size());
        for (LeadSignal& lead : leads_) {
            piece.leads.push_back(take_front(lead, count));
        }
        first_sample_ += static_cast<std::int64_t>(count);
        return line;
    }

    std::vector<std::string> take_warnings() override { return std::exchange(warnings_, {}); }

    [[nodiscard]] bool complete() const override { return complete_; }

private:
    [[noreturn]] void fail(const std::string& where, const std::string& why) const {
        throw Error{ErrorKind::data, where + ": " + why};
    }

    static LeadSignal take_front(LeadSignal& lead, std::size_t count) {
        LeadSignal front{lead.name, lead.lead, {}};
        const auto end = lead.samples.begin() + static_cast<std::ptrdiff_t>(count);
        front.samples.assign(lead.samples.begin(), end);
        lead.samples.erase(lead.samples.begin(), end);
        return front;
    }

    /// The next line that is neither blank nor a comment. Rows must not be parted by blank lines.
    std::optional<std::string_view> next_line() {
        std::int64_t blank = 0;
        while (auto line = lines_.next()) {
            if (lines_.line_number() == 1 && line->starts_with(byte_order_mark)) {
                line->remove_prefix(byte_order_mark.size());
            }
            const std::string_view text = trim(*line);
            if (text.empty()) {
                blank = blank == 0 ? lines_.line_number() : blank;
            } else if (text.front() == '#') {
                note(text.substr(1));
            } else if (blank > 0 && rows_ > 0) {
                fail(lines_.name() + ":" + std::to_string(blank), "is blank");
            } else {
                return line;
            }
        }
        return std::nullopt;
    }

    void note(std::string_view comment) {
        if (rows_ == 0 && info_.notes.size() < most_notes) {
            info_.notes.emplace_back(trim(comment));
        }
    }

    void read_header() {
        const auto first = next_line();
        if (!first) {
            fail(lines_.name(), "holds no samples");
        }
        const std::string where = lines_.where();
        layout_ = read_csv_layout(*first, settings_, where);
        std::string waiting{*first};
        bool has_row = !layout_.has_header;
        if (layout_.has_header) {
            if (const auto second = next_line()) {
                waiting = *second;
                has_row = !take_unit_line(layout_, waiting);
            }
        }
        settle_units(layout_, settings_, where);
        make_leads();
        tell_left_out(where);
        if (has_row) {
            take_text(waiting);
        }
    }

    void make_leads() {
        values_.resize(layout_.columns.size());
        lead_columns_ = layout_.columns_of(ColumnKind::lead);
        std::vector<std::string> names;
        for (const std::size_t column : lead_columns_) {
            names.push_back(layout_.columns[column].name);
        }
        leads_ = name_leads(names);
        const auto times = layout_.columns_of(ColumnKind::time);
        const auto indices = layout_.columns_of(ColumnKind::sample_index);
        time_column_ = times.empty() ? std::nullopt : std::optional{times.front()};
        index_column_ = indices.empty() ? std::nullopt : std::optional{indices.front()};
    }

    void tell_left_out(const std::string& where) {
        for (const std::size_t column : layout_.columns_of(ColumnKind::left_out)) {
            const std::string& name = layout_.columns[column].name;
            warnings_.push_back(where + ": column " + std::to_string(column + 1) +
                                (name.empty() ? " has no name" : " is " + name) +
                                " and is left out");
        }
    }

    /// From the first rows' times, or by --rate.
    void settle_rate() {
        const std::size_t enough = time_column_ ? rows_to_tell_rate : 1;
        while (leads_.front().samples.size() < enough && take_row()) {
        }
        if (leads_.front().samples.empty()) {
            fail(lines_.name(), "holds no samples");
        }
        rate_ = settings_.rate;
        if (time_column_) {
            const CsvColumn& column = layout_.columns[*time_column_];
            times_.emplace(lines_.name(), resolution_ * column.factor, column.has_unit);
            rate_ = times_->find_rate(first_times_, settings_.rate);
        }
        if (!rate_) {
            fail(lines_.name(), "names no sampling rate; give --rate");
        }
        if (!is_sampling_rate(rate_->value)) {
            fail(lines_.name(),
                 "is sampled at " + format_number(rate_->value, 6) + " Hz, as no ECG is");
        }
        first_times_ = {};
    }

    /// False at the end of the file.
    bool take_row() {
        const auto line = next_line();
        return line && take_text(*line);
    }

    /// False when the row is the last one and cut.
    bool take_text(std::string_view text) {
        const RowResult result = parse_row(text, layout_, values_);
        if (result.fault != RowResult::Fault::none) {
            if (result.may_be_cut && !lines_.terminated()) {
                complete_ = false;
                warnings_.push_back(lines_.where() + ": last line is cut and is left out");
                return false;
            }
            fail(lines_.where(), fault_in_words(result, layout_.columns.size()));
        }
        check_time(result.first_time);
        check_index();
        for (std::size_t i = 0; i < lead_columns_.size(); ++i) {
            leads_[i].samples.push_back(values_[lead_columns_[i]]);
        }
        ++rows_;
        return true;
    }

    void check_time(std::string_view text) {
        if (!time_column_) {
            return;
        }
        const RowTime time{values_[*time_column_], lines_.line_number()};
        if (std::isnan(time.seconds)) {
            fail(lines_.where(), "time is missing");
        }
        if (times_) {
            times_->check(time);
            return;
        }
        first_times_.push_back(time);
        const double resolution = resolution_of(text);
        resolution_ = rows_ == 0 ? resolution : std::min(resolution_, resolution);
    }

    void check_index() {
        if (!index_column_) {
            return;
        }
        const double index = values_[*index_column_];
        if (rows_ > 0 && index != last_index_ + 1) {
            fail(lines_.where(), "sample number does not follow the one before");
        }
        last_index_ = index;
    }

    LineReader lines_;
    OpenSettings settings_;
    RecordingInfo info_;
    CsvLayout layout_;
    std::vector<double> values_;    ///< of one row, by column
    std::vector<LeadSignal> leads_; ///< rows that are read and not given yet
    std::vector<std::size_t> lead_columns_;
    std::optional<std::size_t> time_column_;
    std::optional<std::size_t> index_column_;
    std::vector<RowTime> first_times_; ///< until the rate is known
    double resolution_ = 0;
    std::optional<TimeColumn> times_;
    double last_index_ = 0;
    std::optional<Hertz> rate_;
    std::size_t piece_rows_ = 1;
    std::int64_t rows_ = 0;
    std::int64_t first_sample_ = 0;
    std::int64_t sequence_ = 0;
    std::vector<std::string> warnings_;
    bool complete_ = true;
};

} // namespace

std::unique_ptr<RecordingSource> open_csv(LineReader lines, const OpenSettings& settings) {
    return std::make_unique<CsvSource>(std::move(lines), settings);
}

} // namespace ecg::formats
