#include "last_run.hpp"

#include "clock_doubts.hpp"
#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"
#include "run_log.hpp"

namespace ecg {
namespace {

constexpr const char* name = "last_run.json";
constexpr std::size_t largest = 65'536;

} // namespace

void note_last_run(const sync::QueueFolder& queue, const sync::RunResult& result,
                   const std::vector<sync::TargetRun>& targets, UtcTime now) {
    sync::TargetMemory memory{queue};
    for (sync::TargetRun target : targets) {
        target.ahead = server_clocks().ahead(target.name);
        memory.note(target, now);
    }
    memory.save();
    try {
        sync::write_durably(queue.state_folder(), {{name, log_line(result, now)}});
    } catch (const Error&) {
        // a full disk is told where something is lost by it
    }
}

LastRun last_run(const sync::QueueFolder& queue) {
    LastRun last;
    try {
        std::string bytes;
        const std::string path = queue.state_folder() + '/' + name;
        if (sync::read_regular(path, largest, bytes) == sync::ReadFile::whole) {
            JsonReader reader{64};
            const JsonValue json = reader.parse(bytes, path);
            last.end = json.text_at("end").value_or("");
            last.reason = json.text_at("reason").value_or("");
            last.json = trim(bytes);
            last.time = json.text_at("time").value_or("");
        }
    } catch (const Error&) {
        return {};
    }
    return last;
}

} // namespace ecg
