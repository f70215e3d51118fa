#include "serve/store/idempotency.hpp"

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"

namespace ecg::serve {
namespace {

constexpr std::int64_t kept_microseconds = 7LL * 24 * 3600 * 1'000'000;

void put_ids(JsonWriter& json, std::string_view name, const std::vector<std::int64_t>& ids) {
    if (!ids.empty()) {
        json.key(name).begin_array();
        for (const std::int64_t id : ids) {
            json.value(id);
        }
        json.end_array();
    }
}

std::string text_of(const Outcome& outcome) {
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    json.text_unless_empty("id", outcome.id).text_unless_empty("user_id", outcome.user_id);
    put_ids(json, "metrics", outcome.metrics);
    put_ids(json, "waveforms", outcome.waveforms);
    if (outcome.number != 0) {
        json.member("number", outcome.number);
    }
    if (outcome.token_version) {
        json.member("token_version", *outcome.token_version);
    }
    json.end_object();
    return text;
}

std::vector<std::int64_t> ids_at(const JsonValue& value, std::string_view name) {
    std::vector<std::int64_t> ids;
    if (const auto found = value.find(name)) {
        found->each_element([&ids](JsonValue id) { ids.push_back(id.integer().value_or(0)); });
    }
    return ids;
}

Outcome outcome_of(const std::string& text) {
    thread_local JsonReader reader;
    const JsonValue value = reader.parse(text, "idempotency");
    Outcome outcome;
    outcome.verdict = Verdict::repeated;
    outcome.id = value.text_at("id").value_or("");
    outcome.user_id = value.text_at("user_id").value_or("");
    outcome.metrics = ids_at(value, "metrics");
    outcome.waveforms = ids_at(value, "waveforms");
    outcome.number = value.integer_at("number").value_or(0);
    outcome.token_version = value.integer_at("token_version");
    return outcome;
}

} // namespace

std::optional<Outcome> recall_outcome(Database& database, const Write& write) {
    Statement row = database.query(
        "SELECT request_digest, outcome FROM idempotency WHERE user_id = ? AND key = ?",
        write.by.user_id, write.key);
    if (!row.step()) {
        return std::nullopt;
    }
    if (row.text(0) != write.key_digest) {
        Outcome reused;
        reused.verdict = Verdict::key_reused;
        reused.reason = "the key came with another request before";
        return reused;
    }
    return outcome_of(row.text(1));
}

void remember_outcome(Database& database, const Write& write, const Outcome& outcome, Moment now) {
    database.run("INSERT INTO idempotency (user_id, key, request_digest, outcome, at) "
                 "VALUES (?, ?, ?, ?, ?)",
                 write.by.user_id, write.key, write.key_digest, text_of(outcome), now);
}

bool forget_old(Database& database, Moment now) {
    const Moment limit{now.microseconds - kept_microseconds};
    database.run("DELETE FROM idempotency WHERE (user_id, key) IN "
                 "(SELECT user_id, key FROM idempotency WHERE at < ? ORDER BY at LIMIT 500)",
                 limit);
    const bool more_keys = database.changed();
    database.run("DELETE FROM refresh_tokens WHERE digest IN (SELECT digest FROM refresh_tokens "
                 "WHERE expires_at < ? ORDER BY expires_at LIMIT 500)",
                 limit);
    const bool more_tokens = database.changed();
    if (more_tokens) {
        database.run("DELETE FROM refresh_families WHERE NOT EXISTS (SELECT 1 FROM refresh_tokens "
                     "WHERE refresh_tokens.family = refresh_families.family)");
    }
    return more_keys || more_tokens;
}

} // namespace ecg::serve
