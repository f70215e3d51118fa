#include "serve/operate/server_audit.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/time.hpp"
#include "serve/audit/audit_folder.hpp"
#include "serve/audit/audit_line.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

bool has_key(const std::string& folder) {
    std::error_code code;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, code}) {
        const std::string name = entry.path().filename();
        if (name.starts_with(audit_keys) && name.ends_with(".key")) {
            return true;
        }
    }
    return false;
}

struct TimedLine {
    std::string time, text;
};

/// The line with its time, where it is wanted.
std::optional<TimedLine> wanted_line(std::string_view text, const AuditSearch& search,
                                     const std::string& since) {
    thread_local JsonReader reader;
    const auto line = read_audit_line(text);
    if (!line || line->time < since) { // times of one form sort as texts
        return std::nullopt;
    }
    const JsonValue value = reader.parse(text, "audit");
    const bool is_theirs = search.user_id.empty() || value.text_at("who") == search.user_id ||
                           value.text_at("whom") == search.user_id;
    return is_theirs ? std::optional{TimedLine{line->time, std::string{text}}} : std::nullopt;
}

} // namespace

std::string told(const AuditBreak& broken) {
    return broken.file + (broken.line > 0 ? ':' + std::to_string(broken.line) : "") + ": " +
           broken.why;
}

std::vector<std::string> audit_folders(const ServerFolder& server) {
    std::vector<std::string> folders;
    for (const std::string& folder : {server.audit(), server.operator_audit()}) {
        if (fs::is_directory(folder) &&
            (!audit_files(folder).empty() || !read_head_file(folder).empty())) {
            folders.push_back(folder);
        }
    }
    return folders;
}

std::vector<AuditState> verify_audits(const ServerFolder& server, const KeyRing& keys) {
    std::vector<AuditState> states;
    for (const std::string& folder : audit_folders(server)) {
        states.push_back({folder, verify_audit(folder, keys)});
    }
    return states;
}

std::vector<std::string> find_audit_lines(const ServerFolder& server, const AuditSearch& search) {
    const std::string since =
        search.since ? format_utc(UtcTime{search.since->microseconds / 1000}) : "";
    std::vector<TimedLine> found;
    for (const std::string& folder : audit_folders(server)) {
        for (const std::string& path : audit_files(folder)) {
            LineReader lines{InputFile{path}};
            while (const auto text = lines.next()) {
                if (auto line = wanted_line(*text, search, since)) {
                    found.push_back(*std::move(line));
                }
            }
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const TimedLine& a, const TimedLine& b) { return a.time < b.time; });
    std::vector<std::string> texts;
    for (TimedLine& line : found) {
        texts.push_back(std::move(line.text));
    }
    return texts;
}

KeyRing read_audit_keys(const ServerFolder& server, Moment now) {
    if (!has_key(server.keys())) {
        throw Error{ErrorKind::data, server.keys() + ": has no key of an audit log, and without "
                                                     "it none can be verified"};
    }
    return open_key_ring(server.keys(), audit_keys, now);
}

} // namespace ecg::serve
