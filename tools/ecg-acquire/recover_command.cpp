#include "acquire/session/line_file.hpp"
#include "acquire/session/session_file_name.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "formats/session/recover_session.hpp"

#include <algorithm>
#include <filesystem>

namespace ecg {
namespace {

using formats::Recovery;

/// Where the copy goes, with a name that is free.
std::string copy_of(const std::string& file, const std::string& output) {
    const bool into_folder = output.empty() || std::filesystem::is_directory(output);
    if (!into_folder) {
        if (output != "-" && std::filesystem::is_regular_file(output)) {
            throw Error{ErrorKind::data, output + ": exists already"};
        }
        return output;
    }
    const std::filesystem::path path{file};
    const std::string name =
        path.stem().string() + ".recovered" +
        (path.has_extension() ? path.extension().string() : std::string{".jsonl"});
    const auto folder = output.empty() ? path.parent_path() : std::filesystem::path{output};
    std::string free;
    int number = 0;
    do {
        free = acquire::numbered_name((folder / name).string(), number++);
    } while (std::filesystem::exists(free));
    return free;
}

std::string count(std::int64_t number, const std::string& thing) {
    return std::to_string(number) + ' ' + thing + (number == 1 ? "" : "s");
}

std::string left_out(const Recovery& recovery) {
    std::string words;
    if (recovery.left_out_bytes > 0) {
        words += ", " + count(recovery.left_out_bytes, "byte") + " of damage left out";
    }
    if (recovery.tail.bytes > 0) {
        words += ", " + count(recovery.tail.bytes, "byte") + " of " +
                 std::string{name_of(recovery.tail.kind)} + " left out";
    }
    return words;
}

std::string report(const std::string& file, const Recovery& recovery, const std::string& copy) {
    std::string text = file + ": " + count(recovery.kept_lines, "line") + " (" +
                       count(recovery.kept_bytes, "byte") + ") kept" + left_out(recovery);
    if (recovery.was_whole()) {
        return text + "; it is whole" + (copy == "-" ? "\n" : ", nothing was written\n");
    }
    text += recovery.added_end ? ", an end added" : "";
    return text + "; written to " + copy + '\n';
}

std::string json_report(const std::string& file, const Recovery& recovery,
                        const std::string& copy) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.recovery/1").member("file", file);
    json.member("was_whole", recovery.was_whole());
    if (!recovery.was_whole() || copy == "-") {
        json.member("written_to", copy);
    }
    json.member("session_id", recovery.session.info.id);
    json.member("kept_lines", recovery.kept_lines).member("kept_bytes", recovery.kept_bytes);
    json.member("damaged_lines", recovery.left_out_lines);
    json.member("damaged_bytes", recovery.left_out_bytes);
    json.member("tail_bytes", recovery.tail.bytes);
    json.text_unless_empty("tail", name_of(recovery.tail.kind));
    json.member("added_end", recovery.added_end);
    if (const auto& end = recovery.session.end) {
        json.member("samples", end->samples).member("gaps", end->gaps);
    }
    json.end_object();
    return text + '\n';
}

void say(const RecoverOptions& options, const std::string& text) {
    if (options.output == "-" && !options.json) {
        cli::tell(text.substr(0, text.size() - 1));
        return;
    }
    cli::Output output{options.output == "-" ? "/dev/stderr" : "-", Overwrite::never};
    output.write(text);
    output.finish();
}

void recover(const RecoverOptions& options, const std::string& file) {
    if (acquire::is_being_written(file)) {
        throw Error{ErrorKind::unavailable, file + ": a process is still writing it"};
    }
    const std::string copy = copy_of(file, options.output);
    cli::Output output{copy, Overwrite::never};
    const Recovery recovery =
        formats::recover_session(file, [&](std::string_view bytes) { output.write(bytes); });
    if (!recovery.was_whole() || copy == "-") {
        output.finish();
    }
    if (options.verbose) {
        for (const std::string& damage : recovery.damage) {
            cli::tell(damage);
        }
    }
    say(options, options.json ? json_report(file, recovery, copy) : report(file, recovery, copy));
}

void check(const RecoverOptions& options) {
    if (std::count(options.files.begin(), options.files.end(), "-") > 0) {
        throw Error{ErrorKind::usage, "-: recover takes files"};
    }
    if (options.files.size() > 1 && !options.output.empty() &&
        !std::filesystem::is_directory(options.output)) {
        throw Error{ErrorKind::usage,
                    options.output + ": is no folder, and there are several files"};
    }
}

} // namespace

void recover_command(const RecoverOptions& options) {
    check(options);
    int code = 0;
    for (const std::string& file : options.files) {
        try {
            recover(options, file);
        } catch (const ClosedPipe&) {
            throw;
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::interrupted) {
                throw;
            }
            cli::tell(error.what());
            const int failed = error.kind() == ErrorKind::unavailable ? 3 : 1;
            code = code == 0 || failed == 1 ? failed : code;
        }
    }
    if (code != 0) {
        throw cli::AlreadyTold{code};
    }
}

} // namespace ecg
