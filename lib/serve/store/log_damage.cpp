#include "serve/store/log_damage.hpp"

#include "common/error.hpp"

#include <array>
#include <bit>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

namespace ecg::serve {
namespace {

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
constexpr std::size_t header_size = 32, page_header_size = 24;
constexpr std::uint32_t magic = 0x377f0682; // the lowest bit says that sums are big-endian
constexpr int most_attempts = 5;

using Header = std::array<char, header_size>;

std::uint32_t big_endian(const char* bytes) {
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) {
        number = number << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

struct Sums {
    std::uint32_t first = 0, second = 0;

    friend bool operator==(const Sums&, const Sums&) = default;
};

Sums sums_at(const char* bytes) {
    return {big_endian(bytes), big_endian(bytes + 4)};
}

Sums add(Sums sums, std::string_view bytes, bool is_big) {
    const auto word = [&](std::size_t at) {
        const std::uint32_t number = big_endian(bytes.data() + at);
        return is_big ? number : __builtin_bswap32(number);
    };
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        sums.first += word(at) + sums.second;
        sums.second += word(at + 4) + sums.first;
    }
    return sums;
}

/// The log as its header says it is.
struct Log {
    explicit Log(const Header& header)
        : is_big{(big_endian(header.data()) & 1U) != 0}, page_size{big_endian(header.data() + 8)},
          salts{sums_at(header.data() + 16)}, sums{sums_at(header.data() + 24)},
          is_sound{(big_endian(header.data()) & ~1U) == magic && page_size >= 512 &&
                   page_size <= 65536 && std::has_single_bit(page_size) &&
                   add({}, {header.data(), 24}, is_big) == sums} {}

    bool is_big;
    std::uint32_t page_size;
    Sums salts, sums;
    bool is_sound;
};

/// Pages are of this log while their salts are those of its header; behind them stand those of the
/// log before it.
LogDamage read_pages(std::ifstream& file, const Log& log) {
    LogDamage damage;
    std::vector<char> page(page_header_size + log.page_size);
    Sums before = log.sums; // each page's sums go on from those of the page before it
    for (std::int64_t number = 1; file.read(page.data(), static_cast<std::streamsize>(page.size()));
         ++number) {
        const bool is_of_this = sums_at(page.data() + 8) == log.salts;
        Sums sums = add(before, {page.data(), 8}, log.is_big);
        sums = add(sums, {page.data() + page_header_size, log.page_size}, log.is_big);
        before = sums_at(page.data() + 16);
        const bool is_whole = is_of_this && sums == before;
        const bool ends_change = big_endian(page.data() + 4) != 0;
        if (!is_whole && damage.page == 0) {
            damage.page = number;
            damage.lost_commits = is_of_this && ends_change ? 1 : 0;
        } else if (is_whole && damage.page > 0 && ends_change) {
            ++damage.lost_commits;
        }
        damage.pages = is_of_this ? number : damage.pages;
    }
    if (damage.page > damage.pages) {
        damage.page = 0; // what is behind the end of this log is of the one before
    }
    return damage;
}

std::optional<Header> header_of(std::ifstream& file) {
    Header header{};
    file.clear();
    file.seekg(0);
    return file.read(header.data(), header.size()) ? std::optional{header} : std::nullopt;
}

LogDamage read_log(std::ifstream& file, const Header& header) {
    const Log log{header};
    if (log.is_sound) {
        return read_pages(file, log);
    }
    // A log that was just made is empty for a moment, and nothing was told of it.
    const bool is_blank = header == Header{};
    return is_blank ? LogDamage{} : LogDamage{1, 1, 2};
}

} // namespace

std::string LogDamage::words(const std::string& database) const {
    if (page == 0) {
        return "";
    }
    std::string text = database;
    text.append("-wal: page ").append(std::to_string(page)).append(" of ");
    text.append(std::to_string(pages)).append(" is damaged: ");
    return text.append(may_be_cut()
                           ? "the last change is not whole, as a power cut leaves one that "
                             "was not told as done"
                           : "changes behind it that were told as done cannot be read");
}

LogDamage find_log_damage(const std::string& database) {
    const std::string path = database + "-wal";
    std::error_code code;
    if (!std::filesystem::exists(path, code) || std::filesystem::file_size(path, code) == 0) {
        return {};
    }
    // Who writes meanwhile shows pages in two states: damage is what is seen twice.
    LogDamage before;
    for (int attempt = 1; attempt <= most_attempts; ++attempt) {
        std::ifstream file{path, std::ios::binary};
        const auto header = header_of(file);
        if (!header) {
            if (file.is_open() || !std::filesystem::exists(path, code)) {
                return {}; // shorter than a header, or gone with the last who wrote
            }
            throw Error{ErrorKind::unavailable, path + ": cannot be read"};
        }
        const LogDamage damage = read_log(file, *header);
        if (damage.page == 0 || (damage.page == before.page && header_of(file) == header)) {
            return damage;
        }
        before = damage;
    }
    return {};
}

void require_whole_log(const std::string& database) {
    const LogDamage damage = find_log_damage(database);
    if (damage.page > 0 && !damage.may_be_cut()) {
        throw Error{ErrorKind::data,
                    damage.words(database) +
                        "; nothing was changed: keep a copy of the folder, and restore a backup or "
                        "what \"ecg-serve backup\" still reads"};
    }
}

} // namespace ecg::serve
