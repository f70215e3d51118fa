#include "cli/messages.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "formats/session/session_source.hpp"
#include "options.hpp"
#include "serve/operate/operator_accounts.hpp"
#include "serve/operate/session_import.hpp"
#include "serve/store/schema.hpp"
#include "serve/store/sqlite_store.hpp"
#include "server_place.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace ecg {
namespace {

struct ImportOptions {
    std::vector<std::string> files;
    std::string user;
    std::string start; ///< "" = the lines say
};

std::optional<serve::Moment> start_of(const ImportOptions& options) {
    if (options.start.empty()) {
        return std::nullopt;
    }
    const auto time = parse_utc(options.start);
    if (!time) {
        throw Error{ErrorKind::usage, "--start " + options.start + ": is no moment in ISO 8601"};
    }
    return serve::Moment{time->milliseconds * 1000};
}

double size_in_mb(const std::string& file) {
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    return code ? 0 : static_cast<double>(size) / 1e6;
}

/// All lines of a file, each held against those before it.
class SessionFile {
public:
    SessionFile(const std::string& file, std::optional<serve::Moment> start)
        : lines_{InputFile{file}}, sequence_{{}, file}, start_{start}, bar_{"MB",
                                                                            size_in_mb(file)} {}

    void read_into(serve::SessionImport& import) {
        while (const auto line = lines_.next()) {
            const std::string_view text = without_mark(trim(*line));
            if (!text.empty()) {
                read_line(text, import);
            }
            bar_.show(static_cast<double>(lines_.offset()) / 1e6);
        }
        if (!any_) {
            throw Error{ErrorKind::data, lines_.name() + ": holds no session line"};
        }
    }

    /// As messages have it.
    [[nodiscard]] const std::string& name() const { return lines_.name(); }

private:
    static std::string_view without_mark(std::string_view text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        return text.starts_with(mark) ? trim(text.substr(mark.size())) : text;
    }

    void read_line(std::string_view text, serve::SessionImport& import) {
        const std::string where = lines_.where();
        const JsonValue value = parse(text, where);
        if (value.kind() == JsonKind::object && !value.find("schema")) {
            throw Error{ErrorKind::data, where + ": is no line of ecg.session/1; \"ecg-acquire "
                                                 "replay --speed max\" makes some of what others "
                                                 "wrote"};
        }
        sequence_.add(value, where);
        import.add(serve::rows_of_line(value, text, start_, where), where);
        any_ = true;
    }

    JsonValue parse(std::string_view text, const std::string& where) {
        try {
            return reader_.parse(text, where);
        } catch (const Error& error) {
            if (lines_.terminated()) {
                throw;
            }
            throw Error{ErrorKind::data,
                        std::string{error.what()} +
                            "; the last line is cut: \"ecg-acquire recover\" makes a whole copy"};
        }
    }

    LineReader lines_;
    JsonReader reader_;
    formats::SessionLines sequence_;
    std::optional<serve::Moment> start_;
    cli::Progress bar_;
    bool any_ = false;
};

std::string words_of(const std::string& file, const serve::ImportedSession& session) {
    std::string text = file + ": " + session.id;
    if (session.recorded_as != session.id) {
        text += " (" + session.recorded_as + ')';
    }
    const bool is_new = session.waveforms + session.metrics > 0;
    text += is_new ? ": " + std::to_string(session.waveforms) + " waveforms and " +
                         std::to_string(session.metrics) + " metrics stored"
                   : ": was there already, nothing stored";
    return text + (session.is_open ? ", without an end\n" : "\n");
}

class Importer {
public:
    Importer(const config::Settings& settings, const ImportOptions& options)
        : server_{server_of(settings)}, start_{start_of(options)}, clock_{serve::forward_clock()} {
        serve::require_database(server_);
        audit_ = std::make_unique<serve::OperatorAudit>(server_, clock_);
        database_ = std::make_unique<serve::Database>(serve::open_for_writing(server_.database()));
        serve::require_schema(*database_);
        user_ = serve::account_called(*database_, options.user).id;
    }

    void import(const std::string& file) {
        serve::SessionImport import{*database_, user_, clock_};
        SessionFile lines{file, start_};
        lines.read_into(import);
        std::string said;
        for (const serve::ImportedSession& session : store(import, lines.name())) {
            const bool is_new = session.waveforms + session.metrics > 0;
            audit_->note("import_session", user_, is_new ? "done" : "repeated", session.id);
            said += words_of(lines.name(), session);
        }
        print(said);
    }

private:
    std::vector<serve::ImportedSession> store(serve::SessionImport& import,
                                              const std::string& name) {
        bool has_begun = false;
        try {
            return import.commit(name, [&has_begun] {
                has_begun = true;
                if (stop_requested()) {
                    throw Error{ErrorKind::interrupted,
                                "stopped: what is stored stays, and the same import goes on there"};
                }
            });
        } catch (...) {
            if (has_begun) {
                audit_->note("import_session", user_, "failed", "");
            }
            throw;
        }
    }

    serve::ServerFolder server_;
    std::optional<serve::Moment> start_;
    serve::Clock clock_;
    std::unique_ptr<serve::OperatorAudit> audit_;
    std::unique_ptr<serve::Database> database_;
    std::string user_;
};

/// A file that fails is told, and the others are done.
void run(const config::Settings& settings, const ImportOptions& options) {
    Importer importer{settings, options};
    bool failed = false;
    for (const std::string& file : options.files) {
        try {
            importer.import(file);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::data) {
                throw;
            }
            cli::tell(error.what());
            failed = true;
        }
    }
    if (failed) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_import(CLI::App& app, const ChooseAction& choose) {
    CLI::App* import =
        app.add_subcommand("import", "Make sessions of files those of an account; once, however "
                                     "often it is done");
    const auto options = std::make_shared<ImportOptions>();
    import->add_option("files", options->files, "Session lines; - is standard input")
        ->required()
        ->type_name("FILE");
    import->add_option("--user", options->user, "Id, device serial or full name of the account")
        ->required()
        ->type_name("USER");
    import
        ->add_option("--start", options->start,
                     "UTC time of the first sample, where lines have no timestamp")
        ->type_name("TIME");
    cli::add_footer(*import, R"(Examples:
  ecg-serve import night.jsonl --user ECG-0001
  ecg-acquire replay old.hea --speed max | ecg-serve import - --user ECG-0001
)");
    import->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options);
});
} // namespace ecg
);
}

} // namespace ecg
