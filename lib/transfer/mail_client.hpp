// Mail to an SMTP server, over TLS and with a login; a door to libcurl.
#pragma once

#include "transfer/mail.hpp"

#include <functional>
#include <string>

namespace ecg::transfer {

struct MailServer {
    std::string url; ///< "smtp://host:587" (STARTTLS is demanded) or "smtps://host:465"
    std::string user;
    std::string password;
    std::string authorities; ///< PEM file to trust instead of the system's
    /// Asked a few times a second, if set; true ends what is under way as passing.
    std::function<bool()> abandon{};
};

enum class MailResult {
    taken,
    refused, ///< for good: a recipient, the mail
    login,   ///< the user or the certificate
    passing, ///< try again later, with the same id: it may have got there
};

struct MailOutcome {
    MailResult result{};
    std::string reason; ///< in words, without addresses
    int reply = 0;      ///< the server's last code
};

/// Whether the server is there and knows us; no mail is sent.
MailOutcome greet_mail_server(const MailServer& server);

/// Throws Error{usage} as mail_message does, and for another kind of server.
MailOutcome send_mail(const MailServer& server, const Mail& mail);

} // namespace ecg::transfer
