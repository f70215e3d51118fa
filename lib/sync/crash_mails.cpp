#include "sync/crash_mails.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>

namespace ecg::sync {
namespace {

constexpr std::string_view line_end = "\r\n";

/// "timestamp: 2025-01-08T12:34:56.789Z", "stack_trace:" and its lines.
void append_member(std::string& text, std::string_view name, const JsonValue& value) {
    const std::string words{value.text().value_or("")};
    text.append(name).append(":");
    if (words.find('\n') == std::string::npos) {
        text.append(" ").append(value.kind() == JsonKind::text ? words : value.json());
        text.append(line_end);
        return;
    }
    text.append(line_end);
    for (const char c : words) {
        text.append(c == '\n' ? "\r\n" : std::string(1, c));
    }
}

/// A note a line.
void append_notes(std::string& text, const JsonValue& notes) {
    text.append("notes, with the milliseconds before the crash:").append(line_end);
    notes.each_element([&](const JsonValue& note) {
        text.append(std::to_string(note.integer_at("ms_before").value_or(0))).append(" ");
        text.append(note.text_at("text").value_or("")).append(line_end);
    });
}

std::string text_of(const JsonValue& data) {
    std::string text;
    data.each_member([&](std::string_view name, const JsonValue& value) {
        if (name != "system_info") {
            append_member(text, name, value);
            return;
        }
        value.each_member([&](std::string_view below, const JsonValue& one) {
            below == "notes" ? append_notes(text, one) : append_member(text, below, one);
        });
    });
    return text;
}

std::string message_id(const QueuedItem& item) {
    const auto digest = transfer::sha256(item.session + '\n' + item.data);
    return "crash-" + transfer::hex(transfer::bytes_of(digest)).substr(0, 32);
}

/// What a header can hold.
std::string in_one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, ' ');
    return text;
}

Verdict verdict_of(const transfer::MailOutcome& outcome) {
    switch (outcome.result) {
    case transfer::MailResult::taken:
        return Verdict::stored;
    case transfer::MailResult::refused:
        return Verdict::refused;
    case transfer::MailResult::login:
        return Verdict::denied;
    case transfer::MailResult::passing:
        break;
    }
    return outcome.reply >= 400 ? Verdict::later : Verdict::unreachable;
}

} // namespace

transfer::Mail crash_mail(const QueuedItem& item, const CrashMailSettings& settings) {
    JsonReader reader{64};
    const JsonValue data = reader.parse(item.data, item.file_name);
    transfer::Mail mail;
    mail.from = settings.from;
    mail.to = settings.to;
    mail.subject = in_one_line(settings.subject + " - " + data.text_at("timestamp").value_or("") +
                               " - " + data.text_at("error_message").value_or(""));
    if (const auto serial = data.text_at("device_serial")) {
        mail.subject += in_one_line(" [Serial: " + *serial + "]");
    }
    mail.text = text_of(data);
    mail.id = message_id(item);
    mail.date = settings.now();
    return mail;
}

Delivered CrashMails::mail(const QueuedItem& item) const {
    Delivered delivered;
    try {
        const transfer::Mail mail = crash_mail(item, settings_);
        const transfer::MailOutcome outcome = transfer::send_mail(settings_.server, mail);
        delivered.verdict = verdict_of(outcome);
        if (delivered.verdict == Verdict::stored) {
            delivered.upload = {"mail", name(), mail.id, {}, "", mail.text.size(), false};
        } else {
            delivered.reason = "mail: " + outcome.reason;
            delivered.status = outcome.reply;
        }
    } catch (const Error& error) {
        delivered.verdict = error.kind() == ErrorKind::usage ? Verdict::denied : Verdict::refused;
        delivered.reason = error.what();
    }
    return delivered;
}

std::vector<Delivered> CrashMails::send(const std::vector<Parcel>& parcels) {
    std::vector<Delivered> all;
    for (const Parcel& parcel : parcels) {
        all.push_back(parcel.type == ItemType::error ? mail(parcel.items.front())
                                                     : others_->send({parcel}).front());
    }
    return all;
}

} // namespace ecg::sync
