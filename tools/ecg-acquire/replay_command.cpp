#include "cli/messages.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"
#include "formats/open_recording.hpp"
#include "line_sink.hpp"

#include <utility>

namespace ecg {
namespace {

std::optional<double> speed_of(const ReplayOptions& options) {
    if (options.speed == "max") {
        return std::nullopt;
    }
    const auto speed = parse_number(options.speed);
    if (!speed || *speed <= 0) {
        throw Error{ErrorKind::usage, "--speed: neither max nor a number above 0"};
    }
    return speed;
}

/// Feeds one pass over the input, its samples counted on from offset. Returns where the next
/// pass begins.
std::int64_t play(const ReplayOptions& options, std::int64_t offset, LineSink& sink) {
    const auto source = formats::open_recording(options.input, options.open);
    std::optional<std::string> id;
    std::int64_t end = offset;
    while (auto line = source->next()) {
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, options.input + ": interrupted"};
        }
        Recording& piece = line->recording;
        if (id && *id != piece.info.id) {
            throw Error{ErrorKind::data, options.input + ": holds more than one session"};
        }
        id = piece.info.id;
        piece.first_sample += offset;
        for (Gap& gap : piece.gaps) {
            gap.first += offset;
        }
        end = piece.first_sample + piece.sample_count();
        sink.add(std::move(piece));
    }
    for (const std::string& warning : source->take_warnings()) {
        cli::tell(warning);
    }
    return end;
}

} // namespace

void replay_command(const ReplayOptions& options) {
    if (options.loop && options.input == "-") {
        throw Error{ErrorKind::usage, "--loop: standard input cannot be read twice"};
    }
    LineSink sink{options.target, speed_of(options)};
    std::int64_t offset = 0;
    try {
        do {
            const std::int64_t end = play(options, offset, sink);
            if (end == offset) {
                throw Error{ErrorKind::data, options.input + ": holds no samples"};
            }
            offset = end;
        } while (options.loop);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) {
            throw;
        }
    }
    sink.finish(); // a recording that was stopped is whole as well
}

} // namespace ecg
