#include "formats/session/find_session_state.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "formats/session/parse_session_line.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

constexpr std::string_view schema = "ecg.session/1";
constexpr std::string_view snapshot_key = R"("ecg_snapshot":{)";

/// A line parted at its samples.
struct Parts {
    std::string around;       ///< the line with an empty snapshot
    std::int64_t samples = 0; ///< in each lead
};

/// Absent when the line is not written as we do it.
std::optional<Parts> part(std::string_view line) {
    const auto key = line.find(snapshot_key);
    const auto begin = key + snapshot_key.size();
    const auto end = key == std::string_view::npos ? key : line.find('}', begin);
    if (end == std::string_view::npos || line.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view snapshot = line.substr(begin, end - begin);
    if (snapshot.find('{') != std::string_view::npos) {
        return std::nullopt; // half a line, and another behind it
    }
    Parts parts;
    parts.around.append(line.substr(0, begin)).append(line.substr(end));
    const std::string_view list = snapshot.substr(std::min(snapshot.find('['), snapshot.size()));
    if (const auto length = list.find(']'); length != std::string_view::npos && length > 1) {
        parts.samples =
            1 + std::count(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(length), ',');
    }
    return parts;
}

class StateFinder {
public:
    explicit StateFinder(const std::string& path) : reader_{InputFile{path}} {}

    SessionFileState find() {
        while (const auto text = reader_.next()) {
            const std::string_view line = trim(*text);
            const std::string trouble = line.empty() ? "" : take(line);
            if (!trouble.empty()) {
                note_damage(trouble, line);
            } else if (!damage_.empty() && !line.empty()) {
                throw Error{ErrorKind::data,
                            damage_ + ", and whole lines follow it; recover makes a mended copy"};
            } else if (damage_.empty()) {
                state_.whole_bytes = reader_.offset();
            }
        }
        state_.tail.bytes = damage_.empty() ? 0 : reader_.offset() - state_.whole_bytes;
        return std::move(state_);
    }

private:
    void note_damage(const std::string& trouble, std::string_view line) {
        const bool is_first = damage_.empty();
        damage_ = is_first ? trouble : damage_;
        state_.tail.kind =
            is_first && !reader_.terminated() ? kind_of_tail(line) : TailKind::garbage;
    }

    /// What is wrong with the line; "" when it was taken.
    std::string take(std::string_view line) {
        try {
            if (!take_quickly(line)) {
                const SessionLine whole = parse(line);
                take(whole, whole.recording.sample_count());
            }
            return "";
        } catch (const Error& error) {
            return error.what();
        }
    }

    /// False when the whole of the line has to be read.
    bool take_quickly(std::string_view line) {
        const auto parts = part(line);
        if (!parts || !state_.session || state_.session->leads.empty()) {
            return false;
        }
        std::optional<SessionLine> head;
        try {
            head = parse(parts->around);
        } catch (const Error&) {
            return false;
        }
        if (head->recording.info.id != state_.session->info.id) {
            return false;
        }
        take(*head, parts->samples);
        return true;
    }

    SessionLine parse(std::string_view line) {
        const JsonValue value = json_.parse(line, reader_.where());
        if (value.text_at("schema") != schema) {
            throw Error{ErrorKind::data, reader_.where() + ": is no session line"};
        }
        return parse_session_line(value, {}, reader_.where());
    }

    void take(const SessionLine& line, std::int64_t samples) {
        const auto& before = state_.session;
        if (before && before->info.id == line.recording.info.id &&
            (before->end || line.recording.first_sample < before->next_sample ||
             !(line.recording.rate == before->rate))) {
            throw Error{ErrorKind::data, reader_.where() + ": does not follow the line before"};
        }
        take_line(state_.session, line, samples);
    }

    LineReader reader_;
    JsonReader json_;
    SessionFileState state_;
    std::string damage_; ///< of the first line that is not whole
};

} // namespace

SessionFileState find_session_state(const std::string& path) {
    return StateFinder{path}.find();
}

} // namespace ecg::formats
