#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/time.hpp"
#include "options.hpp"
#include "target_outcomes.hpp"
#include "target_settings.hpp"
#include "transfer/object_name.hpp"

#include <CLI/CLI.hpp>
#include <sys/stat.h>

#include <memory>
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

Attempt upload_to(transfer::Target& target, bool is_server, const std::string& path,
                  const UploadOptions& options) {
    return attempt([&](Attempt& made) {
        const transfer::FileBytes bytes{path};
        const std::string name = name_of(options, path, bytes);
        made.object = is_server ? "" : name; // which gives its own
        made.outcome =
            target.put(name, bytes) == transfer::Stored::now ? "stored" : "there already";
    });
}

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
    cli::Output output{"-", Overwrite::never};
    WorstOutcome worst;
    for (const std::string& name : names) {
        const OpenedForUpload opened = open_for_upload(settings, name);
        for (const std::string& path : options.files) {
            stop_if_requested();
            const Attempt made = opened.target
                                     ? upload_to(*opened.target, name == "backend", path, options)
                                     : opened.why;
            output.write(line_of(path, name, made, options.json));
            output.end_lines();
            if (!made.reason.empty()) {
                cli::tell(name + ": " + made.reason);
            }
            worst.add(made);
        }
    }
    output.finish();
    worst.finish();
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
