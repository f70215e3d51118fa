#include "cli/crash_record.hpp"

#include "cli/crash_body.hpp"
#include "cli/crash_folder.hpp"
#include "cli/crash_signals.hpp"
#include "common/version.hpp"

#include <cxxabi.h>
#include <sys/random.h>
#include <sys/utsname.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <typeinfo>

namespace ecg::cli {
namespace {

constexpr std::size_t longest_cause = 500;

void make_ready(std::string_view tool) {
    CrashPlace& place = crash_place();
    copy_text(tool, place.tool);
    copy_text(version(), place.version);
    utsname os{};
    if (::uname(&os) == 0) {
        std::string words{os.sysname};
        words.append(" ").append(os.release).append(" ").append(os.machine);
        copy_text(words, place.os);
    }
    if (::getentropy(&place.random, sizeof place.random) != 0) {
        place.random = static_cast<std::uint32_t>(crash_time_ms());
    }
    record_crashes_in(home_of_environment());
}

} // namespace

void record_fatal_signals(std::string_view tool) {
    make_ready(tool);
    catch_fatal_signals();
}

void record_crashes_in(const std::string& home) {
    const std::string folder = crash_folder(home);
    auto& place = crash_place().folder;
    if (folder == place.data()) {
        return; // said before, and tidied
    }
    copy_text(folder.size() < place.size() ? folder : "", place);
    if (!folder.empty()) {
        tidy_crash_folder(folder);
    }
}

std::string record_crash(std::string_view cause) {
    const std::int64_t now = crash_time_ms();
    const CrashId id{now};
    CrashText text;
    begin_crash(text, id, now);
    text.raw(R"(,"cause":)").quoted(cause.substr(0, longest_cause));
    add_backtrace(text, {});
    add_notes(text, now);
    const PlacedCrash placed{id, text.raw("}\n").text()};
    const std::string_view name = placed.file_name();
    return name.empty() ? "" : std::string{crash_place().folder.data()}.append("/").append(name);
}

std::string name_of_type(const std::type_info& type) {
    int failure = 0;
    const std::unique_ptr<char, void (*)(void*)> name{
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &failure), std::free};
    return failure == 0 ? name.get() : type.name();
}

std::string cause_of(const std::exception& error) {
    std::string cause = name_of_type(typeid(error));
    if (dynamic_cast<const std::logic_error*>(&error) != nullptr) {
        cause.append(": ").append(error.what()); // the words of a library on a wrong call
    }
    return cause;
}

} // namespace ecg::cli
