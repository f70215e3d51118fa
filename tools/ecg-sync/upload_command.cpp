#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "kept_uploads.hpp"
#include "options.hpp"
#include "sync/upload_entry.hpp"
#include "target_outcomes.hpp"
#include "target_settings.hpp"
#include "transfer/crypto.hpp"
#include "transfer/object_name.hpp"

#include <CLI/CLI.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ecg {
namespace {

struct UploadOptions {
    std::vector<std::string> files;
    std::vector<std::string> targets;
    std::string name;
    bool json = false;
};

/// A file's last change: the same file has the same name whenever it is sent.
UtcTime changed_at(const std::string& path) {
    struct stat status {};

    return {::stat(path.c_str(), &status) == 0 ? std::int64_t{status.st_mtim.tv_sec} * 1000 : 0};
}

std::string name_of(const UploadOptions& options, const std::string& path,
                    const transfer::ByteSource& bytes) {
    return !options.name.empty()
               ? options.name
               : transfer::report_object_name(changed_at(path), transfer::sha256(bytes), path);
}

struct Sent {
    Attempt made;
    std::optional<sync::Upload> upload; ///< absent unless the target has it
};

Sent upload_to(transfer::Target& target, sync::Upload upload, const std::string& path,
               const UploadOptions& options) {
    Sent sent;
    sent.made = attempt([&](Attempt& made) {
        const transfer::FileBytes bytes{path};
        const std::string name = name_of(options, path, bytes);
        const bool is_server = upload.service == "backend"; // which gives names of its own
        made.object = is_server ? "" : name;
        upload.was_there = target.put(name, bytes) == transfer::Stored::before;
        made.outcome = upload.was_there ? "there already" : "stored";
        upload.place = target.place_of(name);
        upload.object = is_server ? std::exchange(upload.place.path, "") : name;
        upload.sha256 = transfer::hex(transfer::bytes_of(transfer::sha256(bytes)));
        upload.size = bytes.size();
        sent.upload = upload;
    });
    return sent;
}

/// Files that are sent past the queue, in the log of uploads. Its trouble stops no upload.
class LoggedUploads {
public:
    explicit LoggedUploads(const config::Settings& settings)
        : log_{upload_log(settings, open_queue(settings), std::chrono::milliseconds{0},
                          cli::tell)} {}

    void add(const sync::Upload& upload, const std::string& path) {
        std::error_code unknown; // then it is named as it was given
        const std::string whole = std::filesystem::absolute(path, unknown).string();
        const std::string mark = transfer::hex(transfer::random_bytes(16));
        keep([&] {
            log_->note(
                sync::upload_entry(upload, {whole.empty() ? path : whole, "", "", mark}, now_utc()),
                upload.was_there);
        });
    }

    ~LoggedUploads() { write(); } // also when a stop was asked for

    LoggedUploads(const LoggedUploads&) = delete;
    LoggedUploads& operator=(const LoggedUploads&) = delete;

    /// False where not all is in the log.
    bool write() {
        keep([&] { log_->take_notes(); });
        return trouble_.empty();
    }

private:
    void keep(const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            if (trouble_.empty()) {
                trouble_ = error.what();
                cli::tell(trouble_ + "; the log of uploads lacks what went");
            }
        }
    }

    std::unique_ptr<sync::UploadLog> log_;
    std::string trouble_;
};

std::string line_of(const std::string& path, const std::string& target, const Attempt& made,
                    bool json) {
    std::string line;
    if (!json) {
        line.append(made.outcome).append("\t").append(target).append("\t");
        return line.append(made.object.empty() ? "-" : made.object).append("\t").append(path) +
               '\n';
    }
    JsonWriter writer{line};
    writer.begin_object().member("file", path).member("target", target);
    writer.member("outcome", made.outcome).text_unless_empty("object", made.object);
    writer.text_unless_empty("reason", made.reason).end_object();
    return line += '\n';
}

void upload(const config::Settings& settings, const UploadOptions& options) {
    if (!options.name.empty() && options.files.size() != 1) {
        throw Error{ErrorKind::usage, "--name: names one file, not several"};
    }
    std::vector<std::string> names = options.targets;
    if (names.empty()) {
        names = rules_in(settings).reports;
    }
    LoggedUploads log{settings};
    OutcomeLines outcomes;
    for (const std::string& name : names) {
        const OpenedForUpload opened = open_for_upload(settings, name);
        for (const std::string& path : options.files) {
            stop_if_requested();
            const Sent sent = opened.target
                                  ? upload_to(*opened.target,
                                              {service_of(settings, name), name, ""}, path, options)
                                  : Sent{opened.why, {}};
            if (sent.upload) {
                log.add(*sent.upload, path);
            }
            outcomes.tell(name, sent.made, line_of(path, name, sent.made, options.json));
        }
    }
    const bool is_logged = log.write();
    outcomes.finish();
    if (!is_logged) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_upload(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command =
        app.add_subcommand("upload", "Send files to targets at once, past the queue");
    const auto options = std::make_shared<UploadOptions>();
    command->add_option("files", options->files, "Files of any kind")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--target", options->targets,
                     "Where to; may be given again (default: where reports go)")
        ->allow_extra_args(false)
        ->type_name("NAME");
    command
        ->add_option("--name", options->name,
                     "What it is called there, instead of a name made of its bytes")
        ->type_name("OBJECT");
    command->add_flag("--json", options->json, "Tell the outcomes as JSON lines");
    command->callback([choose, options] {
        choose([options](const config::Settings& settings) { upload(settings, *options); });
    });
}

} // namespace ecg
