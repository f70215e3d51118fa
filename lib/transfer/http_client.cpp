#include "transfer/http_client.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "transfer/http_fault.hpp"
#include "transfer/request_text.hpp"
#include "transfer/sent_body.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::size_t largest_head = std::size_t{64} << 10;
constexpr int look_around_ms = 200;
constexpr long piece = 16'384, first_piece = 65'536; // that libcurl sends at once at least
constexpr std::uint64_t pace_margin = 2;             // of the time that a body needs at its pace
constexpr std::string_view protocols = "http,https";

struct FreeEasy {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

struct FreeMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

void check(CURLcode code) {
    if (code != CURLE_OK) {
        throw Error{ErrorKind::unavailable, std::string{"libcurl: "} + curl_easy_strerror(code)};
    }
}

void check(CURLMcode code) {
    if (code != CURLM_OK) {
        throw Error{ErrorKind::unavailable, std::string{"libcurl: "} + curl_multi_strerror(code)};
    }
}

void begin_library() {
    static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    check(begun);
}

template <class Value> void set(CURL* easy, CURLoption option, Value value) {
    check(curl_easy_setopt(easy, option, value));
}

HttpOutcome fail(HttpOutcome out, HttpFault fault, std::string reason) {
    out.fault = fault;
    out.reason = std::move(reason);
    return out;
}

/// One request under way.
class Exchange {
public:
    Exchange(const HttpRequest& request, const HttpSettings& settings)
        : request_{request}, settings_{settings}, easy_{curl_easy_init()} {
        if (!easy_) {
            throw std::bad_alloc{};
        }
        refuse_controls(request.method, "the method");
        refuse_controls(request.url, "the URL");
        set_place();
        set_limits();
        set_request();
        set_answer();
    }

    [[nodiscard]] CURL* easy() const { return easy_.get(); }

    /// Bytes a second that it may send from now on, 0 = no limit.
    void set_pace(std::uint64_t pace) {
        const auto slower = [pace](std::uint64_t bytes) { // seconds that come on top
            return pace > 0 ? static_cast<long>(pace_margin * bytes / pace) : 0L;
        };
        set(easy_.get(), CURLOPT_TIMEOUT_MS,
            settings_.longest.count() + 1000 * slower(body_.size()));
        slow_for_ = std::max(slow_for_, settings_.slow_for.count() + slower(first_piece));
        set(easy_.get(), CURLOPT_LOW_SPEED_TIME, slow_for_);
        set(easy_.get(), CURLOPT_MAX_SEND_SPEED_LARGE, static_cast<curl_off_t>(pace));
    }

    HttpOutcome finish(CURLcode code) {
        body_.rethrow();
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        HttpOutcome out;
        curl_off_t sent = 0, micros = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &sent);
        curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &micros);
        out.bytes_sent = static_cast<std::uint64_t>(sent);
        out.elapsed = std::chrono::milliseconds{micros / 1000};
        if (too_large_) {
            return fail(std::move(out), HttpFault::too_large, "the answer is too large");
        }
        if (code != CURLE_OK) {
            return fail(std::move(out), fault_of(code),
                        reason_of(easy_.get(), code, words_.data()));
        }
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        answer_.status = static_cast<int>(status);
        if (!head_ended_) { // for libcurl an answer may end within its head
            return fail(std::move(out), HttpFault::broken, "the answer ended within its head");
        }
        if (!has_end()) {
            return fail(std::move(out), HttpFault::protocol,
                        "the answer does not say how long it is");
        }
        out.answer = std::move(answer_);
        return out;
    }

private:
    void set_place() {
        CURL* const easy = easy_.get();
        set(easy, CURLOPT_URL, request_.url.c_str());
        set(easy, CURLOPT_PROTOCOLS_STR, protocols.data());
        set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(easy, CURLOPT_PATH_AS_IS, 1L);
        set(easy, CURLOPT_FOLLOWLOCATION, 0L);
        set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        set(easy, CURLOPT_TCP_NODELAY, 1L);
        set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
        set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
        set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!settings_.authorities.empty()) {
            set(easy, CURLOPT_CAINFO, settings_.authorities.c_str());
        }
        set(easy, CURLOPT_USERAGENT, settings_.user_agent.c_str());
    }

    void set_limits() {
        CURL* const easy = easy_.get();
        set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_within.count()));
        set(easy, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(settings_.slowest_bytes_per_second));
        if (settings_.bytes_per_second) { // libcurl waits between pieces, deaf to a new pace
            set(easy, CURLOPT_UPLOAD_BUFFERSIZE, piece);
        }
        set_pace(0);
    }

    void set_request() {
        CURL* const easy = easy_.get();
        if (request_.method == "HEAD") {
            set(easy, CURLOPT_NOBODY, 1L);
        } else if (body_.is_there()) {
            body_.give_to(easy);
            add_line("Content-Type:"); // libcurl's own would be that of a form
        }
        if (request_.source != nullptr) {
            add_line("Expect:"); // some servers never answer to it
        }
        if (body_.is_packed()) {
            add_header({"Content-Encoding", std::string{name_of(request_.coding)}});
        }
        if (request_.method != "HEAD" && request_.method != "GET") {
            set(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
        }
        for (const HttpField& field : request_.headers) {
            add_header(field);
        }
        set(easy, CURLOPT_HTTPHEADER, headers_.get());
    }

    void add_header(const HttpField& field) {
        refuse_controls(field.name, "a header");
        refuse_controls(field.value, "a header");
        // "Name:" would take a header away, "Name;" sends it without a value
        add_line(field.value.empty() ? field.name + ";" : field.name + ": " + field.value);
    }

    void add_line(const std::string& line) {
        curl_slist* const more = curl_slist_append(headers_.get(), line.c_str());
        if (more == nullptr) {
            throw std::bad_alloc{};
        }
        static_cast<void>(headers_.release());
        headers_.reset(more);
    }

    void set_answer() {
        CURL* const easy = easy_.get();
        set(easy, CURLOPT_HEADERFUNCTION, &Exchange::take_header);
        set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
        set(easy, CURLOPT_WRITEFUNCTION, &Exchange::take_body);
        set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
        set(easy, CURLOPT_ERRORBUFFER, words_.data());
    }

    /// Runs a callback of libcurl: what it throws waits until libcurl is left.
    template <class Take> std::size_t guard(std::size_t count, Take take) noexcept {
        try {
            return take() ? count : 0;
        } catch (...) {
            failure_ = std::current_exception();
            return 0;
        }
    }

    static std::size_t take_header(char* data, std::size_t size, std::size_t count,
                                   void* user) noexcept {
        auto& self = *static_cast<Exchange*>(user);
        const std::string_view line{data, size * count};
        return self.guard(line.size(), [&] { return self.add_answer_line(line); });
    }

    static std::size_t take_body(char* data, std::size_t size, std::size_t count,
                                 void* user) noexcept {
        auto& self = *static_cast<Exchange*>(user);
        return self.guard(size * count, [&] {
            self.answer_.body.append(data, size * count);
            self.too_large_ = self.answer_.body.size() > self.request_.largest_answer;
            return !self.too_large_;
        });
    }

    bool add_answer_line(std::string_view line) {
        head_size_ += line.size();
        too_large_ = head_size_ > largest_head;
        if (line.starts_with("HTTP/")) { // another head, after "100 Continue"
            answer_.headers.clear();
            head_ended_ = false;
        } else if (trim(line).empty()) {
            head_ended_ = true;
        } else if (const std::size_t colon = line.find(':'); colon != line.npos) {
            answer_.headers.push_back({std::string{trim(line.substr(0, colon))},
                                       std::string{trim(line.substr(colon + 1))}});
        }
        return !too_large_;
    }

    /// Whether the answer says where it ends; one that ends with its connection may have been cut.
    [[nodiscard]] bool has_end() const {
        return request_.method == "HEAD" || answer_.status == 204 || answer_.status == 304 ||
               answer_.header("Content-Length") || answer_.header("Transfer-Encoding");
    }

    const HttpRequest& request_;
    SentBody body_{request_};
    const HttpSettings& settings_;
    std::unique_ptr<CURL, FreeEasy> easy_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    long slow_for_ = 0;
    HttpAnswer answer_;
    std::size_t head_size_ = 0;
    bool head_ended_ = false;
    bool too_large_ = false;
    std::exception_ptr failure_;
    std::array<char, CURL_ERROR_SIZE> words_{};
};

/// The requests of one call, so many of them under way at a time.
class Round {
public:
    Round(CURLM* multi, const HttpSettings& settings, const std::vector<HttpRequest>& requests)
        : multi_{multi}, settings_{settings}, requests_{requests}, under_way_(requests.size()),
          outcomes_(requests.size()) {}

    ~Round() {
        for (const auto& exchange : under_way_) {
            if (exchange) {
                curl_multi_remove_handle(multi_, exchange->easy());
            }
        }
    }

    Round(const Round&) = delete;
    Round& operator=(const Round&) = delete;

    std::vector<HttpOutcome> run() {
        while (finished_ < requests_.size()) {
            while (next_ < requests_.size() && next_ - finished_ < settings_.connections) {
                begin(next_++);
            }
            keep_pace();
            int running = 0;
            check(curl_multi_perform(multi_, &running));
            take_finished();
            if (settings_.abandon && settings_.abandon()) {
                abandon();
            } else if (running > 0) {
                check(curl_multi_poll(multi_, nullptr, 0, look_around_ms, nullptr));
            }
        }
        return std::move(outcomes_);
    }

private:
    void begin(std::size_t index) {
        auto exchange = std::make_unique<Exchange>(requests_[index], settings_);
        exchange->set_pace(pace_);
        check(curl_multi_add_handle(multi_, exchange->easy()));
        under_way_[index] = std::move(exchange);
    }

    /// The limit may change while a large body is under way.
    void keep_pace() {
        const std::uint64_t limit = settings_.bytes_per_second ? settings_.bytes_per_second() : 0;
        const std::uint64_t shares =
            std::clamp<std::uint64_t>(next_ - finished_, 1, settings_.connections);
        const std::uint64_t pace = limit > 0 ? std::max<std::uint64_t>(limit / shares, 1) : 0;
        if (pace == pace_) {
            return;
        }
        pace_ = pace;
        for (const auto& exchange : under_way_) {
            if (exchange) {
                exchange->set_pace(pace_);
            }
        }
    }

    void take_finished() {
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
            const CURLcode code = message->data.result;
            const auto at =
                std::find_if(under_way_.begin(), under_way_.end(), [&](const auto& one) {
                    return one && one->easy() == message->easy_handle;
                });
            curl_multi_remove_handle(multi_, (*at)->easy());
            const std::unique_ptr<Exchange> exchange = std::move(*at);
            HttpOutcome& out = outcomes_[static_cast<std::size_t>(at - under_way_.begin())];
            out = exchange->finish(code);
            if (settings_.heard && !out.fault) {
                settings_.heard(out);
            }
            ++finished_;
        }
    }

    void abandon() {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            if (under_way_[i] || i >= next_) {
                outcomes_[i] = fail({}, HttpFault::abandoned, "abandoned");
            }
        }
        finished_ = requests_.size();
    }

    CURLM* multi_;
    const HttpSettings& settings_;
    const std::vector<HttpRequest>& requests_;
    std::vector<std::unique_ptr<Exchange>> under_way_;
    std::vector<HttpOutcome> outcomes_;
    std::size_t next_ = 0;
    std::size_t finished_ = 0;
    std::uint64_t pace_ = 0; ///< of each that is under way
};

} // namespace

struct HttpClient::State {
    explicit State(HttpSettings given) : settings{std::move(given)} {
        begin_library();
        settings.connections = std::max<std::size_t>(settings.connections, 1);
        multi.reset(curl_multi_init());
        if (!multi) {
            throw std::bad_alloc{};
        }
        check(curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS,
                                static_cast<long>(settings.connections)));
    }

    HttpSettings settings;
    std::unique_ptr<CURLM, FreeMulti> multi;
};

HttpClient::HttpClient(HttpSettings settings)
    : state_{std::make_unique<State>(std::move(settings))} {}

HttpClient::~HttpClient() = default;

std::vector<HttpOutcome> HttpClient::send_all(const std::vector<HttpRequest>& requests) {
    return Round{state_->multi.get(), state_->settings, requests}.run();
}

HttpOutcome HttpClient::send(const HttpRequest& request) {
    return std::move(send_all({request}).front());
}

} // namespace ecg::transfer
