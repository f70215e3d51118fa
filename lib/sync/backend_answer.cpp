#include "sync/backend_answer.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"

#include <array>
#include <optional>

namespace ecg::sync {
namespace {

constexpr std::size_t longest_reason = 200;

bool is_json(const transfer::HttpAnswer& answer) {
    const std::string type = to_lower(answer.header("Content-Type").value_or(""));
    return trim(std::string_view{type}.substr(0, type.find(';'))) == "application/json";
}

/// "leads.V1 is missing": what the server says, which names fields and no values.
std::string reason_in(const JsonValue& body, int status) {
    std::string reason = body.text_at("message").value_or("");
    if (reason.empty()) {
        reason = "HTTP status " + std::to_string(status);
    }
    return reason.substr(0, longest_reason);
}

Delivered with(Delivered delivered, Verdict verdict, std::string reason) {
    delivered.verdict = verdict;
    delivered.reason = std::move(reason);
    return delivered;
}

bool is_later(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

Delivered of_error(Delivered out, const std::optional<JsonValue>& body, int status) {
    const bool is_ours = body && body->text_at("status") == "error";
    if (status == 413) { // a proxy may say so, too
        return with(std::move(out), Verdict::refused, "is larger than the server takes");
    }
    if (!is_ours) {
        std::string reason = "what answers is not the server: HTTP status ";
        return with(std::move(out), Verdict::unreachable, reason.append(std::to_string(status)));
    }
    return with(std::move(out), status == 401 ? Verdict::denied : Verdict::refused,
                reason_in(*body, status));
}

Delivered of_success(Delivered out, const transfer::HttpAnswer& answer, const JsonValue& body,
                     const Expected& expected) {
    if (body.text_at("status") != "success") {
        return with(std::move(out), Verdict::unreachable, "the answer does not say success");
    }
    if (!expected.key.empty() && answer.header("Idempotency-Key") != expected.key) {
        return with(std::move(out), Verdict::unreachable, "the answer is to another request");
    }
    std::string missing = expected.look ? expected.look(body) : std::string{};
    if (!missing.empty()) {
        return with(std::move(out), Verdict::unreachable, std::move(missing));
    }
    return with(std::move(out), Verdict::stored, "");
}

} // namespace

Delivered meaning_of(const transfer::HttpOutcome& outcome, const Expected& expected) {
    Delivered out;
    out.bytes = outcome.bytes_sent;
    out.elapsed = outcome.elapsed;
    if (outcome.fault) {
        const bool stopped = outcome.fault == transfer::HttpFault::abandoned;
        return with(std::move(out), stopped ? Verdict::abandoned : Verdict::unreachable,
                    outcome.reason);
    }
    const transfer::HttpAnswer& answer = outcome.answer;
    out.status = answer.status;
    out.wait = transfer::retry_after(answer);
    JsonReader reader{64};
    std::optional<JsonValue> body;
    if (is_json(answer)) {
        try {
            body = reader.parse(answer.body, "answer");
        } catch (const Error&) {
            body.reset(); // then it is no answer of ours
        }
    }
    if (is_later(answer.status)) {
        std::string reason = "HTTP status ";
        return with(std::move(out), Verdict::later, reason.append(std::to_string(answer.status)));
    }
    if (answer.status >= 400) {
        return of_error(std::move(out), body, answer.status);
    }
    if (answer.status != expected.status || !body) {
        std::string reason = "what answers is not the server: HTTP status ";
        reason.append(std::to_string(answer.status));
        return with(std::move(out), Verdict::unreachable, body ? reason : reason + ", no JSON");
    }
    return of_success(std::move(out), answer, *body, expected);
}

} // namespace ecg::sync
