#include "formats/session/session_source.hpp"

#include "common/error.hpp"
#include "common/json_member.hpp"
#include "common/text.hpp"
#include "common/utf8.hpp"
#include "formats/session/parse_session_line.hpp"

#include <utility>

namespace ecg::formats {
namespace {

constexpr std::string_view schema = "ecg.session/1";

class SessionSource : public RecordingSource {
public:
    SessionSource(LineReader reader, const OpenSettings& settings)
        : reader_{std::move(reader)}, lines_{settings, reader_.name()} {}

    std::optional<SessionLine> next() override {
        while (const auto text = reader_.next()) {
            const std::string_view line = trim(without_byte_order_mark(*text));
            if (line.empty()) {
                continue;
            }
            const auto value = parse(line);
            if (!value) {
                break;
            }
            if (auto joined = lines_.add(*value, reader_.where())) {
                seen_ = true;
                return joined;
            }
        }
        if (!seen_ && complete_) {
            throw Error{ErrorKind::data, reader_.name() + ": holds no session line with samples"};
        }
        return std::nullopt;
    }

    std::vector<std::string> take_warnings() override {
        std::vector<std::string> warnings = lines_.take_warnings();
        for (std::string& warning : std::exchange(warnings_, {})) {
            warnings.push_back(std::move(warning));
        }
        return warnings;
    }

    [[nodiscard]] bool complete() const override { return complete_; }

private:
    /// Absent when the line is the last and cut.
    std::optional<JsonValue> parse(std::string_view line) {
        try {
            return json_.parse(line, reader_.where());
        } catch (const Error&) {
            if (reader_.terminated() || !is_cut_object(line)) {
                throw;
            }
        }
        complete_ = false;
        warnings_.push_back(reader_.where() + ": last line is cut, " + std::to_string(line.size()) +
                            " bytes left out");
        return std::nullopt;
    }

    LineReader reader_;
    JsonReader json_;
    SessionLines lines_;
    std::vector<std::string> warnings_;
    bool seen_ = false;
    bool complete_ = true;
};

} // namespace

bool looks_like_session(std::string_view first_bytes) {
    return trim(without_byte_order_mark(first_bytes)).starts_with('{');
}

std::unique_ptr<RecordingSource> open_session(LineReader lines, const OpenSettings& settings) {
    return std::make_unique<SessionSource>(std::move(lines), settings);
}

std::optional<SessionLine> SessionLines::add(const JsonValue& value, const std::string& where) {
    if (value.kind() != JsonKind::object) {
        throw Error{ErrorKind::data, where + ": is not a JSON object"};
    }
    const auto named = value.find("schema");
    std::optional<SessionLine> line;
    if (!named) {
        line = old_app_.add(value, where);
    } else if (named->text() == schema) {
        line = sequence_.join(parse_session_line(value, settings_, where), where);
    } else {
        throw Error{ErrorKind::data,
                    where + ": schema is " + named->json() + ", not " + std::string{schema}};
    }
    if (line) {
        line->recording.info.source = name_;
    }
    return line;
}

} // namespace ecg::formats
