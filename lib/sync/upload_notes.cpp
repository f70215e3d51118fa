#include "sync/upload_notes.hpp"

#include "common/error.hpp"
#include "sync/queue_files.hpp"
#include "transfer/crypto.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t longest_note = std::size_t{16} << 10U;
constexpr std::chrono::seconds longest_kept{8 * 24 * 3600}; // no target knows an upload for longer

} // namespace

UploadNotes::UploadNotes(std::string folder) : folder_{std::move(folder)} {
    if (::access(folder_.c_str(), F_OK) != 0) {
        return;
    }
    for (const std::string& name : names_in(folder_)) {
        const std::string path = folder_ + '/' + name;

        struct stat status {};

        if (::lstat(path.c_str(), &status) == 0 &&
            status.st_mtim.tv_sec < std::time(nullptr) - longest_kept.count()) {
            ::unlink(path.c_str());
        }
    }
}

std::string UploadNotes::file_of(const std::string& upload) const {
    return transfer::hex(transfer::bytes_of(transfer::sha256(upload))).substr(0, 32);
}

std::string UploadNotes::note_of(const std::string& upload) {
    std::string text;
    const std::string path = folder_ + '/' + file_of(upload);
    return read_regular(path, longest_note, text) == ReadFile::whole ? text : "";
}

void UploadNotes::note(const std::string& upload, const std::string& text) {
    try {
        make_folder(folder_);
        write_durably(folder_, {{file_of(upload), text}});
    } catch (const Error&) {
        // A full disk must not stop what needs no room: the upload begins anew, should it be cut.
    }
}

void UploadNotes::forget(const std::string& upload) {
    static_cast<void>(::unlink((folder_ + '/' + file_of(upload)).c_str()));
}

} // namespace ecg::sync
