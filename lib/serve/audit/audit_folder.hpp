// The files of an audit log: audit.jsonl, those before it, and the head beside them.
#pragma once

#include "serve/audit/audit_seal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// Full paths, the oldest first: "audit-000000000001.jsonl", named after its first line, …, and
/// "audit.jsonl" if there is one.
std::vector<std::string> audit_files(const std::string& folder);

/// As its bytes are; "" when there is none.
std::string read_head_file(const std::string& folder);

/// What the last file ends with.
struct AuditTail {
    std::string last_line; ///< whole and without its end; "" when there is none
    std::string torn;      ///< behind it
};

/// The folder for whom writes it. One thread.
class AuditFolder {
public:
    /// Makes folder and files where they are missing, 0700 and 0600. Throws Error{unavailable}
    /// when another process writes there, Error{data} when it cannot be used.
    explicit AuditFolder(std::string folder);
    ~AuditFolder();
    AuditFolder(const AuditFolder&) = delete;
    AuditFolder& operator=(const AuditFolder&) = delete;

    [[nodiscard]] const AuditTail& tail() const { return tail_; }

    [[nodiscard]] const std::optional<AuditHead>& head() const { return head_; }

    /// On return bytes survive a power cut. Throws Error{unavailable}, and then nothing of them is
    /// in the file, or will be cut off before anything else is written.
    void append(std::string_view bytes);
    /// Of the last line that was appended. What fails here is made up for by the next one.
    void note_head(const AuditHead& head) noexcept;
    /// Closes audit.jsonl under the name of its first line, and begins another. Throws
    /// Error{unavailable} when that fails; then the old one is written on.
    void rotate(std::uint64_t first_line);

    [[nodiscard]] std::uint64_t size() const { return durable_; } ///< of audit.jsonl

    [[nodiscard]] std::uint64_t first_line() const { return first_line_; } ///< of it; 0 = none

private:
    void read_tail();
    void open_current();

    std::string folder_;
    AuditTail tail_;
    std::optional<AuditHead> head_;
    std::uint64_t first_line_ = 0;
    std::uint64_t durable_ = 0;
    int current_ = -1;
    int head_file_ = -1;
};

} // namespace ecg::serve
