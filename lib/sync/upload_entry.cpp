#include "sync/upload_entry.hpp"

#include "common/json_writer.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>

namespace ecg::sync {
namespace {

constexpr std::size_t mark_length = 8, id_length = object_mark_length + 1 + mark_length;

std::string digits_of(const std::string& text, std::size_t count) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(text))).substr(0, count);
}

bool is_id(std::string_view text) {
    if (text.size() != id_length || text[object_mark_length] != '-') {
        return false;
    }
    return std::count_if(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           }) == id_length - 1;
}

/// The original app had another name for it with each service.
void add_names(JsonWriter& json, const Upload& upload) {
    const std::string& service = upload.service;
    json.text_unless_empty("key", upload.object);
    if (service == "azure") {
        json.member("blob_name", upload.object).member("container", upload.place.bucket);
        return;
    }
    json.text_unless_empty("bucket", upload.place.bucket);
    if (service == "gcs") {
        json.member("blob_name", upload.object);
    }
    json.text_unless_empty(service == "dropbox" ? "path" : "remote_path", upload.place.path);
}

void add_result(JsonWriter& json, const Upload& upload) {
    json.key("result").begin_object().member("status", "success");
    json.member("service", upload.service).member("target", upload.target);
    json.text_unless_empty("url", upload.place.url);
    add_names(json, upload);
    json.member("size", upload.size).text_unless_empty("sha256", upload.sha256);
    if (upload.was_there) {
        json.member("there_already", true);
    }
    json.end_object();
}

} // namespace

std::string object_mark(const Upload& upload) {
    return digits_of(upload.target + '\n' + upload.object + '\n' + upload.sha256,
                     object_mark_length);
}

std::string upload_entry(const Upload& upload, const SentFile& sent, UtcTime now) {
    const std::string name = sent.path.substr(sent.path.rfind('/') + 1);
    const std::size_t point = name.rfind('.');
    std::string entry;
    JsonWriter json{entry};
    json.begin_object();
    json.member("id", object_mark(upload) + '-' + digits_of(sent.mark, mark_length));
    json.member("local_path", sent.path).member("uploaded_at", format_utc(now));
    json.member("service", upload.service);
    add_result(json, upload);
    json.key("metadata").begin_object().member("filename", name);
    json.member("uploaded_at", format_utc(now)).member("file_size", upload.size);
    json.member("file_type", point == name.npos ? "" : name.substr(point));
    json.text_unless_empty("item", sent.item).text_unless_empty("type", sent.type);
    json.end_object().end_object();
    return entry;
}

std::set<std::string> entry_ids(std::string_view text) {
    std::set<std::string> ids;
    for (std::size_t at = text.find('"'); at != text.npos; at = text.find('"', at + 1)) {
        const std::string_view rest = text.substr(at + 1);
        if (rest.size() > id_length && rest[id_length] == '"' && is_id(rest.substr(0, id_length))) {
            ids.emplace(rest.substr(0, id_length));
        }
    }
    return ids;
}

} // namespace ecg::sync
