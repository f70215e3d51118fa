#include "serve/endpoints/system_endpoints.hpp"

#include <utility>

namespace ecg::serve {
namespace {

Response text_answer(const char* type, std::string body) {
    return {200, {{"Content-Type", type}}, std::move(body)};
}

/// Lives as long as the process answers at all.
Response alive() {
    return success(200, [](JsonWriter&) {});
}

Response ready(const SystemServices& system) {
    if (const std::string trouble = system.trouble(); !trouble.empty()) {
        throw Refused{{503, "not_ready", "not ready: " + trouble, {}, 5}};
    }
    return success(200, [](JsonWriter&) {});
}

Endpoint open_endpoint(std::string path, std::string name, std::string summary, AnswerForm form) {
    return {.path = std::move(path),
            .name = std::move(name),
            .summary = std::move(summary),
            .open = true,
            .audited = Audited::never,
            .answers = {std::move(form)}};
}

} // namespace

std::vector<Endpoint> system_endpoints(const Services& services, const SystemServices& system) {
    Endpoint health = open_endpoint("/healthz", "health", "Whether the process answers",
                                    {200, "It does", success_of()});
    health.run = [](const Call&, const Answer& answer) { answer(alive()); };

    Endpoint readiness = open_endpoint("/readyz", "readiness",
                                       "Whether the database, the files and the audit log work",
                                       {200, "They do", success_of()});
    readiness.run = [services, system](const Call&, Answer answer) {
        read_and_answer(services, std::move(answer), [system] { return ready(system); });
    };

    Endpoint figures =
        open_endpoint("/metrics", "figures", "Figures of the server, for Prometheus",
                      {200, "Its text format", anything(), "text/plain; version=0.0.4"});
    figures.run = [system](const Call& call, const Answer& answer) {
        answer(system.may_see_figures(call.request.address)
                   ? text_answer("text/plain; version=0.0.4", system.figures())
                   : answer_of({403, "forbidden", "figures are not shown to that address"}));
    };

    Endpoint openapi = open_endpoint("/api/v1/openapi.json", "openapi",
                                     "This interface, described for programs (OpenAPI 3.1)",
                                     {200, "The description", object_of({})});
    openapi.run = [system](const Call&, const Answer& answer) {
        answer(text_answer("application/json", *system.openapi));
    };

    Endpoint docs = open_endpoint("/docs", "docs", "This interface, described for people",
                                  {200, "A page", anything(), "text/html; charset=utf-8"});
    docs.run = [system](const Call&, const Answer& answer) {
        Response page = text_answer("text/html; charset=utf-8", *system.docs);
        page.headers.push_back(
            {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"});
        answer(std::move(page));
    };
    return {std::move(health), std::move(readiness), std::move(figures), std::move(openapi),
            std::move(docs)};
}

} // namespace ecg::serve
