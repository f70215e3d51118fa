#include "cli/crash_body.hpp"

#include "cli/crash_folder.hpp"
#include "cli/crash_modules.hpp"
#include "common/notes.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

namespace ecg::cli {
namespace {

constexpr std::size_t most_modules = 256; // more than are ever looked at

/// That the process holds, in MB; 0 when the kernel does not say.
std::int64_t memory_mb() {
    const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    std::array<char, 64> text{};
    const auto length = file < 0 ? 0 : ::read(file, text.data(), text.size());
    ::close(file);
    std::int64_t pages = 0;
    bool is_second = false; // "all held shared …"
    for (::ssize_t i = 0; i < length; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (c == ' ' && is_second) {
            break;
        }
        is_second = is_second || c == ' ';
        pages = is_second && c != ' ' ? pages * 10 + (c - '0') : pages;
    }
    return pages * ::sysconf(_SC_PAGESIZE) / 1'000'000;
}

} // namespace

CrashPlace& crash_place() noexcept {
    static constinit CrashPlace only; // no guard is taken
    return only;
}

void copy_text(std::string_view from, std::span<char> to) noexcept {
    const std::size_t count = std::min(from.size(), to.size() - 1);
    std::copy_n(from.begin(), count, to.begin());
    to[count] = '\0';
}

std::int64_t crash_time_ms() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

CrashId::CrashId(std::int64_t ms) noexcept {
    // The process tells apart what was made ready before a fork.
    const std::uint32_t own = crash_place().random ^ static_cast<std::uint32_t>(::getpid());
    std::size_t at = text_.size();
    for (unsigned digit = 0; digit < 8; ++digit) {
        text_[--at] = "0123456789abcdef"[(own >> (4 * digit)) & 15U];
    }
    text_[--at] = '_';
    while (at > 0) {
        text_[--at] = static_cast<char>('0' + ms % 10);
        ms /= 10;
    }
}

void begin_crash(CrashText& text, const CrashId& id, std::int64_t now_ms) noexcept {
    text.raw(R"({"schema":"ecg.crash/1","id":)").quoted(id.text());
    text.raw(R"(,"tool":)").quoted(crash_place().tool.data());
    text.raw(R"(,"version":)").quoted(crash_place().version.data());
    text.raw(R"(,"time":")").moment(now_ms).raw(R"(","pid":)").decimal(::getpid());
    text.raw(R"(,"os":)").quoted(crash_place().os.data());
    text.raw(R"(,"memory_mb":)").decimal(memory_mb());
}

void add_backtrace(CrashText& text, std::span<void* const> addresses) noexcept {
    std::array<bool, most_modules> is_named{};
    text.raw(R"(,"backtrace":[)");
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        // A call returns behind itself, perhaps to another function or line already.
        const auto address = reinterpret_cast<std::uintptr_t>(addresses[i]) - (i > 0 ? 1 : 0);
        const std::size_t module = module_of(address);
        text.raw(i > 0 ? ",\"" : "\"");
        if (module < module_count()) {
            is_named[module] = true;
            text.raw(module_at(module).name).raw("+");
        }
        text.hexadecimal(module < module_count() ? address - module_at(module).base : address);
        text.raw("\"");
    }
    text.raw(R"(],"modules":{)");
    bool is_first = true;
    for (std::size_t i = 0; i < module_count(); ++i) {
        if (is_named[i]) {
            text.raw(is_first ? "" : ",").quoted(module_at(i).name).raw(":");
            text.quoted(module_at(i).build_id);
            is_first = false;
        }
    }
    text.raw("}");
}

void add_notes(CrashText& text, std::int64_t now_ms) noexcept {
    std::array<char, longest_note> note{};
    bool is_first = true;
    text.raw(R"(,"notes":[)");
    for (std::size_t i = kept_notes; i-- > 0;) {
        const NoteRead read = read_note(i, note.data());
        if (read.length > 0) {
            text.raw(is_first ? R"({"ms_before":)" : R"(,{"ms_before":)");
            text.decimal(std::max<std::int64_t>(now_ms - read.noted_ms, 0)).raw(R"(,"text":)");
            text.quoted({note.data(), read.length}).raw("}");
            is_first = false;
        }
    }
    text.raw("]");
}

PlacedCrash::PlacedCrash(const CrashId& id, std::string_view text) noexcept {
    constexpr std::string_view begin = "crash_", end = ".json";
    char* to = std::copy(begin.begin(), begin.end(), name_.data());
    to = std::copy(id.text().begin(), id.text().end(), to);
    std::copy(end.begin(), end.end(), to);
    if (!place_crash_record(crash_place().folder.data(), file_name(), text)) {
        name_[0] = '\0';
    }
}

} // namespace ecg::cli
