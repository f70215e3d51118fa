#include "transfer/file_client.hpp"

#include "common/error.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

namespace ecg::transfer {
namespace {

struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

using List = std::unique_ptr<curl_slist, FreeList>;

void check(CURLcode code) {
    if (code != CURLE_OK) {
        throw Error{ErrorKind::unavailable, std::string{"libcurl: "} + curl_easy_strerror(code)};
    }
}

template <class Value> void set(CURL* easy, CURLoption option, Value value) {
    check(curl_easy_setopt(easy, option, value));
}

FileResult result_of(CURLcode code) {
    switch (code) {
    case CURLE_OK:
        return FileResult::done;
    case CURLE_REMOTE_FILE_NOT_FOUND:
        return FileResult::missing;
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_UPLOAD_FAILED:
    case CURLE_QUOTE_ERROR:
        return FileResult::refused;
    case CURLE_LOGIN_DENIED:
    case CURLE_FAILED_INIT: // no host key of a known kind
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return FileResult::login;
    default:
        return FileResult::passing;
    }
}

struct Unread {
    const ByteSource& bytes;
    std::uint64_t at = 0;
    std::exception_ptr failure{};
};

extern "C" std::size_t take_bytes(char* to, std::size_t size, std::size_t count,
                                  void* user) noexcept {
    auto& unread = *static_cast<Unread*>(user);
    try {
        const std::string piece = unread.bytes.read(unread.at, size * count);
        std::memcpy(to, piece.data(), piece.size());
        unread.at += piece.size();
        return piece.size();
    } catch (...) {
        unread.failure = std::current_exception();
        return CURL_READFUNC_ABORT;
    }
}

extern "C" int seek_bytes(void* user, curl_off_t offset, int origin) noexcept {
    if (origin != SEEK_SET || offset < 0) {
        return CURL_SEEKFUNC_CANTSEEK;
    }
    static_cast<Unread*>(user)->at = static_cast<std::uint64_t>(offset);
    return CURL_SEEKFUNC_OK;
}

/// A download that must not grow over a limit.
struct Taken {
    std::string& bytes;
    std::size_t limit;
};

extern "C" std::size_t keep_bytes(char* data, std::size_t size, std::size_t count,
                                  void* user) noexcept {
    auto& taken = *static_cast<Taken*>(user);
    try {
        if (taken.bytes.size() + size * count > taken.limit) {
            return 0;
        }
        taken.bytes.append(data, size * count);
        return size * count;
    } catch (...) {
        return 0;
    }
}

extern "C" int look_around(void* user, curl_off_t /*all*/, curl_off_t /*got*/, curl_off_t /*all*/,
                           curl_off_t /*sent*/) noexcept {
    const auto& abandon = *static_cast<const std::function<bool()>*>(user);
    try {
        return abandon() ? 1 : 0;
    } catch (...) {
        return 1;
    }
}

/// libcurl would write the size of a file of FTP to standard output, as a header.
extern "C" std::size_t drop_bytes(char* /*data*/, std::size_t size, std::size_t count,
                                  void* /*user*/) noexcept {
    return size * count;
}

/// Ends a download at its first bytes.
extern "C" std::size_t take_none(char* /*data*/, std::size_t /*size*/, std::size_t /*count*/,
                                 void* /*user*/) noexcept {
    return 0;
}

/// A path within a command of libcurl's for SFTP.
std::string quoted(const std::string& path) {
    std::string text = "\"";
    for (const char c : path) {
        text += c == '"' || c == '\\' ? "\\" : "";
        text += c;
    }
    return text + '"';
}

} // namespace

struct FileClient::State {
    FileServer server;
    std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
    std::array<char, CURL_ERROR_SIZE> words{};

    [[nodiscard]] bool is_sftp() const { return server.url.starts_with("sftp:"); }

    CURL* begin(const std::string& path);
    FileOutcome perform();
    FileOutcome command(const std::vector<std::string>& lines);
};

CURL* FileClient::State::begin(const std::string& path) {
    CURL* const curl = easy.get();
    curl_easy_reset(curl); // connections stay
    words.front() = '\0';
    const std::string begin = path.starts_with('/') && is_sftp() ? "" : "/";
    set(curl, CURLOPT_URL, (server.url + begin + percent_encoded(path, Slash::kept)).c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, is_sftp() ? "sftp" : "ftp,ftps");
    set(curl, CURLOPT_PATH_AS_IS, 1L);
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_WRITEFUNCTION, &drop_bytes);
    set(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    set(curl, CURLOPT_LOW_SPEED_LIMIT, 16L);
    set(curl, CURLOPT_LOW_SPEED_TIME, 30L);
    set(curl, CURLOPT_ERRORBUFFER, words.data());
    set(curl, CURLOPT_MAX_SEND_SPEED_LARGE, static_cast<curl_off_t>(server.bytes_per_second));
    if (server.abandon) {
        set(curl, CURLOPT_NOPROGRESS, 0L);
        set(curl, CURLOPT_XFERINFOFUNCTION, &look_around);
        set(curl, CURLOPT_XFERINFODATA, static_cast<void*>(&server.abandon));
    }
    set(curl, CURLOPT_USERNAME, server.user.c_str());
    set(curl, CURLOPT_PASSWORD, server.password.c_str());
    if (is_sftp()) {
        set(curl, CURLOPT_SSH_KNOWNHOSTS, server.known_hosts.c_str());
        set(curl, CURLOPT_SSH_AUTH_TYPES,
            static_cast<long>(server.private_key.empty() ? CURLSSH_AUTH_PASSWORD
                                                         : CURLSSH_AUTH_PUBLICKEY));
        if (!server.private_key.empty()) {
            set(curl, CURLOPT_SSH_PRIVATE_KEYFILE, server.private_key.c_str());
        }
        return curl;
    }
    set(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    // With TLS 1.3 this libcurl cuts uploads to some servers off, and says so only sometimes.
    constexpr long least = CURL_SSLVERSION_TLSv1_2;
    set(curl, CURLOPT_SSLVERSION, least | least << 16); // CURL_SSLVERSION_MAX_TLSv1_2
    set(curl, CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_NOCWD));
    if (!server.authorities.empty()) {
        set(curl, CURLOPT_CAINFO, server.authorities.c_str());
    }
    return curl;
}

FileOutcome FileClient::State::perform() {
    const CURLcode code = curl_easy_perform(easy.get());
    curl_off_t size = -1;
    curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    FileResult result = result_of(code);
    long reply = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &reply);
    if (result == FileResult::refused && !is_sftp() && reply >= 400 && reply < 500) {
        result = FileResult::passing; // FTP says so: no room, say, or not now
    }
    return {result, words.front() != '\0' ? words.data() : curl_easy_strerror(code),
            size > 0 ? static_cast<std::uint64_t>(size) : 0};
}

FileOutcome FileClient::State::command(const std::vector<std::string>& lines) {
    List list;
    for (const std::string& line : lines) {
        curl_slist* const more = curl_slist_append(list.get(), line.c_str());
        if (more == nullptr) {
            throw std::bad_alloc{};
        }
        static_cast<void>(list.release());
        list.reset(more);
    }
    CURL* const curl = begin("");
    set(curl, CURLOPT_NOBODY, 1L);
    set(curl, CURLOPT_QUOTE, list.get());
    return perform();
}

FileClient::FileClient(FileServer server) : state_{std::make_unique<State>()} {
    static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    check(begun);
    const bool known = server.url.starts_with("ftp://") || server.url.starts_with("ftps://") ||
                       server.url.starts_with("sftp://");
    if (!known) {
        throw Error{ErrorKind::usage,
                    "file server: its address must begin with ftp:, ftps: or sftp:"};
    }
    state_->server = std::move(server);
    if (state_->is_sftp() && ::access(state_->server.known_hosts.c_str(), R_OK) != 0) {
        throw Error{ErrorKind::usage,
                    "file server: SFTP needs a file of known hosts, there is no \"" +
                        state_->server.known_hosts + '"'};
    }
    if (!state_->easy) {
        throw std::bad_alloc{};
    }
}

FileClient::~FileClient() = default;

FileOutcome FileClient::upload(const std::string& path, const ByteSource& bytes,
                               std::uint64_t from) {
    CURL* const curl = state_->begin(path);
    Unread unread{bytes};
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, &take_bytes);
    set(curl, CURLOPT_READDATA, static_cast<void*>(&unread));
    set(curl, CURLOPT_SEEKFUNCTION, &seek_bytes);
    set(curl, CURLOPT_SEEKDATA, static_cast<void*>(&unread));
    set(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    set(curl, CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(from));
    FileOutcome outcome = state_->perform();
    if (unread.failure) {
        std::rethrow_exception(unread.failure);
    }
    return outcome;
}

FileOutcome FileClient::download(const std::string& path, std::size_t limit, std::string& bytes) {
    CURL* const curl = state_->begin(path);
    Taken taken{bytes, limit};
    set(curl, CURLOPT_WRITEFUNCTION, &keep_bytes);
    set(curl, CURLOPT_WRITEDATA, static_cast<void*>(&taken));
    return state_->perform();
}

FileOutcome FileClient::size(const std::string& path) {
    CURL* const curl = state_->begin(path);
    if (!state_->is_sftp()) {
        set(curl, CURLOPT_NOBODY, 1L);
        return state_->perform();
    }
    // libcurl tells the size of a file of SFTP once it begins to read it.
    set(curl, CURLOPT_WRITEFUNCTION, &take_none);
    FileOutcome outcome = state_->perform();
    if (outcome.size > 0) {
        outcome.result = FileResult::done;
    }
    return outcome;
}

FileOutcome FileClient::rename(const std::string& from, const std::string& to) {
    return state_->is_sftp() ? state_->command({"rename " + quoted(from) + ' ' + quoted(to)})
                             : state_->command({"RNFR " + from, "RNTO " + to});
}

FileOutcome FileClient::remove(const std::string& path) {
    return state_->command({state_->is_sftp() ? "rm " + quoted(path) : "DELE " + path});
}

FileOutcome FileClient::make_folders(const std::string& path) {
    std::vector<std::string> lines;
    for (std::size_t at = path.find('/', 1); at != path.npos; at = path.find('/', at + 1)) {
        const std::string folder = path.substr(0, at);
        // "*": one that is there already is no failure
        lines.push_back(state_->is_sftp() ? "*mkdir " + quoted(folder) : "*MKD " + folder);
    }
    return state_->command(lines);
}

FileOutcome FileClient::probe() {
    return state_->command({});
}

} // namespace ecg::transfer
