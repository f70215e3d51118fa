#include "serve/endpoints/report_upload.hpp"

#include "common/error.hpp"
#include "serve/api/links.hpp"
#include "serve/api/may_read.hpp"
#include "serve/api/multipart.hpp"
#include "serve/api/pdf_check.hpp"
#include "serve/api/record_json.hpp"
#include "transfer/crypto.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t room_for_the_rest = std::size_t{256} << 10;

[[noreturn]] void refuse(int status, std::string code, std::string message) {
    throw Refused{{status, std::move(code), std::move(message)}};
}

/// The one part of that name.
const Part* part_named(const std::vector<Part>& parts, std::string_view name) {
    const Part* found = nullptr;
    for (const Part& part : parts) {
        if (part.name == name) {
            if (found != nullptr) {
                refuse(400, "invalid_request", std::string{name} + " stands there twice");
            }
            found = &part;
        }
    }
    return found;
}

std::vector<Part> parts_in(const Call& call) {
    const auto boundary = boundary_of(call.request.header("Content-Type").value_or(""));
    auto parts = boundary ? parts_of(call.request.body, *boundary) : std::nullopt;
    if (!parts) {
        refuse(400, "invalid_request", "the body is no multipart/form-data of that boundary");
    }
    return std::move(*parts);
}

Schema metadata_schema() {
    return object_of({optional("patient_name", text_of(0, 1000)),
                      optional("patient_age", anything("a number, or text")),
                      optional("report_date", text_of(0, 100)),
                      optional("session_id", text_of(0, 128)),
                      optional("device_serial", text_of(0, 100)),
                      optional("user_id", text_of(0, 64,
                                                  "whose report it is, where an admin "
                                                  "sends it")),
                      optional("metrics", object_of({}, "any keys"))},
                     "further keys are kept");
}

struct Upload {
    std::string_view file; ///< within the request
    std::string metadata;  ///< a JSON object
    std::string session_id;
    std::string user_id;
};

std::string_view pdf_of(const std::vector<Part>& parts) {
    const Part* file = part_named(parts, "file");
    if (file == nullptr) {
        refuse(400, "invalid_request", "the part file is missing");
    }
    if (file->content.size() > largest_pdf) {
        refuse(413, "too_large", "file has more than 20 MiB");
    }
    if (const std::string fault = pdf_fault(file->content); !fault.empty()) {
        const bool other = !file->content.empty() && !file->content.starts_with("%PDF-");
        refuse(other ? 415 : 400, other ? "unsupported_media_type" : "invalid_request",
               "file " + fault);
    }
    return file->content;
}

/// The metadata as a field of text or as a part of type application/json.
void read_metadata(const std::vector<Part>& parts, const Actor& caller, Upload& upload) {
    upload.user_id = caller.user_id;
    const Part* part = part_named(parts, "metadata");
    if (part == nullptr) {
        return;
    }
    JsonReader reader{16};
    std::optional<JsonValue> value;
    try {
        value = reader.parse(part->content, "metadata");
    } catch (const Error&) {
        refuse(400, "invalid_json", "metadata is no JSON");
    }
    std::vector<Problem> problems = problems_of(*value, metadata_schema());
    for (Problem& problem : problems) {
        problem.field.insert(0, problem.field.empty() ? "metadata" : "metadata.");
    }
    if (!problems.empty()) {
        throw Refused{refusal_of(std::move(problems))};
    }
    upload.metadata = value->json();
    upload.session_id = value->text_at("session_id").value_or("");
    upload.user_id = value->text_at("user_id").value_or(caller.user_id);
}

/// Whose report it is: the session's owner where it names one.
void find_owner(const Services& services, const Call& call, Upload& upload) {
    if (!upload.session_id.empty()) {
        upload.user_id =
            session_for(services, call, upload.session_id, Action::write_session).user_id;
    }
    user_for(services, call, upload.user_id, Action::add_report);
}

/// The same file with the same metadata is the same request, whatever the boundary was.
std::string digest_of(const Upload& upload, const std::string& object) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(object + upload.metadata)));
}

/// On a worker's thread: first the bytes, then the row that tells of them.
void keep(const Services& services, const std::shared_ptr<const Call>& call,
          const std::shared_ptr<Answer>& answer) {
    const std::vector<Part> parts = parts_in(*call);
    Upload upload;
    read_metadata(parts, call->caller, upload);
    upload.file = pdf_of(parts);
    find_owner(services, *call, upload);
    AddReport add;
    add.report.user_id = upload.user_id;
    add.report.session_id = upload.session_id;
    add.report.object = transfer::hex(transfer::bytes_of(transfer::sha256(upload.file)));
    add.report.bytes = static_cast<std::int64_t>(upload.file.size());
    add.report.metadata = upload.metadata;
    add.report.created_at = services.clock();
    services.objects.put(add.report.object, upload.file);
    std::string digest = digest_of(upload, add.report.object);
    write_and_answer(
        services, *call, std::move(add),
        [answer](Response response) { (*answer)(std::move(response)); },
        [services, call](const Outcome& outcome) {
            call->touched->what = report_id(outcome.number);
            return success(201, [&](JsonWriter& json) {
                json.member("report_id", report_id(outcome.number));
                json.member("url", report_link(services, call->request, outcome.number));
            });
        },
        std::move(digest));
}

} // namespace

Endpoint upload_endpoint(const Services& services) {
    Schema file = text_of(1, largest_pdf, "a PDF, at most 20 MiB");
    file.format = "binary";
    return {.method = Method::post,
            .path = "/api/v1/reports/upload",
            .name = "upload_report",
            .summary = "Store a report; the same file again is the same report",
            .roles = roles_with(Action::add_report),
            .body_kind = BodyKind::multipart,
            .body = object_of(
                {required("file", std::move(file)), optional("metadata", metadata_schema())}),
            .body_limit = largest_pdf + room_for_the_rest,
            .answers = {{201, "It is stored; url works for a while without a token",
                         success_of({required("report_id", text_of(1, 64)),
                                     required("url", text_of(1, 4096))})}},
            .run = [services](Call moved, Answer moved_answer) {
                auto call = std::make_shared<const Call>(std::move(moved));
                auto answer = std::make_shared<Answer>(std::move(moved_answer));
                work_and_answer(services, answer, [=] { keep(services, call, answer); });
            }};
}

} // namespace ecg::serve
