#include "transfer/mail.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "transfer/crypto.hpp"
#include "transfer/server_clock.hpp"
#include "transfer/sign/percent_encoding.hpp"

#include <algorithm>
#include <string_view>

namespace ecg::transfer {
namespace {

constexpr std::size_t longest_line = 76; // rfc2045

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

void refuse_controls(std::string_view text, const std::string& what) {
    const bool control = std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
    if (control) {
        throw Error{ErrorKind::usage, "mail: " + what + " has a control character"};
    }
}

std::string base64_lines(std::string_view bytes) {
    const std::string text = base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += longest_line) {
        lines += text.substr(at, longest_line) + "\r\n";
    }
    return lines;
}

/// In words of at most 75 characters [rfc2047], none of which cuts a letter.
std::string header_text(std::string_view text) {
    if (is_plain(text) && text.size() < longest_line) {
        return std::string{text};
    }
    std::string words;
    while (!text.empty()) {
        std::size_t count = std::min<std::size_t>(text.size(), 42);
        while (count > 1 && count < text.size() &&
               (static_cast<unsigned char>(text[count]) & 0xc0U) == 0x80U) {
            --count;
        }
        words += words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?";
        words += base64(text.substr(0, count)) + "?=";
        text.remove_prefix(count);
    }
    return words;
}

std::string joined(const std::vector<std::string>& addresses) {
    std::string line;
    for (const std::string& address : addresses) {
        line += line.empty() ? "" : ",\r\n ";
        line += address;
    }
    return line;
}

std::string part(const std::string& headers, std::string_view bytes) {
    return headers + "Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(bytes);
}

} // namespace

void require_address(const std::string& address) {
    const bool plain = std::ranges::all_of(address, [](char c) {
        return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ',' && c != '"';
    });
    const std::size_t at = address.find('@');
    if (!plain || at == 0 || at == address.npos || at + 1 == address.size() ||
        address.find('@', at + 1) != address.npos) {
        throw Error{ErrorKind::usage, "mail: an address must be name@host in ASCII"};
    }
}

std::string mail_message(const Mail& mail) {
    require_address(mail.from);
    std::ranges::for_each(mail.to, require_address);
    refuse_controls(mail.subject, "the subject");
    refuse_controls(mail.file_name, "the file's name");
    const bool good_id = !mail.id.empty() && std::ranges::all_of(mail.id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-';
    });
    if (!good_id || mail.to.empty()) {
        throw Error{ErrorKind::usage, good_id ? "mail: it goes to nobody"
                                              : "mail: its id is not of letters, digits and \"-\""};
    }
    std::string date = format_http_date(mail.date);
    date.replace(date.size() - 3, 3, "+0000");
    std::string message = "From: " + mail.from + "\r\nTo: " + joined(mail.to) +
                          "\r\nSubject: " + header_text(mail.subject) + "\r\nDate: " + date +
                          "\r\nMessage-ID: <" + mail.id + mail.from.substr(mail.from.find('@')) +
                          ">\r\nMIME-Version: 1.0\r\n";
    const std::string text = part("Content-Type: text/plain; charset=UTF-8\r\n", mail.text);
    if (mail.file_name.empty()) {
        return message + text;
    }
    // No line of base64 begins with "--".
    const std::string boundary = "ecg-" + mail.id.substr(0, 60);
    message += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
    message += "--" + boundary + "\r\n" + text + "--" + boundary + "\r\n";
    message +=
        part("Content-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n "
             "filename*=UTF-8''" + // rfc2231
                 percent_encoded(mail.file_name) +
                 "\r\n",
             mail.file);
    return message + "--" + boundary + "--\r\n";
}

} // namespace ecg::transfer
