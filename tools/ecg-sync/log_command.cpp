#include "backend_settings.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "kept_uploads.hpp"
#include "options.hpp"
#include "sync/byte_count.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <deque>
#include <memory>
#include <optional>

namespace ecg {
namespace {

struct LogOptions {
    std::string since;
    std::string target;
    std::size_t limit = 0; ///< 0 = all
    bool json = false;
};

/// What the table shows of an entry.
using Row = std::array<std::string, 5>;

Row head() {
    return {"TIME", "TARGET", "SIZE", "OBJECT", "FILE"};
}

/// The original app wrote local times, without saying so.
std::optional<UtcTime> time_of(const std::string& text) {
    const auto time = parse_utc(text);
    const std::size_t clock = text.find_first_of("T ");
    if (!time || clock == text.npos || text.find_first_of("Z+-", clock) != text.npos) {
        return time;
    }
    const std::time_t seconds = static_cast<std::time_t>(time->milliseconds / 1000);
    std::tm local{};
    ::gmtime_r(&seconds, &local);
    local.tm_isdst = -1;
    return UtcTime{std::int64_t{std::mktime(&local)} * 1000 + time->milliseconds % 1000};
}

/// "2025-01-08", "2025-01-08T12:00:00Z", or how long ago: "7d".
UtcTime since_in(const std::string& text) {
    if (const auto span = parse_span(text)) {
        return later(now_utc(), -*span);
    }
    const bool is_day = text.size() == std::string_view{"2025-01-08"}.size();
    if (const auto time = time_of(is_day ? text + "T00:00:00" : text)) {
        return *time;
    }
    throw Error{ErrorKind::usage, "--since: \"" + text +
                                      "\" is no day such as 2025-01-08, no time such as "
                                      "2025-01-08T12:00:00Z, and no span such as 7d"};
}

std::string text_in(const JsonValue& entry, std::string_view part, std::string_view key) {
    const auto within = entry.find(part);
    return within ? within->text_at(key).value_or("") : "";
}

std::string target_of(const JsonValue& entry) {
    const std::string target = text_in(entry, "result", "target");
    return target.empty() ? entry.text_at("service").value_or("") : target;
}

/// The first of the names that the original app had for it.
std::string object_of(const JsonValue& entry) {
    for (const char* key : {"key", "blob_name", "remote_path", "path", "url"}) {
        if (std::string name = text_in(entry, "result", key); !name.empty()) {
            return name;
        }
    }
    return "-";
}

std::string size_of(const JsonValue& entry) {
    const auto result = entry.find("result"), metadata = entry.find("metadata");
    auto size = result ? result->integer_at("size") : std::nullopt;
    size = size || !metadata ? size : metadata->integer_at("file_size");
    return size && *size >= 0 ? sync::byte_count_text(static_cast<std::uint64_t>(*size)) : "-";
}

/// Names are anybody's: nothing in them may move a terminal's cursor.
std::string harmless(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, '?');
    return text;
}

Row row_of(const JsonValue& entry) {
    const std::string at = entry.text_at("uploaded_at").value_or("");
    const auto time = time_of(at);
    Row row{time ? format_utc(*time) : at, target_of(entry), size_of(entry), object_of(entry),
            entry.text_at("local_path").value_or("-")};
    std::transform(row.begin(), row.end(), row.begin(), harmless);
    return row;
}

std::string table_of(const std::deque<Row>& rows) {
    std::array<std::size_t, std::tuple_size_v<Row>> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string table;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            table.append(row[i]).append(widths[i] - row[i].size() + 2, ' ');
        }
        table.append(row.back()).append("\n");
    }
    return table;
}

template <class T> void keep(std::deque<T>& last, T one, std::size_t limit) {
    last.push_back(std::move(one));
    if (limit > 0 && last.size() > limit) {
        last.pop_front();
    }
}

void show_log(const config::Settings& settings, const LogOptions& options) {
    const auto since =
        options.since.empty() ? std::nullopt : std::optional{since_in(options.since)};
    const auto log =
        upload_log(settings, open_queue(settings), std::chrono::milliseconds{0}, cli::tell);
    std::deque<Row> rows;
    std::deque<std::string> lines;
    const auto troubles = log->each([&](const JsonValue& entry) {
        const auto time = since ? time_of(entry.text_at("uploaded_at").value_or("")) : std::nullopt;
        const bool is_late = !since || (time && *time >= *since);
        const bool is_his = options.target.empty() || target_of(entry) == options.target ||
                            entry.text_at("service") == options.target;
        if (!is_late || !is_his) {
            return;
        }
        if (options.json) {
            keep(lines, entry.json() + '\n', options.limit);
        } else {
            keep(rows, row_of(entry), options.limit);
        }
    });
    cli::Output output{"-", Overwrite::never};
    for (const std::string& line : lines) {
        output.write(line);
    }
    if (!rows.empty()) {
        rows.push_front(head());
        output.write(table_of(rows));
    }
    output.finish();
    for (const std::string& trouble : troubles) {
        cli::tell(trouble);
    }
    if (!troubles.empty()) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace

void add_log(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command = app.add_subcommand("log", "What was uploaded, where to and when");
    const auto options = std::make_shared<LogOptions>();
    command
        ->add_option("--since", options->since, "Only what was uploaded since: 2025-01-08, 7d, …")
        ->type_name("TIME");
    command
        ->add_option("--target", options->target, "Only what went to this target or kind of target")
        ->type_name("NAME");
    command->add_option("--limit", options->limit, "Only the last ones, so many")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("N");
    command->add_flag("--json", options->json, "As JSON lines, each entry as it stands in the log");
    command->callback([choose, options] {
        choose([options](const config::Settings& settings) { show_log(settings, *options); });
    });
}

} // namespace ecg
