#include "serve/store/check_store.hpp"

#include "serve/store/content_digest.hpp"
#include "serve/store/database.hpp"
#include "serve/store/log_damage.hpp"
#include "serve/store/schema.hpp"
#include "serve/store/waveform_codec.hpp"
#include "transfer/crypto.hpp"

#include <unordered_set>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t read_at_once = 1U << 20U;

void check_structure(Database& database, std::vector<std::string>& troubles) {
    Statement row = database.query("PRAGMA integrity_check");
    while (row.step()) {
        if (std::string line = row.text(0); line != "ok") {
            troubles.push_back(database.path() + ": " + line);
        }
    }
}

void check_references(Database& database, std::vector<std::string>& troubles) {
    Statement row = database.query("PRAGMA foreign_key_check");
    while (row.step()) {
        troubles.push_back(database.path() + ": row " + row.text(1) + " of " + row.text(0) +
                           " belongs to one of " + row.text(2) + " that is not there");
    }
}

/// Counts what was read, and tells it.
class Steps {
public:
    Steps(const CheckProgress& progress, std::int64_t total) : progress_{progress}, total_{total} {}

    void take() {
        ++done_;
        if (progress_) {
            progress_(done_, total_);
        }
    }

private:
    const CheckProgress& progress_;
    std::int64_t total_;
    std::int64_t done_ = 0;
};

void check_log(const Database& database, StoreCheck& check) {
    const LogDamage damage = find_log_damage(database.path());
    if (damage.page > 0) {
        auto& lines = damage.may_be_cut() ? check.notes : check.troubles;
        lines.push_back(damage.words(database.path()));
    }
}

/// The structure says nothing of what stands in a text.
void check_metrics(Database& database, std::vector<std::string>& troubles, Steps& steps) {
    Statement row = database.query("SELECT metric_id, digest, metrics, extra FROM metrics");
    for (; row.step(); steps.take()) {
        MetricsRecord record;
        record.values = row.text(2);
        record.extra = row.text(3);
        if (bytes_of(content_digest(record)) != row.text(1)) {
            troubles.push_back("metrics_" + row.text(0) + ": are not those that were stored");
        }
    }
}

void check_waveforms(Database& database, std::vector<std::string>& troubles, Steps& steps) {
    Statement row = database.query("SELECT waveform_id, packed FROM waveforms");
    for (; row.step(); steps.take()) {
        try {
            unpack_waveform(row.text(1), "waveform_" + row.text(0));
        } catch (const Error& error) {
            troubles.emplace_back(error.what());
        }
    }
}

/// What is wrong with an object; "" when nothing is.
std::string trouble_of(transfer::ObjectStore& objects, const std::string& name,
                       std::int64_t wanted) {
    const auto size = objects.size(name);
    if (!size) {
        return "object " + name + " is missing";
    }
    if (std::cmp_not_equal(*size, wanted)) {
        return "object " + name + " has " + std::to_string(*size) + " bytes, not " +
               std::to_string(wanted);
    }
    transfer::Sha256 digest;
    for (std::uint64_t offset = 0; offset < *size;) {
        const auto piece = objects.read(name, offset, read_at_once);
        if (!piece || piece->empty()) {
            return "object " + name + " went while it was read";
        }
        digest.add(*piece);
        offset += piece->size();
    }
    return transfer::hex(transfer::bytes_of(digest.finish())) == name
               ? ""
               : "object " + name + " is not what was stored";
}

void check_reports(Database& database, transfer::ObjectStore& objects, StoreCheck& check,
                   Steps& steps) {
    std::unordered_set<std::string> known;
    Statement row = database.query("SELECT report_id, object, bytes FROM reports");
    for (; row.step(); steps.take()) {
        known.insert(row.text(1));
        try {
            if (const std::string why = trouble_of(objects, row.text(1), row.integer(2));
                !why.empty()) {
                check.troubles.push_back("report_" + row.text(0) + ": " + why);
            }
        } catch (const Error& error) {
            check.troubles.push_back("report_" + row.text(0) + ": " + error.what());
        }
    }
    objects.each([&](const std::string& name) {
        if (!known.contains(name)) {
            check.notes.push_back("object " + name + " belongs to no report");
        }
    });
}

std::int64_t count(Statement statement) {
    return statement.step() ? statement.integer(0) : 0;
}

void read_all(Database& database, transfer::ObjectStore& objects, StoreCheck& check,
              const CheckProgress& progress) {
    check_structure(database, check.troubles);
    check_references(database, check.troubles);
    check.users = count(database.query("SELECT count(*) FROM users"));
    check.sessions = count(database.query("SELECT count(*) FROM sessions"));
    check.metrics = count(database.query("SELECT count(*) FROM metrics"));
    check.waveforms = count(database.query("SELECT count(*) FROM waveforms"));
    check.reports = count(database.query("SELECT count(*) FROM reports"));
    Steps steps{progress, check.metrics + check.waveforms + check.reports};
    check_metrics(database, check.troubles, steps);
    check_waveforms(database, check.troubles, steps);
    check_reports(database, objects, check, steps);
}

} // namespace

StoreCheck check_store(const std::string& path, transfer::ObjectStore& objects,
                       const CheckProgress& progress) {
    Database database{path, Database::Access::read};
    StoreCheck check;
    try {
        check_log(database, check);
        require_schema(database);
        database.run("BEGIN");
        read_all(database, objects, check, progress);
    } catch (const DatabaseError& error) { // the rest of a broken file cannot be read
        if (error.trouble() != DatabaseTrouble::damaged) {
            throw;
        }
        check.troubles.emplace_back(error.what());
    } catch (const Error& error) { // without its log it may look as if it were no database
        if (check.troubles.empty()) {
            throw;
        }
        check.troubles.emplace_back(error.what());
    }
    return check;
}

} // namespace ecg::serve
