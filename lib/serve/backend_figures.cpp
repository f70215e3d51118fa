#include "serve/backend_figures.hpp"

namespace ecg::serve {

std::string backend_figures(const BackendFigures& figures) {
    std::string out;
    const auto write = [&](const char* name, const char* type, const char* help, auto value) {
        write_figure(out, name, type, help, static_cast<double>(value));
    };
    write_figure_head(out, "ecg_build_info", "gauge", "Which version runs.");
    out.append("ecg_build_info{version=\"").append(figures.version).append("\"} 1\n");
    figures.requests.write(out);
    const StoreFigures& store = figures.store;
    write("ecg_connections", "gauge", "Connections that are open.", figures.connections);
    write("ecg_store_queued", "gauge", "Changes that wait for the database.", store.queued);
    write("ecg_store_changes_total", "counter", "Changes that were answered.", store.changes);
    write("ecg_store_commits_total", "counter", "Commits, one fsync each.", store.commits);
    write("ecg_store_commit_seconds_total", "counter", "Time spent on commits.",
          store.commit_seconds);
    write("ecg_store_failures_total", "counter", "Commits that could not be made.", store.failures);
    write("ecg_store_refusals_total", "counter", "Changes for which the queue had no room.",
          store.refusals);
    write("ecg_passwords_waiting", "gauge", "Passwords that wait to be hashed.",
          figures.passwords_waiting);
    write("ecg_audit_well", "gauge", "1 while the audit log can be written.",
          figures.audit_is_well);
    return out;
}

} // namespace ecg::serve
