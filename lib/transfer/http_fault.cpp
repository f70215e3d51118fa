#include "transfer/http_fault.hpp"

#include <curl/curl.h>

namespace ecg::transfer {

HttpFault fault_of(int code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return HttpFault::offline;
    case CURLE_OPERATION_TIMEDOUT:
        return HttpFault::timed_out;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return HttpFault::tls;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return HttpFault::broken;
    default:
        return HttpFault::protocol;
    }
}

std::string reason_of(void* easy, int code, const char* words) {
    constexpr long not_yet_valid = 9, has_expired = 10; // X509_V_ERR_… of OpenSSL
    std::string reason = *words != '\0' ? words : curl_easy_strerror(static_cast<CURLcode>(code));
    long verdict = 0;
    curl_easy_getinfo(static_cast<CURL*>(easy), CURLINFO_SSL_VERIFYRESULT, &verdict);
    if (code == CURLE_PEER_FAILED_VERIFICATION &&
        (verdict == not_yet_valid || verdict == has_expired)) {
        reason += ", or the clock of this machine is wrong";
    }
    return reason;
}

} // namespace ecg::transfer
