#include "cli/crash_modules.hpp"

#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace ecg::cli {
namespace {

constexpr std::size_t most_modules = 128, longest_name = 40, longest_id = 40;

struct Module {
    std::array<char, longest_name + 1> name{};
    std::array<char, longest_id + 1> build_id{};
    std::uintptr_t base = 0, begin = 0, end = 0;
};

std::array<Module, most_modules> modules; // a signal handler has no other way to them
std::size_t count = 0;

std::string_view file_in(std::string_view path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

void take_name(Module& module, std::string_view path) {
    const std::string_view name = file_in(path).substr(0, longest_name);
    std::copy(name.begin(), name.end(), module.name.begin());
}

void take_build_id(Module& module, const unsigned char* at, std::size_t size) {
    const unsigned char* const end = at + size;
    constexpr auto padded = [](std::size_t length) { return (length + 3) / 4 * 4; };
    while (end - at > static_cast<std::ptrdiff_t>(sizeof(ElfW(Nhdr)))) {
        ElfW(Nhdr) note{};
        std::memcpy(&note, at, sizeof note);
        const unsigned char* const name = at + sizeof note;
        const unsigned char* const id = name + padded(note.n_namesz);
        at = id + padded(note.n_descsz);
        if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 || at > end ||
            std::memcmp(name, "GNU", 4) != 0) {
            continue;
        }
        constexpr std::string_view digits = "0123456789abcdef";
        for (std::size_t i = 0; i < std::min<std::size_t>(note.n_descsz, longest_id / 2); ++i) {
            module.build_id[2 * i] = digits[id[i] >> 4U];
            module.build_id[2 * i + 1] = digits[id[i] & 15U];
        }
        return;
    }
}

void take_program_name(Module& module) {
    std::array<char, 4096> path{};
    const auto length = ::readlink("/proc/self/exe", path.data(), path.size());
    take_name(module, {path.data(), static_cast<std::size_t>(std::max<::ssize_t>(length, 0))});
}

extern "C" int on_module(dl_phdr_info* info, std::size_t, void*) noexcept {
    if (count == modules.size()) {
        return 1;
    }
    Module module;
    module.base = info->dlpi_addr;
    module.begin = ~std::uintptr_t{0};
    for (std::size_t i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr)& part = info->dlpi_phdr[i];
        const std::uintptr_t at = module.base + part.p_vaddr;
        if (part.p_type == PT_LOAD) {
            module.begin = std::min(module.begin, at);
            module.end = std::max(module.end, at + part.p_memsz);
        } else if (part.p_type == PT_NOTE && module.build_id[0] == '\0') {
            // NOLINTNEXTLINE(performance-no-int-to-ptr): it is how the loader tells
            take_build_id(module, reinterpret_cast<const unsigned char*>(at), part.p_memsz);
        }
    }
    if (count == 0) {
        take_program_name(module); // the loader calls it ""
    } else {
        take_name(module, info->dlpi_name);
    }
    modules[count++] = module;
    return 0;
}

} // namespace

void look_at_modules() noexcept {
    count = 0;
    ::dl_iterate_phdr(on_module, nullptr);
}

std::size_t module_count() noexcept {
    return count;
}

CrashModule module_at(std::size_t index) noexcept {
    const Module& module = modules[index];
    return {module.name.data(), module.build_id.data(), module.base};
}

std::size_t module_of(std::uintptr_t address) noexcept {
    std::size_t index = 0;
    while (index < count && (address < modules[index].begin || address >= modules[index].end)) {
        ++index;
    }
    return index;
}

} // namespace ecg::cli
