#include "analyze_input.hpp"

#include "analyze/stream.hpp"
#include "annotation_file.hpp"
#include "chosen_leads.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "formats/analysis/explanation.hpp"
#include "formats/open_recording.hpp"
#include "formats/session/session_writer.hpp"

#include <optional>
#include <utility>

namespace ecg {
namespace {

void append_learned(std::string& out, OutputKind kind, const Analysis& analysis) {
    switch (kind) {
    case OutputKind::session:
        break; // stands in the session's lines already
    case OutputKind::summary:
        formats::append_analysis_line(out, analysis);
        break;
    case OutputKind::explain:
        formats::append_explanation(out, analysis);
        break;
    case OutputKind::beats:
        formats::append_beat_lines(out, analysis);
        break;
    case OutputKind::beats_csv:
        formats::append_beat_csv(out, analysis, false);
        break;
    case OutputKind::score_beats:
        formats::append_beat_score_line(out, analysis);
        break;
    case OutputKind::score_waves:
        formats::append_wave_score_lines(out, analysis);
        break;
    }
}

/// One recording of the input, while its pieces come.
class Session {
public:
    Session(std::string id, const AnalyzeOptions& options, const analyze::AnalyzeSettings& settings,
            const ResultPort& port)
        : id_{std::move(id)}, options_{options}, port_{port}, analyzer_{settings} {}

    [[nodiscard]] const std::string& id() const { return id_; }

    void add(SessionLine line) {
        Recording& piece = line.recording;
        if (!piece.info.patient.age) {
            piece.info.patient.age = options_.age;
        }
        if (!piece.info.patient.sex) {
            piece.info.patient.sex = options_.sex;
        }
        if (line.end) {
            end_ = line.end;
        }
        write(analyzer_.add(piece));
        end_sample_ = piece.first_sample + piece.sample_count();
        samples_ += piece.sample_count();
    }

    [[nodiscard]] bool empty() const { return samples_ == 0; }

    void finish(bool complete) {
        if (!complete) {
            end_ = SessionEnd{"cut", end_sample_, 0};
        }
        auto lines = analyzer_.finish(end_);
        Analysis& summary = *lines.back().summary;
        summary.complete = complete;
        write(lines);
        write_learned(summary);
    }

private:
    void write(const std::vector<SessionLine>& lines) {
        if (options_.kind != OutputKind::session) {
            return;
        }
        for (const SessionLine& line : lines) {
            text_.clear();
            formats::append_session_line(text_, line);
            port_.write(text_);
        }
    }

    void write_learned(const Analysis& analysis) {
        text_.clear();
        append_learned(text_, options_.kind, analysis);
        if (!text_.empty()) {
            port_.write(text_);
        }
        if (!options_.annotations_folder.empty()) {
            write_annotation_file(options_, analysis);
        }
    }

    std::string id_;
    const AnalyzeOptions& options_;
    const ResultPort& port_;
    analyze::StreamAnalyzer analyzer_;
    std::optional<SessionEnd> end_;
    std::int64_t end_sample_ = 0;
    std::int64_t samples_ = 0;
    std::string text_;
};

/// Throws Error{data} when there was nothing to analyse.
void finish(Session& session, const std::string& name, bool complete) {
    if (session.empty()) {
        throw Error{ErrorKind::data, name + ": session " + session.id() + " holds no samples"};
    }
    session.finish(complete);
}

} // namespace

void analyze_input(const std::string& path, const AnalyzeOptions& options,
                   const analyze::AnalyzeSettings& settings, const ResultPort& port) {
    const std::string name = path == "-" ? "standard input" : path;
    const auto source = formats::open_recording(path, options.open);
    std::optional<Session> session;
    while (auto line = source->next()) {
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, name + ": interrupted"};
        }
        const std::string& id = line->recording.info.id;
        if (session && session->id() != id) {
            finish(*session, name, true);
            session.reset();
        }
        if (!session) {
            session.emplace(id, options, settings, port);
        }
        keep_leads(line->recording, options.only_leads, name);
        session->add(std::move(*line));
    }
    const bool complete = source->complete();
    if (session) {
        finish(*session, name, complete);
    }
    const auto warnings = source->take_warnings();
    if (!session || (options.strict && !complete)) {
        throw Error{ErrorKind::data,
                    warnings.empty() ? name + ": holds no recording" : warnings.back()};
    }
    for (const std::string& warning : warnings) {
        port.tell(warning);
    }
}

} // namespace ecg
