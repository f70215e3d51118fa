#include "transfer/targets/mail_target.hpp"

#include "common/url_secrets.hpp"
#include "transfer/crypto.hpp"

namespace ecg::transfer {
namespace {

Obstacle obstacle_of(MailResult result) {
    switch (result) {
    case MailResult::login:
        return Obstacle::login;
    case MailResult::refused:
        return Obstacle::refused;
    case MailResult::taken:
    case MailResult::passing:
        break;
    }
    return Obstacle::passing;
}

} // namespace

void MailTarget::require(const MailOutcome& outcome) const {
    if (outcome.result == MailResult::taken) {
        return;
    }
    std::string message = "mail server " + url_without_secrets(settings_.server.url) + ": ";
    if (outcome.reply > 0) {
        message.append("answers ").append(std::to_string(outcome.reply)).append(", ");
    }
    throw TargetError{obstacle_of(outcome.result), message + outcome.reason};
}

Stored MailTarget::store(const std::string& name, const ByteSource& bytes) {
    if (bytes.size() > settings_.largest) {
        throw TargetError{Obstacle::refused, "mail: a file of more than " +
                                                 std::to_string(settings_.largest >> 20U) +
                                                 " MiB is not sent"};
    }
    Mail mail;
    mail.from = settings_.from;
    mail.to = settings_.to;
    mail.subject = settings_.subject;
    mail.text = "The report is in the file " + name.substr(name.rfind('/') + 1) + ".\r\n";
    mail.file_name = name.substr(name.rfind('/') + 1);
    mail.file = bytes.read(0, settings_.largest);
    mail.id = hex(bytes_of(sha256(name + '\n' + mail.file)));
    mail.date = settings_.now();
    require(send_mail(settings_.server, mail));
    return Stored::now;
}

std::optional<std::uint64_t> MailTarget::size(const std::string& /*name*/) {
    return std::nullopt;
}

std::optional<std::string> MailTarget::read(const std::string& /*name*/, std::size_t /*limit*/) {
    return std::nullopt;
}

void MailTarget::remove(const std::string& /*name*/) {}

void MailTarget::probe() {
    require(greet_mail_server(settings_.server));
}

ObjectPlace MailTarget::place_of(const std::string& /*name*/) const {
    return {};
}

} // namespace ecg::transfer
