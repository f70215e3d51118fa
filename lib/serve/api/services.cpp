#include "serve/api/services.hpp"

#include "common/error.hpp"
#include "transfer/crypto.hpp"
#include "transfer/object_store.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

std::string digest_of(const Request& request) {
    transfer::Sha256 hash;
    hash.add(name_of(request.method));
    hash.add(" ");
    hash.add(request.path);
    hash.add("?");
    hash.add(request.query);
    hash.add("\n");
    hash.add(request.body);
    return transfer::hex(transfer::bytes_of(hash.finish()));
}

Refusal refusal_of(const Error& error) {
    if (dynamic_cast<const transfer::DiskFull*>(&error) != nullptr) {
        return serve::refusal_of(Verdict::disk_full);
    }
    if (error.kind() == ErrorKind::unavailable) {
        return {503, "unavailable", "the store does not answer now", {}, 2};
    }
    return {500, "damaged", "what is stored there is damaged; ecg-serve check tells more"};
}

void do_and_answer(Answer& answer, const std::function<void()>& job) {
    try {
        job();
    } catch (const Refused& refused) {
        answer(answer_of(refused.refusal));
    } catch (const Error& error) {
        answer(answer_of(refusal_of(error)));
    }
}

} // namespace

Refusal busy() {
    return {503, "busy", "too much is waiting: try again", {}, 1};
}

void write_and_answer(const Services& services, const Call& call, Change change, Answer answer,
                      Reply reply, std::string digest) {
    Write write{call.caller, std::move(change), call.key, ""};
    if (!call.key.empty()) {
        write.key_digest = digest.empty() ? digest_of(call.request) : std::move(digest);
    }
    auto shared = std::make_shared<Answer>(std::move(answer));
    const bool queued =
        services.store.write(std::move(write), [shared, touched = call.touched,
                                                reply = std::move(reply)](const Outcome& outcome) {
            if (touched->whom.empty()) {
                touched->whom = outcome.user_id;
            }
            const bool made =
                outcome.verdict == Verdict::done || outcome.verdict == Verdict::repeated;
            (*shared)(made ? reply(outcome) : answer_of(serve::refusal_of(outcome.verdict)));
        });
    if (!queued) {
        (*shared)(answer_of(busy()));
    }
}

void work_and_answer(const Services& services, const std::shared_ptr<Answer>& answer,
                     std::function<void()> job) {
    const bool queued =
        services.readers.add([answer, job = std::move(job)] { do_and_answer(*answer, job); });
    if (!queued) {
        (*answer)(answer_of(busy()));
    }
}

void read_and_answer(const Services& services, Answer answer, std::function<Response()> job) {
    auto shared = std::make_shared<Answer>(std::move(answer));
    work_and_answer(services, shared, [shared, job = std::move(job)] { (*shared)(job()); });
}

} // namespace ecg::serve
