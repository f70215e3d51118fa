#include "serve/operate/back_up_server.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/time.hpp"
#include "common/version.hpp"
#include "serve/audit/audit_folder.hpp"
#include "serve/operate/server_audit.hpp"
#include "serve/operate/unfinished_folder.hpp"
#include "serve/store/backup.hpp"
#include "serve/store/database.hpp"
#include "serve/store/log_damage.hpp"
#include "transfer/folder_object_store.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

constexpr int most_attempts = 5; // while log files are rotated under our eyes

void write_private(const std::string& path, std::string_view bytes) {
    OutputFile file{path, Overwrite::never};
    file.write(bytes);
    file.commit();
    ::chmod(path.c_str(), 0600);
}

void make_private_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
}

/// Those that the database in the copy knows of. What is missing is told when the copy is read.
void copy_objects(const ServerFolder& from, const ServerFolder& to) {
    transfer::FolderObjectStore source{from.objects()}, target{to.objects()};
    Database database{to.database(), Database::Access::read};
    Statement row = database.query("SELECT DISTINCT object FROM reports");
    while (row.step()) {
        const std::string name = row.text(0);
        const std::optional<std::uint64_t> size = source.size(name);
        const auto bytes = size ? source.read(name, 0, *size) : std::nullopt;
        if (bytes) {
            target.put(name, *bytes);
        }
    }
}

/// The lines up to the head are there, for it is read first; one that is being written is left out.
void copy_log(const std::string& from, const std::string& to) {
    const std::string head = read_head_file(from);
    for (const std::string& path : audit_files(from)) {
        const std::string text = read_whole_file(path);
        write_private((fs::path{to} / fs::path{path}.filename()).string(),
                      std::string_view{text}.substr(0, text.rfind('\n') + 1));
    }
    if (!head.empty()) {
        write_private((fs::path{to} / "audit.head").string(), head);
    }
}

void copy_whole_log(const std::string& from, const std::string& to) {
    for (int attempt = 1;; ++attempt) {
        const std::vector<std::string> files = audit_files(from);
        make_private_folder(to);
        copy_log(from, to);
        if (audit_files(from) == files || attempt == most_attempts) {
            return;
        }
        fs::remove_all(to);
    }
}

void copy_audit(const ServerFolder& from, const ServerFolder& to) {
    copy_whole_log(from.audit(), to.audit());
    if (fs::is_directory(from.operator_audit())) {
        copy_whole_log(from.operator_audit(), to.operator_audit());
    }
}

void copy_keys(const ServerFolder& from, const ServerFolder& to) {
    make_private_folder(to.keys());
    for (const fs::directory_entry& entry : fs::directory_iterator{from.keys()}) {
        if (entry.path().extension() == ".key") {
            write_private((fs::path{to.keys()} / entry.path().filename()).string(),
                          read_whole_file(entry.path()));
        }
    }
}

std::string restore_page(const BackupSettings& settings) {
    std::string page{"Backup of an ecg-serve, "};
    page.append(format_utc(UtcTime{settings.now.microseconds / 1000}));
    page.append(", by ecg-serve ").append(version()).append(".\n\n");
    page += "To restore it:\n"
            "1. Stop the server and move $ECG_HOME/server out of the way.\n"
            "2. cp -a THIS_FOLDER $ECG_HOME/server, as the user who runs the server.\n";
    page += settings.with_keys
                ? "3. The keys are in it, in keys/. If somebody else may have had this backup, "
                  "remove keys/: then\n   everybody logs in again, and the audit log up to here "
                  "cannot be verified any more.\n"
                : "3. The keys are not in it. Put the folder keys/ of the old server into "
                  "$ECG_HOME/server if you have\n   it. Without it everybody logs in again, and "
                  "the audit log up to here cannot be verified.\n";
    page += "4. ecg-serve migrate, then ecg-serve check.\n5. Start the server.\n";
    return page;
}

void require_server(const ServerFolder& server, const std::string& to) {
    require_database(server);
    if (fs::exists(fs::symlink_status(to))) {
        throw Error{ErrorKind::data, to + ": exists already"};
    }
}

/// The copy, and what it holds; a log that is damaged stands before what comes of it.
StoreCheck copy_store(const ServerFolder& server, const ServerFolder& copy,
                      const BackupSettings& settings) {
    const LogDamage damage = find_log_damage(server.database());
    const std::string words = damage.may_be_cut() ? "" : damage.words(server.database());
    try {
        back_up(server.database(), copy.database());
        copy_objects(server, copy);
        transfer::FolderObjectStore objects{copy.objects()};
        StoreCheck check = check_store(copy.database(), objects, settings.progress);
        if (!words.empty()) {
            check.troubles.push_back(words);
        }
        return check;
    } catch (const Error& error) {
        if (words.empty()) {
            throw;
        }
        throw Error{error.kind(), words + "; so " + error.what()};
    }
}

} // namespace

Backup back_up_server(const ServerFolder& server, const BackupSettings& settings) {
    require_server(server, settings.to);
    UnfinishedFolder unfinished{settings.to};
    const ServerFolder copy{unfinished.path()};
    Backup backup;
    backup.store = copy_store(server, copy, settings);
    copy_audit(server, copy);
    if (settings.with_keys) {
        copy_keys(server, copy);
    }
    write_private(copy.path + "/RESTORE.txt", restore_page(settings));

    if (!audit_folders(copy).empty()) {
        for (const AuditState& log : verify_audits(copy, read_audit_keys(server, settings.now))) {
            const AuditVerdict& verdict = log.verdict;
            backup.audit_lines +=
                static_cast<std::int64_t>(verdict.last == 0 ? 0 : verdict.last + 1 - verdict.first);
            if (verdict.broken) {
                backup.store.troubles.push_back(told(*verdict.broken));
            }
        }
    }
    unfinished.finish();
    return backup;
}

} // namespace ecg::serve
