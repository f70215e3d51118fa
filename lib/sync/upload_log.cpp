#include "sync/upload_log.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "sync/upload_entry.hpp"
#include "sync/upload_files.hpp"

#include <unistd.h>

#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t most_unwritten = 20'000, deepest = 64;
constexpr std::string_view list_begin = "[\n", between = ",\n", list_end = "\n]\n";

/// A list without its end, "" for one that is empty.
std::string open_list(const std::string& list) {
    std::string_view open = list;
    open = trim(open.substr(0, open.rfind(']')));
    return open == "[" ? "" : std::string{open};
}

std::string id_of(const std::string& entry) {
    const std::set<std::string> ids = entry_ids(entry);
    return ids.empty() ? entry : *ids.begin();
}

FileLock lock_in(const std::string& state_folder) {
    return FileLock::take(state_folder + "/upload_log.lock");
}

std::string notes_in(const std::string& state_folder) {
    return state_folder + "/upload_log.jsonl";
}

/// All ledgers that may know of uploads, the notes among them.
std::vector<std::string> ledgers_in(const std::string& state_folder) {
    std::vector<std::string> paths;
    for (const std::string& name : names_in(state_folder)) {
        if (name.ends_with(".jsonl")) {
            paths.push_back(state_folder + '/' + name);
        }
    }
    return paths;
}

} // namespace

std::string UploadLog::take(Ledger& ledger) {
    const std::lock_guard guard{one_at_a_time_};
    return try_to_log(ledger);
}

std::string UploadLog::take_if_due(Ledger& ledger) {
    const std::lock_guard guard{one_at_a_time_};
    const bool is_due = !settings_.elapsed || settings_.elapsed() - last_ >= settings_.patience;
    return is_due || is_full(ledger.uploads().size()) ? try_to_log(ledger) : "";
}

std::string UploadLog::try_to_log(Ledger& ledger) {
    const bool has_any = !ledger.uploads().empty() || !unwritten_.empty();
    if (!has_any && !has_notes()) {
        return "";
    }
    try {
        make_folder(settings_.folder);
        const FileLock lock = lock_in(settings_.state_folder);
        log_notes();
        if (has_any) {
            log(ledger);
        }
        last_ = settings_.elapsed ? settings_.elapsed() : last_;
        has_told_ = false;
        return "";
    } catch (const Error& error) {
        for (const std::string& entry : ledger.uploads()) {
            if (unwritten_.size() < most_unwritten) {
                unwritten_.push_back(entry);
            }
        }
        return has_told_.exchange(true) ? "" : error.what();
    }
}

void UploadLog::log(Ledger& ledger) {
    const bool may_be_there = ledger.may_be_logged() || !unwritten_.empty();
    ledger.begin_logging();
    std::vector<std::string> entries = unwritten_;
    entries.insert(entries.end(), ledger.uploads().begin(), ledger.uploads().end());
    append(entries, may_be_there);
    unwritten_.clear();
    ledger.forget_uploads();
    ledger.flush();
}

void UploadLog::append(const std::vector<std::string>& entries, bool may_be_there) {
    const UploadFiles files{settings_.folder};
    const std::string list = files.list(settings_.tell);
    std::set<std::string> known = entry_ids(list);
    if (may_be_there) {
        for (const std::string& path : files.aside()) {
            known.merge(entry_ids(read_upload_file(path)));
        }
    }
    std::string open = open_list(list);
    bool is_changed = false;
    for (const std::string& entry : entries) {
        if (!known.insert(id_of(entry)).second) {
            continue;
        }
        const std::size_t size = open.size() + between.size() + entry.size() + list_end.size();
        if (!open.empty() && size > settings_.largest) {
            if (is_changed) {
                files.replace(open.append(list_end));
            }
            files.put_aside(settings_.kept);
            open.clear();
        }
        open.append(open.empty() ? list_begin : between).append(entry);
        is_changed = true;
    }
    if (is_changed) {
        files.replace(open.append(list_end));
    }
}

std::set<std::string> UploadLog::all_ids() const {
    std::set<std::string> ids;
    std::vector<std::string> paths = ledgers_in(settings_.state_folder);
    for (std::string& path : UploadFiles{settings_.folder}.all()) {
        paths.push_back(std::move(path));
    }
    for (const std::string& path : paths) {
        ids.merge(entry_ids(read_upload_file(path)));
    }
    return ids;
}

void UploadLog::note(const std::string& entry, bool once_an_object) {
    const std::lock_guard guard{one_at_a_time_};
    make_folder(settings_.folder);
    const FileLock lock = lock_in(settings_.state_folder);
    const std::string object = id_of(entry).substr(0, object_mark_length);
    if (once_an_object && !known_objects_) {
        known_objects_.emplace();
        for (const std::string& id : all_ids()) {
            known_objects_->insert(id.substr(0, object_mark_length));
        }
    }
    if (once_an_object && known_objects_->contains(object)) {
        return;
    }
    Ledger notes{notes_in(settings_.state_folder)};
    notes.note_upload(entry);
    notes.flush();
    if (known_objects_) {
        known_objects_->insert(object);
    }
}

bool UploadLog::has_notes() const {
    return ::access(notes_in(settings_.state_folder).c_str(), F_OK) == 0;
}

void UploadLog::log_notes() {
    if (!has_notes()) {
        return;
    }
    const std::string path = notes_in(settings_.state_folder);
    Ledger notes{path};
    const bool may_be_there = notes.may_be_logged();
    notes.begin_logging();
    append(notes.uploads(), may_be_there);
    ::unlink(path.c_str());
    sync_folder(settings_.state_folder);
}

void UploadLog::take_notes() {
    const std::lock_guard guard{one_at_a_time_};
    if (has_notes()) {
        make_folder(settings_.folder);
        const FileLock lock = lock_in(settings_.state_folder);
        log_notes();
    }
}

std::vector<std::string> UploadLog::each(const std::function<void(const JsonValue&)>& visit) const {
    std::vector<std::string> troubles;
    std::set<std::string> seen;
    JsonReader reader{deepest};
    const auto read_list = [&](const std::string& path) {
        const std::string text = read_upload_file(path);
        if (trim(text).empty()) {
            return;
        }
        const JsonValue list = reader.parse(text, path);
        if (list.kind() != JsonKind::array) {
            throw Error{ErrorKind::data, path + ": is no JSON list"};
        }
        seen.merge(entry_ids(text));
        list.each_element(visit);
    };
    const auto read_ledger = [&](const std::string& path) {
        const Ledger ledger{path, LedgerUse::look};
        for (const std::string& entry : ledger.uploads()) {
            if (seen.insert(id_of(entry)).second) {
                visit(reader.parse(entry, path));
            }
        }
    };
    const auto read_all = [&](const std::vector<std::string>& paths, const auto& read) {
        for (const std::string& path : paths) {
            try {
                read(path);
            } catch (const Error& error) {
                troubles.emplace_back(error.what());
            }
        }
    };
    const FileLock lock = lock_in(settings_.state_folder);
    if (::access(settings_.folder.c_str(), F_OK) == 0) {
        read_all(UploadFiles{settings_.folder}.all(), read_list);
    }
    read_all(ledgers_in(settings_.state_folder), read_ledger);
    return troubles;
}

} // namespace ecg::sync
