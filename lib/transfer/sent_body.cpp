#include "transfer/sent_body.hpp"

#include "common/error.hpp"

#include <curl/curl.h>

#include <cstdio>
#include <cstring>
#include <type_traits>

namespace ecg::transfer {
namespace {

template <class Value> void set(CURL* easy, CURLoption option, Value value) {
    if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK) {
        throw Error{ErrorKind::unavailable, std::string{"libcurl: "} + curl_easy_strerror(code)};
    }
}

static_assert(std::is_same_v<curl_off_t, std::int64_t>);

} // namespace

SentBody::SentBody(const HttpRequest& request) : request_{request} {
    if (request.coding != Coding::identity) {
        packed_ = pack(request.coding, request.body);
        if (packed_.size() >= request.body.size()) {
            packed_.clear();
        }
    }
}

bool SentBody::is_there() const {
    return request_.method != "HEAD" &&
           (request_.source != nullptr || !request_.body.empty() || request_.method == "POST");
}

std::uint64_t SentBody::size() const {
    const std::string& body = is_packed() ? packed_ : request_.body;
    return request_.source == nullptr ? body.size() : request_.source->size();
}

void SentBody::give_to(void* easy) {
    set(easy, CURLOPT_POST, 1L);
    if (request_.source == nullptr) {
        const std::string_view body = is_packed() ? packed_ : request_.body;
        set(easy, CURLOPT_POSTFIELDS, body.data());
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        return;
    }
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.source->size()));
    set(easy, CURLOPT_READFUNCTION, &SentBody::give);
    set(easy, CURLOPT_READDATA, static_cast<void*>(this));
    set(easy, CURLOPT_SEEKFUNCTION, &SentBody::go_to);
    set(easy, CURLOPT_SEEKDATA, static_cast<void*>(this));
}

void SentBody::rethrow() const {
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

std::size_t SentBody::give(char* to, std::size_t size, std::size_t count, void* user) noexcept {
    auto& self = *static_cast<SentBody*>(user);
    try {
        const std::string piece = self.request_.source->read(self.at_, size * count);
        std::memcpy(to, piece.data(), piece.size());
        self.at_ += piece.size();
        return piece.size();
    } catch (...) {
        self.failure_ = std::current_exception();
        return CURL_READFUNC_ABORT;
    }
}

int SentBody::go_to(void* user, std::int64_t offset, int origin) noexcept {
    if (origin != SEEK_SET || offset < 0) {
        return CURL_SEEKFUNC_CANTSEEK;
    }
    static_cast<SentBody*>(user)->at_ = static_cast<std::uint64_t>(offset);
    return CURL_SEEKFUNC_OK;
}

} // namespace ecg::transfer
