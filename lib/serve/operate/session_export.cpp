#include "serve/operate/session_export.hpp"

#include "common/error.hpp"
#include "serve/lines/session_lines.hpp"
#include "serve/store/readings.hpp"

namespace ecg::serve {
namespace {

/// What is read is of one moment while this lives.
class ReadTransaction {
public:
    explicit ReadTransaction(Database& database) : database_{database} { database_.run("BEGIN"); }

    ~ReadTransaction() { database_.roll_back(); }

    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

private:
    Database& database_;
};

} // namespace

void export_session(Database& database, const std::string& session_id,
                    const std::function<void(std::string_view)>& write) {
    const ReadTransaction moment{database};
    const auto session = read_session(database, session_id);
    if (!session) {
        throw Error{ErrorKind::data, session_id + ": there is no such session"};
    }
    SessionLines lines{*session, *read_user(database, session->user_id),
                       [&](const RowRange& range) { return read_metrics(database, range); },
                       [&](const RowRange& range) { return read_waveforms(database, range); }};
    while (const auto line = lines.next()) {
        write(*line);
    }
}

} // namespace ecg::serve
