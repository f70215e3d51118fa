#include "server_place.hpp"

#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"

#include <memory>

namespace ecg {

serve::ServerFolder server_of(const config::Settings& settings) {
    return serve::server_folder(config::home_folder(settings));
}

std::string counts_of(const serve::StoreCheck& store) {
    const auto count = [](std::int64_t number, const char* what) {
        return std::to_string(number) + ' ' + what + (number == 1 ? "" : "s");
    };
    return count(store.users, "user") + ", " + count(store.sessions, "session") + ", " +
           std::to_string(store.metrics) + " metrics, " + count(store.waveforms, "waveform") +
           ", " + count(store.reports, "report");
}

void print(std::string_view text) {
    cli::Output output{"-", Overwrite::never};
    output.write(text);
    output.finish();
}

serve::CheckProgress reading_progress() {
    auto bar = std::make_shared<std::unique_ptr<cli::Progress>>();
    return [bar](std::int64_t done, std::int64_t total) {
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, "stopped"};
        }
        if (!*bar) {
            *bar = std::make_unique<cli::Progress>("waveforms and reports",
                                                   static_cast<double>(total));
        }
        (*bar)->show(static_cast<double>(done));
    };
}

} // namespace ecg
