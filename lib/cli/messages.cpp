#include "cli/messages.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/url_secrets.hpp"

#include <unistd.h>

#include <mutex>
#include <string>
#include <utility>

namespace ecg::cli {
namespace {

struct Console {
    std::mutex mutex;
    std::string tool = "ecg";
    bool status_shown = false;
    std::function<void(std::string_view)> listener;
};

Console& console() {
    static Console only;
    return only;
}

constexpr std::string_view wipe = "\r\x1b[K";

void write_quietly(const std::string& text) {
    try {
        write_all(STDERR_FILENO, text, "standard error");
    } catch (const Error&) {
        // Nowhere is left to say so.
    }
}

} // namespace

void set_tool_name(std::string_view name) {
    const std::lock_guard lock{console().mutex};
    console().tool = name;
}

void tell(std::string_view message) {
    const std::string text = url_without_secrets(message);
    const std::lock_guard lock{console().mutex};
    if (console().listener) {
        console().listener(text);
        return;
    }
    std::string line{console().status_shown ? wipe : ""};
    console().status_shown = false;
    line.append(console().tool).append(": ").append(text).append("\n");
    write_quietly(line);
}

void tell_instead(std::function<void(std::string_view)> listener) {
    const std::lock_guard lock{console().mutex};
    console().listener = std::move(listener);
}

void show_status(std::string_view text) {
    if (!person_watches()) {
        return;
    }
    const std::lock_guard lock{console().mutex};
    if (!text.empty() || console().status_shown) {
        write_quietly(std::string{wipe}.append(text));
    }
    console().status_shown = !text.empty();
}

bool person_watches() {
    static const bool terminal = ::isatty(STDERR_FILENO) == 1;
    return terminal;
}

} // namespace ecg::cli
