#include "formats/session/recover_session.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "formats/session/parse_session_line.hpp"
#include "formats/session/session_sequence.hpp"
#include "formats/session/session_writer.hpp"

namespace ecg::formats {
namespace {

constexpr std::string_view schema = "ecg.session/1";
constexpr std::string_view beginning = R"({"schema":"ecg.session/1")";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Recoverer {
public:
    Recoverer(const std::string& path, const std::function<void(std::string_view)>& write)
        : reader_{InputFile{path}}, write_{write} {}

    Recovery recover() {
        std::int64_t begin = 0;
        while (const auto text = reader_.next()) {
            if (!trim(*text).empty() && !keep_whole_part(*text)) {
                leave_out(*text, reader_.offset() - begin);
            }
            begin = reader_.offset();
        }
        if (!session_) {
            throw Error{ErrorKind::data, reader_.name() + ": holds no whole session line"};
        }
        if (!session_->end) {
            add_end();
        }
        recovery_.session = std::move(*session_);
        return std::move(recovery_);
    }

private:
    /// Behind damage a whole line may begin in the same line: half a line, or zeros, and then what
    /// somebody wrote behind it.
    bool keep_whole_part(std::string_view text) {
        const auto last = text.rfind(beginning);
        if (take(text)) {
            keep(text);
            return true;
        }
        if (last == std::string_view::npos || last == 0 || !take(text.substr(last))) {
            return false;
        }
        keep(text.substr(last));
        recovery_.left_out_bytes += static_cast<std::int64_t>(last);
        note_damage();
        return true;
    }

    void keep(std::string_view line) {
        write_(line);
        write_("\n");
        ++recovery_.kept_lines;
        recovery_.kept_bytes += static_cast<std::int64_t>(line.size()) + 1;
    }

    void leave_out(std::string_view text, std::int64_t bytes) {
        if (!reader_.terminated()) {
            recovery_.tail = {kind_of_tail(text), bytes};
            return;
        }
        ++recovery_.left_out_lines;
        recovery_.left_out_bytes += bytes;
        note_damage();
    }

    void note_damage() {
        if (recovery_.damage.size() < Recovery::most_told) {
            recovery_.damage.push_back(trouble_);
        }
    }

    /// Whether readers would take the line where it stands.
    bool take(std::string_view text) {
        const std::string where = reader_.where();
        try {
            text = trim(text);
            if (text.starts_with(byte_order_mark)) {
                text.remove_prefix(byte_order_mark.size());
            }
            const JsonValue value = json_.parse(text, where);
            if (value.text_at("schema") != schema) {
                throw Error{ErrorKind::data, where + ": is no session line"};
            }
            SessionLine line = parse_session_line(value, {}, where);
            RecordingInfo own = line.recording.info;
            line = sequence_.join(std::move(line), where);
            line.recording.info = std::move(own);
            take_line(session_, line, line.recording.sample_count());
            return true;
        } catch (const Error& error) {
            trouble_ = error.what();
            return false;
        }
    }

    void add_end() {
        SessionLine line;
        line.sequence = session_->next_sequence;
        line.recording.info = session_->info;
        line.recording.rate = session_->rate;
        line.recording.first_sample = session_->next_sample;
        line.end = session_->end =
            SessionEnd{"recovered", session_->next_sample - session_->first_sample, session_->gaps};
        std::string text;
        append_session_line(text, line);
        write_(text);
        recovery_.added_end = true;
    }

    LineReader reader_;
    JsonReader json_;
    SessionSequence sequence_;
    const std::function<void(std::string_view)>& write_;
    std::optional<SessionState> session_;
    std::string trouble_; ///< with the line that was not taken last
    Recovery recovery_;
};

} // namespace

Recovery recover_session(const std::string& path,
                         const std::function<void(std::string_view)>& write) {
    return Recoverer{path, write}.recover();
}

} // namespace ecg::formats
