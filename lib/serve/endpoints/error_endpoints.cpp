#include "serve/endpoints/error_endpoints.hpp"

#include "serve/api/extra_keys.hpp"
#include "serve/api/moments.hpp"
#include "serve/api/record_json.hpp"

#include <utility>

namespace ecg::serve {
namespace {

Schema error_body() {
    return object_of(
        {required("timestamp", moment_of()),
         required("error_type", text_of(1, 100, "\"serial_communication_error\"")),
         required("error_message", text_of(0, 10'000)), optional("device_serial", text_of(0, 100)),
         optional("session_id", text_of(0, 128)), optional("stack_trace", text_of(0, 200'000)),
         optional("system_info", object_of({}, "of the machine; any keys"))});
}

void add_error(const Services& services, const Call& call, Answer answer) {
    AddError add;
    ErrorRecord& error = add.error;
    error.user_id = call.caller.user_id;
    error.time = *parse_moment(call.body.text_at("timestamp").value_or(""));
    error.type = call.body.text_at("error_type").value_or("");
    error.message = call.body.text_at("error_message").value_or("");
    error.device_serial = call.body.text_at("device_serial").value_or("");
    error.session_id = call.body.text_at("session_id").value_or("");
    error.stack_trace = call.body.text_at("stack_trace").value_or("");
    error.system_info = object_json(call.body, "system_info");
    write_and_answer(services, call, std::move(add), std::move(answer),
                     [touched = call.touched](const Outcome& outcome) {
                         touched->what = error_id(outcome.number);
                         return success(201, [&](JsonWriter& json) {
                             json.member("error_id", error_id(outcome.number));
                         });
                     });
}

} // namespace

std::vector<Endpoint> error_endpoints(const Services& services) {
    std::vector<Endpoint> all;
    all.push_back(
        {.method = Method::post,
         .path = "/api/v1/errors/report",
         .name = "report_error",
         .summary = "Report a fault or a crash of a recorder",
         .body_kind = BodyKind::json,
         .body = error_body(),
         .body_limit = std::size_t{512} << 10,
         .answers = {{201, "It is stored", success_of({required("error_id", text_of(1, 64))})}},
         .run = [services](const Call& call, Answer answer) {
             add_error(services, call, std::move(answer));
         }});
    return all;
}

} // namespace ecg::serve
