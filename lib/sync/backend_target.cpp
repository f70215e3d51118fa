#include "sync/backend_target.hpp"

#include "common/json_member.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "sync/backend_answer.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::sync {
namespace {

using transfer::HttpOutcome;
using transfer::HttpRequest;

constexpr std::string_view api = "/api/v1";
constexpr std::size_t key_length = 40;
constexpr std::size_t least_packed = 1024; // bytes; a smaller body gains nothing

std::string without_slash(std::string url) {
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
        }
    }
    return out;
}

/// Of one item its own, of several that of all of them together.
std::string key_of(const Parcel& parcel) {
    if (parcel.items.size() == 1) {
        return parcel.items.front().key;
    }
    transfer::Sha256 hash;
    for (const QueuedItem& item : parcel.items) {
        hash.add(item.key);
    }
    return transfer::hex(transfer::bytes_of(hash.finish())).substr(0, key_length);
}

/// {"items":[{"type":"metrics",…},…]}
std::string batch_body(const Parcel& parcel) {
    std::string body = R"({"items":[)";
    for (const QueuedItem& item : parcel.items) {
        body += body.ends_with('}') ? "," : "";
        body.append(R"({"type":")").append(name_of(item.name.type)).append("\"");
        const std::string_view data{item.data};
        const std::size_t first = data.find_first_not_of(" \t\r\n", 1);
        body += data[first] == '}' ? "" : ",";
        body.append(data.substr(1));
    }
    return body += "]}";
}

/// The metadata of a report, of the session as the server calls it.
std::string metadata_of(const Parcel& parcel) {
    const std::string& data = parcel.items.front().data;
    const auto place = place_of_member(data, "metadata");
    std::string metadata = place ? data.substr(place->first, place->count) : "{}";
    std::string session;
    JsonWriter{session}.value(parcel.session);
    if (const auto named = place_of_member(metadata, "session_id")) {
        metadata.replace(named->first, named->count, session);
    } else if (!parcel.session.empty()) {
        const bool is_empty = metadata.find('"') == metadata.npos;
        metadata.insert(1, R"("session_id":)" + session + (is_empty ? "" : ","));
    }
    return metadata;
}

std::string multipart_body(const Parcel& parcel, const std::string& boundary) {
    std::string body;
    body.append("--").append(boundary).append("\r\n");
    body += "Content-Disposition: form-data; name=\"metadata\"\r\n"
            "Content-Type: application/json\r\n\r\n";
    body.append(metadata_of(parcel)).append("\r\n--").append(boundary).append("\r\n");
    body += "Content-Disposition: form-data; name=\"file\"; filename=\"report.pdf\"\r\n"
            "Content-Type: application/pdf\r\n\r\n";
    return body.append(parcel.part).append("\r\n--").append(boundary).append("--\r\n");
}

Expected expected_of(const Parcel& parcel) {
    Expected expected{201, key_of(parcel), {}};
    switch (parcel.type) {
    case ItemType::session_start:
        expected.look = [](const JsonValue& body) {
            const bool named = !body.text_at("session_id").value_or("").empty();
            return named ? std::string{} : "the answer names no session";
        };
        break;
    case ItemType::session_end:
        expected.status = 200;
        break;
    case ItemType::report:
        break;
    case ItemType::error:
        expected.look = [](const JsonValue& body) {
            const bool named = !body.text_at("error_id").value_or("").empty();
            return named ? std::string{} : "the answer names no error";
        };
        break;
    case ItemType::metrics:
    case ItemType::waveform:
        expected.look = [count = parcel.items.size()](const JsonValue& body) {
            std::size_t ids = 0;
            if (const auto list = body.find("ids")) {
                list->each_element([&](const JsonValue&) { ++ids; });
            }
            return ids == count ? std::string{} : "the answer is to other items";
        };
        break;
    }
    return expected;
}

/// A text that stands in an answer; "" when there is none.
std::string text_in(const HttpOutcome& outcome, std::string_view key) {
    JsonReader reader{64};
    return reader.parse(outcome.answer.body, "answer").text_at(key).value_or("");
}

} // namespace

BackendTarget::BackendTarget(BackendSettings settings)
    : settings_{std::move(settings)}, client_{settings_.http} {
    settings_.url = without_slash(settings_.url);
}

HttpRequest BackendTarget::post(const std::string& path, std::string body) const {
    HttpRequest request{.method = "POST", .url = settings_.url + path};
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = std::move(body);
    return request;
}

HttpRequest BackendTarget::request_of(const Parcel& parcel) const {
    const std::string session = "/sessions/" + encoded(parcel.session);
    const std::string key = key_of(parcel);
    HttpRequest request;
    switch (parcel.type) {
    case ItemType::session_start:
        request = post("/sessions/start", parcel.items.front().data);
        break;
    case ItemType::session_end:
        request = post(session + "/end", parcel.items.front().data);
        break;
    case ItemType::report:
        request = post("/reports/upload", multipart_body(parcel, "ecg-" + key));
        request.headers.front().value = "multipart/form-data; boundary=ecg-" + key;
        break;
    case ItemType::error:
        request = post("/errors/report", parcel.items.front().data);
        break;
    case ItemType::metrics:
    case ItemType::waveform:
        request = post(session + "/batch", batch_body(parcel));
        break;
    }
    const bool packs = parcel.type != ItemType::report && request.body.size() >= least_packed;
    request.coding = packs ? settings_.coding : transfer::Coding::identity;
    request.headers.push_back({"Idempotency-Key", key});
    request.headers.push_back(settings_.api_key.empty()
                                  ? transfer::HttpField{"Authorization", "Bearer " + token_}
                                  : transfer::HttpField{"X-API-Key", settings_.api_key});
    return request;
}

Delivered BackendTarget::greet() {
    std::string root = settings_.url;
    if (root.ends_with(api)) {
        root.erase(root.size() - api.size());
    }
    Delivered there = meaning_of(client_.send({.method = "GET", .url = root + "/healthz"}), {});
    if (there.verdict == Verdict::refused || there.verdict == Verdict::denied) {
        there.verdict = Verdict::unreachable; // it answers everybody, if it is the server
    }
    const bool is_known = !settings_.api_key.empty() || !token_.empty();
    return there.verdict != Verdict::stored || is_known ? there : log_in();
}

Delivered BackendTarget::log_in() {
    if (!refresh_token_.empty()) {
        std::string body;
        JsonWriter{body}.begin_object().member("refresh_token", refresh_token_).end_object();
        refresh_token_.clear(); // it is good once
        const Delivered refreshed =
            take_tokens(client_.send(post("/auth/refresh", std::move(body))));
        if (refreshed.verdict != Verdict::denied) {
            return refreshed;
        }
    }
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("identifier", settings_.user);
    json.member("password", settings_.password).end_object();
    return take_tokens(client_.send(post("/auth/login", std::move(body))));
}

Delivered BackendTarget::take_tokens(const HttpOutcome& outcome) {
    Delivered known =
        meaning_of(outcome, {200, "", [](const JsonValue& body) {
                                 const bool any = !body.text_at("token").value_or("").empty();
                                 return any ? std::string{} : "the answer holds no token";
                             }});
    if (known.verdict == Verdict::stored) {
        token_ = text_in(outcome, "token");
        refresh_token_ = text_in(outcome, "refresh_token");
    } else if (known.verdict == Verdict::refused) {
        known.verdict = Verdict::denied;
    }
    return known;
}

Upload BackendTarget::upload_of(const Parcel& report, const std::string& id) const {
    const transfer::Digest digest = transfer::sha256(report.part);
    return {"backend",
            "backend",
            id,
            {id.empty() ? "" : settings_.url + "/reports/" + encoded(id), "", ""},
            transfer::hex(transfer::bytes_of(digest)),
            report.part.size(),
            false};
}

std::vector<Delivered> BackendTarget::send_once(const std::vector<Parcel>& parcels) {
    std::vector<HttpRequest> requests;
    requests.reserve(parcels.size());
    for (const Parcel& parcel : parcels) {
        requests.push_back(request_of(parcel));
    }
    const std::vector<HttpOutcome> outcomes = client_.send_all(requests);
    std::vector<Delivered> all;
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        all.push_back(meaning_of(outcomes[i], expected_of(parcels[i])));
        if (all.back().verdict != Verdict::stored) {
            continue;
        }
        if (parcels[i].type == ItemType::session_start) {
            all.back().session = text_in(outcomes[i], "session_id");
        } else if (parcels[i].type == ItemType::report) {
            all.back().upload = upload_of(parcels[i], text_in(outcomes[i], "report_id"));
        }
    }
    return all;
}

std::vector<Delivered> BackendTarget::send(const std::vector<Parcel>& parcels) {
    std::vector<Delivered> all = send_once(parcels);
    std::vector<std::size_t> denied;
    std::vector<Parcel> once_more;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].verdict == Verdict::denied) {
            denied.push_back(i);
            once_more.push_back(parcels[i]);
        }
    }
    if (denied.empty() || !settings_.api_key.empty()) {
        return all;
    }
    const Delivered known = log_in(); // a token does not last as long as a night of data
    std::vector<Delivered> later = known.verdict == Verdict::stored
                                       ? send_once(once_more)
                                       : std::vector<Delivered>(denied.size(), known);
    for (std::size_t i = 0; i < denied.size(); ++i) {
        all[denied[i]] = std::move(later[i]);
    }
    return all;
}

} // namespace ecg::sync
