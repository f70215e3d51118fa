#include "kept_uploads.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "sync/byte_count.hpp"

#include <utility>

namespace ecg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t least_size = 4096, most_size = std::uint64_t{64} << 20U;
constexpr std::int64_t most_kept = 1000;

[[noreturn]] void fail(const config::Setting& setting, const char* why) {
    throw Error{ErrorKind::usage, setting.origin + ": \"" + setting.value + "\" is " + why};
}

std::size_t size_in(const config::Settings& settings) {
    const config::Setting& setting = settings["sync.log_size"];
    const auto size = sync::parse_byte_count(setting.value);
    if (!size || *size < least_size || *size > most_size) {
        fail(setting, "no size from 4k to 64M, such as 2M");
    }
    return static_cast<std::size_t>(*size);
}

std::size_t kept_in(const config::Settings& settings) {
    const config::Setting& setting = settings["sync.log_kept"];
    const auto kept = parse_integer(setting.value);
    if (!kept || *kept < 1 || *kept > most_kept) {
        fail(setting, "no number of files from 1 to 1000");
    }
    return static_cast<std::size_t>(*kept);
}

} // namespace

std::unique_ptr<sync::UploadLog> upload_log(const config::Settings& settings,
                                            const sync::QueueFolder& queue,
                                            std::chrono::milliseconds patience,
                                            std::function<void(const std::string&)> tell) {
    sync::UploadLogSettings how;
    how.folder = config::home_folder(settings) + "/reports";
    how.state_folder = queue.state_folder();
    how.largest = size_in(settings);
    how.kept = kept_in(settings);
    how.patience = patience;
    how.elapsed = [start = Clock::now()] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    };
    how.tell = std::move(tell);
    return std::make_unique<sync::UploadLog>(std::move(how));
}

} // namespace ecg
