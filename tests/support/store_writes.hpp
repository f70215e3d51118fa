// Writes to a store that wait until they are told.
#pragma once

#include "serve/store/sqlite_store.hpp"
#include "serve/store/waveform_codec.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ecg::test {

inline constexpr serve::Moment test_now{1'736'339'696'789'000}; // 2025-01-08T12:34:56.789Z

inline serve::SqliteStoreSettings store_settings(const std::string& path) {
    serve::SqliteStoreSettings settings;
    settings.path = path;
    settings.writer.clock = [] { return test_now; };
    return settings;
}

inline serve::Outcome write(serve::Store& store, serve::Write change) {
    const auto told = std::make_shared<std::promise<serve::Outcome>>();
    auto future = told->get_future();
    if (!store.write(std::move(change),
                     [told](const serve::Outcome& outcome) { told->set_value(outcome); })) {
        serve::Outcome refused;
        refused.verdict = serve::Verdict::unavailable;
        refused.reason = "the queue is full";
        return refused;
    }
    return future.get();
}

inline serve::Outcome write(serve::Store& store, const serve::Actor& by, serve::Change change) {
    return write(store, serve::Write{by, std::move(change), {}, {}});
}

inline const serve::Actor test_operator{"", serve::Role::admin};

inline serve::Actor patient(const std::string& id) {
    return {id, serve::Role::patient};
}

inline serve::UserRecord user_record(const std::string& id, const std::string& serial) {
    serve::UserRecord user;
    user.id = id;
    user.full_name = "Name of " + id;
    user.device_serial = serial;
    user.password_hash = "$2b$04$not-a-hash";
    user.created_at = test_now;
    return user;
}

inline serve::SessionRecord session_record(const std::string& id, const std::string& user_id) {
    serve::SessionRecord session;
    session.id = id;
    session.user_id = user_id;
    session.device_serial = "serial of " + user_id;
    session.device_info = R"({"sampling_rate":80})";
    session.start_time = test_now;
    return session;
}

/// Numbers that tell which row it is.
inline serve::MetricsRecord metrics_record(std::int64_t n) {
    serve::MetricsRecord row;
    row.time = {test_now.microseconds + n * 2'000'000};
    row.heart_rate = 60.0 + static_cast<double>(n % 100);
    row.values =
        R"({"heart_rate":)" + std::to_string(60 + n % 100) + R"(,"n":)" + std::to_string(n) + "}";
    return row;
}

inline serve::WaveformRecord waveform_record(std::int64_t n, std::size_t samples = 400) {
    std::vector<serve::LeadSamples> leads;
    for (const char* name :
         {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        serve::LeadSamples lead{name, {}};
        for (std::size_t i = 0; i < samples; ++i) {
            lead.samples.push_back(
                static_cast<double>((i * 7 + static_cast<std::size_t>(n)) % 301) / 1000);
        }
        leads.push_back(std::move(lead));
    }
    serve::WaveformRecord row;
    row.time = {test_now.microseconds + n * 5'000'000};
    row.sampling_rate = 80;
    row.duration_seconds = 5;
    row.packed = serve::pack_waveform(leads);
    return row;
}

/// A user "anna" with a session "session_a", and "bert" with "session_b".
inline void add_two_users(serve::Store& store) {
    write(store, test_operator, serve::AddUser{user_record("anna", "serial of anna")});
    write(store, test_operator, serve::AddUser{user_record("bert", "serial of bert")});
    write(store, patient("anna"), serve::StartSession{session_record("session_a", "anna")});
    write(store, patient("bert"), serve::StartSession{session_record("session_b", "bert")});
}

} // namespace ecg::test
