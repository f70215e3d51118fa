#include "serve/operate/server_audit.hpp"

#include "common/error.hpp"
#include "serve/audit/audit_folder.hpp"

#include <filesystem>

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

KeyRing read_audit_keys(const ServerFolder& server, Moment now) {
    if (!has_key(server.keys())) {
        throw Error{ErrorKind::data, server.keys() + ": has no key of an audit log, and without "
                                                     "it none can be verified"};
    }
    return open_key_ring(server.keys(), audit_keys, now);
}

} // namespace ecg::serve
