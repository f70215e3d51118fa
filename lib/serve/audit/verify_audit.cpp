#include "serve/audit/verify_audit.hpp"

#include "common/files.hpp"
#include "serve/audit/audit_folder.hpp"
#include "serve/audit/audit_line.hpp"
#include "serve/audit/audit_seal.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace ecg::serve {
namespace {

constexpr int most_attempts = 5; // while files are rotated under our eyes

std::string range_of(std::uint64_t from, std::uint64_t to) {
    return std::to_string(from) + (from == to ? "" : " to " + std::to_string(to));
}

/// One file's text, line by line.
struct FileText {
    std::string path, text;
    std::size_t at = 0;
    std::uint64_t line = 1; ///< that begins at `at`
};

class Verification {
public:
    Verification(const std::string& folder, const KeyRing& keys)
        : folder_{folder}, head_{read_head(read_head_file(folder))}, files_{audit_files(folder)} {
        for (const Key& key : keys.keys) {
            hmacs_.emplace(key.id, transfer::Hmac{key.secret});
        }
    }

    AuditVerdict run() {
        for (const std::string& path : files_) {
            read_file(path);
            if (verdict_.broken) {
                return verdict_;
            }
        }
        compare_head();
        return verdict_;
    }

    [[nodiscard]] bool saw_all() const { return audit_files(folder_) == files_; }

private:
    void read_file(const std::string& path) {
        FileText file{path, read_whole_file(path)};
        while (file.at < file.text.size() && !verdict_.broken) {
            const std::size_t end = file.text.find('\n', file.at);
            const bool whole = end != file.text.npos;
            const std::string_view line =
                std::string_view{file.text}.substr(file.at, end - file.at);
            if (whole && take(line, file)) {
                file.at = end + 1;
                ++file.line;
            } else if (!verdict_.broken && !skip_torn(file)) {
                end_at_torn(file, whole);
                return;
            }
        }
    }

    /// Whether line is the next of the chain. May find a break.
    bool take(std::string_view text, const FileText& file) {
        const std::optional<AuditLine> line = read_audit_line(text);
        if (!line || !is_next(*line)) {
            return false;
        }
        if (line->opening && !open(*line, file)) {
            return false;
        }
        if (hmac_ == nullptr) { // the file before was removed with what its key was
            return false;
        }
        if (verdict_.last != 0 ? line->previous != seal_of(*hmac_, last_text_)
                               : line->number == 1 && line->previous != no_previous) {
            return false;
        }
        verdict_.first = verdict_.first == 0 ? line->number : verdict_.first;
        verdict_.last = line->number;
        last_text_ = text;
        if (head_ && head_->number == line->number && head_->seal != seal_of(*hmac_, text)) {
            broken(file, "is not the line that the head says was written");
        }
        return true;
    }

    [[nodiscard]] bool is_next(const AuditLine& line) const {
        const bool skips = line.opening && line.opening->lost_from == verdict_.last + 1 &&
                           line.number == line.opening->lost_to + 1;
        return verdict_.last == 0 || skips || line.number == verdict_.last + 1;
    }

    /// A line of the log about itself.
    bool open(const AuditLine& line, const FileText& file) {
        const AuditOpening& opening = *line.opening;
        const auto hmac = hmacs_.find(opening.key);
        if (hmac == hmacs_.end()) {
            broken(file, "was sealed with key " + opening.key + ", which is not among the keys");
            return false;
        }
        hmac_ = &hmac->second;
        if (opening.torn_bytes != torn_bytes_) {
            broken(file, "tells of " + std::to_string(opening.torn_bytes) +
                             " bytes of a torn line, and " + std::to_string(torn_bytes_) +
                             " are before it");
        } else if (opening.lost_from > 0) {
            broken(file, "lines " + range_of(opening.lost_from, opening.lost_to) +
                             " had been written and were not there at the start of " + line.time);
        } else if (opening.had_no_head) {
            broken(file, "the head was not there at the start of " + line.time +
                             ": lines before it may be missing");
        } else if (verdict_.last == 0 && line.number > 1) {
            verdict_.notes.push_back("begins at line " + std::to_string(line.number) +
                                     ": what was before it is not in this folder");
        }
        torn_bytes_ = 0;
        return !verdict_.broken;
    }

    /// Goes on behind a line that a crash cut short, if an opening tells of just that.
    bool skip_torn(FileText& file) {
        const std::string_view text = file.text;
        std::size_t start = text.find('\n', file.at);
        for (std::uint64_t lines = 1; start != text.npos; ++lines) {
            const std::size_t end = text.find('\n', start + 1);
            if (end == text.npos) {
                return false;
            }
            const auto line = read_audit_line(text.substr(start + 1, end - start - 1));
            const std::string_view torn = text.substr(file.at, start - file.at);
            if (line && line->opening && tells_of(*line->opening, torn)) {
                verdict_.notes.push_back(file.path + ':' + std::to_string(file.line) + ": " +
                                         std::to_string(torn.size()) +
                                         " bytes of a line that a crash cut short");
                torn_bytes_ = static_cast<std::int64_t>(torn.size());
                file.at = start + 1;
                file.line += lines;
                return true;
            }
            start = end;
        }
        return false;
    }

    static bool tells_of(const AuditOpening& opening, std::string_view torn) {
        return opening.torn_bytes == static_cast<std::int64_t>(torn.size()) &&
               opening.torn_sha256 == transfer::hex(transfer::bytes_of(transfer::sha256(torn)));
    }

    /// Nothing explains why the line is not the next one.
    void end_at_torn(const FileText& file, bool whole) {
        if (!whole && file.path == files_.back()) {
            verdict_.notes.push_back(file.path + ':' + std::to_string(file.line) +
                                     ": ends in the middle of a line");
        } else if (verdict_.last == 0) {
            broken(file, "is not the first line of an audit log");
        } else {
            broken(file, "is not what follows line " + std::to_string(verdict_.last) +
                             ": one of the two was changed, or lines were taken out or put in");
        }
    }

    void compare_head() {
        const FileText file{folder_, "", 0, 0};
        if (!head_ && verdict_.last > 0) {
            broken(file, "the head is missing: lines may have been cut off at the end");
        } else if (head_ && head_->number > verdict_.last) {
            broken(file, "lines " + range_of(verdict_.last + 1, head_->number) +
                             " had been written and are missing at the end");
        }
    }

    void broken(const FileText& file, const std::string& why) {
        if (!verdict_.broken) {
            verdict_.broken = AuditBreak{file.path, file.line, why};
        }
    }

    std::string folder_;
    std::optional<AuditHead> head_; ///< read before the lines: those grow
    std::vector<std::string> files_;
    std::map<std::string, transfer::Hmac> hmacs_;
    const transfer::Hmac* hmac_ = nullptr;
    std::string last_text_;
    std::int64_t torn_bytes_ = 0; ///< that the next line, an opening, has to tell of
    AuditVerdict verdict_;
};

} // namespace

AuditVerdict verify_audit(const std::string& folder, const KeyRing& keys) {
    for (int attempt = 1;; ++attempt) {
        Verification verification{folder, keys};
        AuditVerdict verdict = verification.run();
        if (verification.saw_all() || attempt == most_attempts) {
            return verdict;
        }
    }
}

} // namespace ecg::serve
