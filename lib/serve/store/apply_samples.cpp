#include "serve/store/apply_change.hpp"
#include "serve/store/session_row.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

std::optional<std::int64_t> find_metrics(Database& database, std::int64_t session, Moment time,
                                         const ContentDigest& digest) {
    Statement row = database.query("SELECT metric_id FROM metrics "
                                   "WHERE session_number = ? AND time = ? AND digest = ?",
                                   session, time, Blob{bytes_of(digest)});
    return row.step() ? std::optional{row.integer(0)} : std::nullopt;
}

std::optional<std::int64_t> find_waveform(Database& database, std::int64_t session, Moment time,
                                          const ContentDigest& digest) {
    Statement row = database.query("SELECT waveform_id FROM waveforms "
                                   "WHERE session_number = ? AND time = ? AND digest = ?",
                                   session, time, Blob{bytes_of(digest)});
    return row.step() ? std::optional{row.integer(0)} : std::nullopt;
}

/// Whether the row is new.
bool insert(Database& database, std::int64_t session, const MetricsRecord& row,
            const ContentDigest& digest) {
    database.run("INSERT INTO metrics (session_number, time, digest, heart_rate, st_segment, "
                 "metrics, extra) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 session, row.time, Blob{bytes_of(digest)}, row.heart_rate, row.st_segment,
                 row.values, TextOrNull{row.extra});
    return database.changed();
}

bool insert(Database& database, std::int64_t session, const WaveformRecord& row,
            const ContentDigest& digest) {
    database.run("INSERT INTO waveforms (session_number, time, digest, sampling_rate, "
                 "duration_seconds, extra, packed) VALUES (?, ?, ?, ?, ?, ?, ?) "
                 "ON CONFLICT DO NOTHING",
                 session, row.time, Blob{bytes_of(digest)}, row.sampling_rate, row.duration_seconds,
                 TextOrNull{row.extra}, Blob{row.packed});
    return database.changed();
}

std::optional<std::int64_t> find(Database& database, std::int64_t session, const MetricsRecord& row,
                                 const ContentDigest& digest) {
    return find_metrics(database, session, row.time, digest);
}

std::optional<std::int64_t> find(Database& database, std::int64_t session,
                                 const WaveformRecord& row, const ContentDigest& digest) {
    return find_waveform(database, session, row.time, digest);
}

/// What one kind of row came to: its ids, in order, and whether one of them is new.
struct Kept {
    std::vector<std::int64_t> ids;
    bool has_new = false;
};

template <class Row>
Kept keep(Database& database, std::int64_t session, const std::vector<Row>& rows,
          std::span<const ContentDigest> digests) {
    Kept kept;
    kept.ids.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (insert(database, session, rows[i], digests[i])) {
            kept.ids.push_back(database.last_id());
            kept.has_new = true;
        } else {
            kept.ids.push_back(find(database, session, rows[i], digests[i]).value());
        }
    }
    return kept;
}

/// The ids of all rows, or none at all when one of them is not there.
template <class Row>
std::optional<std::vector<std::int64_t>> find_all(Database& database, std::int64_t session,
                                                  const std::vector<Row>& rows,
                                                  std::span<const ContentDigest> digests) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto id = find(database, session, rows[i], digests[i]);
        if (!id) {
            return std::nullopt;
        }
        ids.push_back(*id);
    }
    return ids;
}

/// A client that lost the answer sends its last samples again after the end, and is told their ids.
Outcome add_after_end(const ChangeScene& scene, std::int64_t session, const AddSamples& change,
                      std::span<const ContentDigest> digests) {
    const std::size_t count = change.metrics.size();
    auto metrics = find_all(scene.database, session, change.metrics, digests.first(count));
    auto waveforms = find_all(scene.database, session, change.waveforms, digests.subspan(count));
    if (!metrics || !waveforms) {
        return refused(Verdict::ended, "the session has ended");
    }
    Outcome outcome;
    outcome.verdict = Verdict::repeated;
    outcome.metrics = std::move(*metrics);
    outcome.waveforms = std::move(*waveforms);
    return outcome;
}

Outcome add(const ChangeScene& scene, std::int64_t session, const AddSamples& change,
            std::span<const ContentDigest> digests) {
    const std::size_t count = change.metrics.size();
    Kept metrics = keep(scene.database, session, change.metrics, digests.first(count));
    Kept waveforms = keep(scene.database, session, change.waveforms, digests.subspan(count));
    Outcome outcome;
    outcome.verdict = metrics.has_new || waveforms.has_new ? Verdict::done : Verdict::repeated;
    outcome.metrics = std::move(metrics.ids);
    outcome.waveforms = std::move(waveforms.ids);
    return outcome;
}

} // namespace

Outcome apply_change(const ChangeScene& scene, const AddSamples& change,
                     std::span<const ContentDigest> digests) {
    const auto found = session_to_change(scene, change.session_id);
    if (!found.row) {
        return found.refusal;
    }
    const SessionRow& session = *found.row;
    Outcome outcome = session.is_ended ? add_after_end(scene, session.number, change, digests)
                                       : add(scene, session.number, change, digests);
    outcome.id = change.session_id;
    outcome.user_id = session.user_id;
    return outcome;
}

} // namespace ecg::serve
