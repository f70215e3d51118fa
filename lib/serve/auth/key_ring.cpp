#include "serve/auth/key_ring.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "serve/clock.hpp"
#include "transfer/crypto.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <tuple>

namespace ecg::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest_secret = 32; // as long as what HMAC-SHA-256 gives [rfc7518 3.2]
constexpr std::size_t longest_file = 1024;
constexpr std::string_view extension = ".key";

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw Error{ErrorKind::data, path + ": " + why};
}

/// An open file or folder that closes itself. A link is not followed.
class Descriptor {
public:
    Descriptor(std::string path, int flags)
        : path_{std::move(path)}, number_{
                                      ::open(path_.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0600)} {
        if (number_ < 0) {
            fail(path_, std::strerror(errno));
        }
    }

    ~Descriptor() { ::close(number_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return number_; }

    void require_private(const char* right_mode) const {
        struct stat status {};

        if (::fstat(number_, &status) != 0) {
            fail(path_, std::strerror(errno));
        }
        if (status.st_uid != ::geteuid()) {
            fail(path_, "belongs to another user");
        }
        if ((status.st_mode & 077U) != 0) {
            fail(path_, std::string{"others may use it: chmod "} + right_mode +
                            " and, if they "
                            "may have read it, a new key");
        }
    }

    void sync() const {
        if (::fsync(number_) != 0) {
            fail(path_, std::strerror(errno));
        }
    }

private:
    std::string path_;
    int number_;
};

/// "20250108T123456Z"
std::string stamp_of(Moment moment) {
    std::string stamp = format_utc_compact(UtcTime{moment.microseconds / 1000});
    stamp[stamp.find('_')] = 'T';
    return stamp + 'Z';
}

std::optional<Moment> moment_of_stamp(std::string_view stamp) {
    if (stamp.size() != 16 || stamp[8] != 'T' || stamp[15] != 'Z') {
        return std::nullopt;
    }
    std::string text{stamp.substr(0, 4)};
    text.append("-").append(stamp.substr(4, 2)).append("-").append(stamp.substr(6, 5));
    text.append(":").append(stamp.substr(11, 2)).append(":").append(stamp.substr(13));
    const std::optional<UtcTime> time = parse_utc(text);
    return time ? std::optional{Moment{time->milliseconds * 1000}} : std::nullopt;
}

bool is_id(std::string_view text) {
    return text.size() == 8 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string read_secret(const std::string& path) {
    const Descriptor file{path, O_RDONLY | O_NONBLOCK};
    file.require_private("600");
    std::string text(longest_file, '\0');
    const ssize_t count = ::read(file.number(), text.data(), text.size());
    if (count < 0) {
        fail(path, std::strerror(errno));
    }
    text.resize(static_cast<std::size_t>(count));
    std::optional<std::string> secret = transfer::from_base64url(trim(text));
    transfer::wipe(text);
    if (!secret) {
        fail(path, "is no line of base64url");
    }
    if (secret->size() < shortest_secret) {
        fail(path, "is too short: a key has 32 bytes or more");
    }
    return *std::move(secret);
}

/// name is what stands between the purpose and the extension.
Key read_key(const std::string& path, std::string_view name) {
    const std::optional<Moment> made =
        name.size() == 25 ? moment_of_stamp(name.substr(0, 16)) : std::nullopt;
    if (!made || name[16] != '-' || !is_id(name.substr(17))) {
        fail(path, "is not called PURPOSE-YYYYMMDDTHHMMSSZ-ID.key");
    }
    return {std::string{name.substr(17)}, *made, read_secret(path)};
}

KeyRing read_keys(const std::string& folder, std::string_view purpose) {
    KeyRing ring;
    const std::string start = std::string{purpose} + '-';
    for (const fs::directory_entry& entry : fs::directory_iterator{folder}) {
        const std::string file = entry.path().filename();
        if (file.starts_with(start) && file.ends_with(extension)) {
            const std::size_t size = file.size() - start.size() - extension.size();
            ring.keys.push_back(read_key(entry.path(), file.substr(start.size(), size)));
        }
    }
    std::sort(ring.keys.begin(), ring.keys.end(), [](const Key& a, const Key& b) {
        return std::tie(a.made, a.id) > std::tie(b.made, b.id);
    });
    const auto twice = std::adjacent_find(ring.keys.begin(), ring.keys.end(),
                                          [](const Key& a, const Key& b) { return a.id == b.id; });
    if (twice != ring.keys.end()) {
        fail(folder, "two keys are called " + twice->id);
    }
    return ring;
}

void make_folder(const std::string& folder) {
    const fs::path parent = fs::path{folder}.parent_path();
    std::error_code code;
    if (!parent.empty()) {
        fs::create_directories(parent, code);
    }
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        fail(folder, std::strerror(errno));
    }
}

} // namespace

KeyRing open_key_ring(const std::string& folder, std::string_view purpose, Moment now) {
    make_folder(folder);
    Descriptor{folder, O_RDONLY | O_DIRECTORY}.require_private("700");
    KeyRing ring = read_keys(folder, purpose);
    if (ring.keys.empty()) {
        add_key(folder, purpose, now);
        ring = read_keys(folder, purpose);
    }
    return ring;
}

void add_key(const std::string& folder, std::string_view purpose, Moment now) {
    const std::string path = (fs::path{folder} / (std::string{purpose} + '-' + stamp_of(now) + '-' +
                                                  transfer::hex(transfer::random_bytes(4))))
                                 .string();
    const std::string unfinished = path + ".new";
    {
        const Descriptor file{unfinished, O_WRONLY | O_CREAT | O_EXCL};
        write_all(file.number(),
                  transfer::base64url(transfer::random_bytes(shortest_secret)) + '\n', unfinished);
        file.sync();
    }
    if (::rename(unfinished.c_str(), (path + std::string{extension}).c_str()) != 0) {
        fail(path, std::strerror(errno));
    }
    Descriptor{folder, O_RDONLY | O_DIRECTORY}.sync();
}

} // namespace ecg::serve
