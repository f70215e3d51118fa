#include "transfer/mail_client.hpp"

#include "common/error.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

namespace ecg::transfer {
namespace {

struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

void check(CURLcode code) {
    if (code != CURLE_OK) {
        throw Error{ErrorKind::unavailable, std::string{"libcurl: "} + curl_easy_strerror(code)};
    }
}

template <class Value> void set(CURL* easy, CURLoption option, Value value) {
    check(curl_easy_setopt(easy, option, value));
}

extern "C" std::size_t take_message(char* to, std::size_t size, std::size_t count,
                                    void* user) noexcept {
    auto& unread = *static_cast<std::string_view*>(user);
    const std::size_t taken = std::min(size * count, unread.size());
    std::memcpy(to, unread.data(), taken);
    unread.remove_prefix(taken);
    return taken;
}

/// A refusal of a recipient and a lost connection have the same code of libcurl's.
MailResult result_of(CURLcode code, long reply) {
    switch (code) {
    case CURLE_OK:
        return MailResult::taken;
    case CURLE_LOGIN_DENIED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return MailResult::login;
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
        return reply >= 500 ? MailResult::refused : MailResult::passing;
    default:
        return MailResult::passing;
    }
}

extern "C" int look_up_from_mail(void* user, curl_off_t /*all*/, curl_off_t /*got*/,
                                 curl_off_t /*all*/, curl_off_t /*sent*/) noexcept {
    const auto& abandon = *static_cast<const std::function<bool()>*>(user);
    try {
        return abandon() ? 1 : 0;
    } catch (...) {
        return 1;
    }
}

/// A connection with all that is said before a mail.
class Session {
public:
    explicit Session(const MailServer& server) {
        static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
        check(begun);
        if (!server.url.starts_with("smtp://") && !server.url.starts_with("smtps://")) {
            throw Error{ErrorKind::usage,
                        "mail server: its address must begin with smtp: or smtps:"};
        }
        if (!easy_) {
            throw std::bad_alloc{};
        }
        CURL* const curl = easy_.get();
        set(curl, CURLOPT_URL, server.url.c_str());
        set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
        set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(curl, CURLOPT_NOSIGNAL, 1L);
        set(curl, CURLOPT_CONNECTTIMEOUT, 10L);
        set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
            30L); // of a command: data wait for nobody's mail
        set(curl, CURLOPT_LOW_SPEED_LIMIT, 16L);
        set(curl, CURLOPT_LOW_SPEED_TIME, 60L);
        set(curl, CURLOPT_USERNAME, server.user.c_str());
        set(curl, CURLOPT_PASSWORD, server.password.c_str());
        if (server.abandon) {
            set(curl, CURLOPT_NOPROGRESS, 0L);
            set(curl, CURLOPT_XFERINFOFUNCTION, &look_up_from_mail);
            set(curl, CURLOPT_XFERINFODATA,
                const_cast<void*>(static_cast<const void*>(&server.abandon)));
        }
        if (!server.authorities.empty()) {
            set(curl, CURLOPT_CAINFO, server.authorities.c_str());
        }
    }

    [[nodiscard]] CURL* curl() const { return easy_.get(); }

    [[nodiscard]] MailOutcome perform() const {
        const CURLcode code = curl_easy_perform(curl());
        long reply = 0;
        curl_easy_getinfo(curl(), CURLINFO_RESPONSE_CODE, &reply);
        return {result_of(code, reply), curl_easy_strerror(code), static_cast<int>(reply)};
    }

private:
    std::unique_ptr<CURL, FreeEasy> easy_{curl_easy_init()};
};

using List = std::unique_ptr<curl_slist, FreeList>;

List list_of(const std::vector<std::string>& words) {
    List list;
    for (const std::string& word : words) {
        curl_slist* const more = curl_slist_append(list.get(), word.c_str());
        if (more == nullptr) {
            throw std::bad_alloc{};
        }
        static_cast<void>(list.release());
        list.reset(more);
    }
    return list;
}

extern "C" std::size_t drop_answer(char* /*data*/, std::size_t size, std::size_t count,
                                   void* /*user*/) noexcept {
    return size * count;
}

} // namespace

MailOutcome greet_mail_server(const MailServer& server) {
    const Session session{server};
    set(session.curl(), CURLOPT_CUSTOMREQUEST, "NOOP");
    set(session.curl(), CURLOPT_NOBODY, 1L);
    set(session.curl(), CURLOPT_WRITEFUNCTION, &drop_answer);
    return session.perform();
}

MailOutcome send_mail(const MailServer& server, const Mail& mail) {
    const std::string message = mail_message(mail); // which looks at the addresses
    const Session session{server};
    const List recipients = list_of(mail.to);
    std::string_view unread = message;
    set(session.curl(), CURLOPT_MAIL_FROM, mail.from.c_str());
    set(session.curl(), CURLOPT_MAIL_RCPT, recipients.get());
    set(session.curl(), CURLOPT_UPLOAD, 1L);
    set(session.curl(), CURLOPT_READFUNCTION, &take_message);
    set(session.curl(), CURLOPT_READDATA, static_cast<void*>(&unread));
    return session.perform();
}

} // namespace ecg::transfer
