#include "load/items.hpp"

#include "common/text.hpp"
#include "common/time.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace ecg::load {
namespace {

constexpr std::int64_t began = 1'736'294'400'000; // 2025-01-08T00:00:00Z, in ms
constexpr std::int64_t metrics_step = 2000, waveform_step = 5000;
constexpr std::array<std::string_view, 12> names{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                 "V1", "V2", "V3",  "V4",  "V5",  "V6"};
constexpr std::string_view boundary = "--of-a-report--";

using Values = std::array<std::pair<std::string_view, double>, 9>;

Values values_of(std::int64_t session, std::int64_t n) {
    const auto part = [](std::int64_t number, std::int64_t of) {
        return static_cast<double>(number % of);
    };
    return {{{"heart_rate", 40 + part(n, 140)},
             {"pr_interval", 120 + part(session, 80)},
             {"qrs_duration", 80 + part(n / 140, 60)},
             {"qt_interval", 300 + part(n, 199)},
             {"qtc_interval", 310 + part(session / 80, 199)},
             {"qrs_axis", part(n, 301) - 150},
             {"rr_interval", 400 + part(n, 997)},
             {"hrv", (10'000 + part(n, 7919)) / 1000},
             {"st_segment", (part(n, 601) - 300) / 1000}}};
}

std::int64_t step_of(Kind kind) {
    return kind == Kind::metrics ? metrics_step : waveform_step;
}

std::string time_of(const Item& item) {
    return format_utc({began + item.n * step_of(item.kind)});
}

Post metrics_post(const Item& item, std::int64_t session) {
    std::string body = R"({"timestamp":")" + time_of(item) + R"(","metrics":{)";
    for (const auto& [name, value] : values_of(session, item.n)) {
        body.append(body.back() == '{' ? "\"" : ",\"").append(name).append("\":");
        body.append(format_number(value, 3));
    }
    return {"metrics", "application/json", body + "}}"};
}

Post report_post(const Item& item, std::int64_t session, const std::string& session_id) {
    std::string body;
    body.append("--").append(boundary);
    body.append("\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n");
    body.append(R"({"session_id":")").append(session_id).append(R"(","number":)");
    body.append(std::to_string(item.n)).append("}\r\n--").append(boundary);
    body.append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"report.pdf\"\r\n"
                "Content-Type: application/pdf\r\n\r\n");
    body.append(Items::pdf(session, item.n)).append("\r\n--").append(boundary).append("--\r\n");
    return {"", "multipart/form-data; boundary=" + std::string{boundary}, body};
}

/// A beat every 0.8 s and noise, in whole microvolts.
std::vector<std::int64_t> heart_like(std::size_t count, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<std::int64_t> microvolts;
    for (std::size_t i = 0; i < count; ++i) {
        const double beat = std::fmod(static_cast<double>(i) / 80 + 0.01 * seed, 0.8) - 0.3;
        const double value = 1200 * std::exp(-beat * beat / 0.0004) +
                             300 * std::exp(-(beat - 0.25) * (beat - 0.25) / 0.004) - 40;
        microvolts.push_back(std::llround(value) + static_cast<std::int64_t>(random() % 17));
    }
    return microvolts;
}

/// "1.234", in five characters, of a number from 1 to 1.999.
void put_number(char* to, double number) {
    const std::string digits = std::to_string(std::llround(number * 1000));
    to[0] = digits[0];
    std::copy_n(digits.begin() + 1, 3, to + 2);
}

} // namespace

std::string_view name_of(Kind kind) {
    return kind == Kind::metrics ? "metrics" : kind == Kind::waveform ? "waveforms" : "reports";
}

Items::Items() {
    for (std::size_t which = 0; which < blocks; ++which) {
        blocks_.push_back(block_of(which));
    }
}

Items::Block Items::block_of(std::size_t which) {
    Block block;
    block.text = "\"leads\":{";
    for (std::size_t lead = 0; lead < leads; ++lead) {
        block.text.append(lead > 0 ? ",\"" : "\"").append(names[lead]).append("\":[");
        block.marks[lead] = block.text.size();
        block.text.append("1.000,1.000,1.000,1.000"); // marked for each item
        block.values[lead].assign(marked, 1);
        for (const std::int64_t microvolts :
             heart_like(samples - marked, static_cast<unsigned>(which * leads + lead))) {
            const double millivolts = static_cast<double>(microvolts) / 1000;
            block.values[lead].push_back(millivolts);
            block.text.append(",").append(format_number(millivolts, 3));
        }
        block.text.append("]");
    }
    block.text.append("}");
    return block;
}

/// "1.234" each: the first samples of every lead tell which item it is.
std::array<double, Items::marked> Items::marks_of(std::int64_t session, std::int64_t n) {
    const auto mark = [](std::int64_t digits) {
        return static_cast<double>(1000 + digits % 1000) / 1000;
    };
    return {mark(n), mark(n / 1000), mark(session), mark(session / 1000)};
}

Post Items::post(const Item& item, std::int64_t session, const std::string& session_id) const {
    Post post;
    if (item.kind == Kind::report) {
        post = report_post(item, session, session_id);
        post.path = "/api/v1/reports/upload";
        return post;
    }
    if (item.kind == Kind::metrics) {
        post = metrics_post(item, session);
    } else {
        const Block& block = blocks_[static_cast<std::size_t>(item.n) % blocks];
        post = {"waveform", "application/json", ""};
        post.body =
            R"({"timestamp":")" + time_of(item) + R"(","sampling_rate":80,"duration_seconds":5,)";
        const std::size_t start = post.body.size();
        post.body.append(block.text).append("}");
        const auto marks = marks_of(session, item.n);
        for (const std::size_t place : block.marks) {
            for (std::size_t i = 0; i < marked; ++i) {
                put_number(post.body.data() + start + place + i * 6, marks[i]);
            }
        }
    }
    post.path = "/api/v1/sessions/" + session_id + "/" + post.path;
    return post;
}

std::optional<std::int64_t> Items::number_of(Kind kind, const JsonValue& row) {
    if (kind == Kind::report) {
        const auto metadata = row.find("metadata");
        return metadata ? metadata->integer_at("number") : std::nullopt;
    }
    const auto time = parse_utc(row.text_at("timestamp").value_or(""));
    const std::int64_t since = time ? time->milliseconds - began : -1;
    return since >= 0 && since % step_of(kind) == 0 ? std::optional{since / step_of(kind)}
                                                    : std::nullopt;
}

bool Items::is_same(const Item& item, std::int64_t session, const JsonValue& row) const {
    if (item.kind == Kind::report) {
        return row.integer_at("file_size_bytes") ==
               static_cast<std::int64_t>(pdf(session, item.n).size());
    }
    if (item.kind == Kind::metrics) {
        for (const auto& [name, value] : values_of(session, item.n)) {
            if (row.number_at(name) != value) {
                return false;
            }
        }
        return true;
    }
    const Block& block = blocks_[static_cast<std::size_t>(item.n) % blocks];
    const auto marks = marks_of(session, item.n);
    const auto found = row.find("leads");
    if (row.number_at("sampling_rate") != 80 || row.number_at("duration_seconds") != 5 || !found) {
        return false;
    }
    for (std::size_t lead = 0; lead < leads; ++lead) {
        std::vector<double> want = block.values[lead], have;
        std::copy(marks.begin(), marks.end(), want.begin());
        const auto list = found->find(names[lead]);
        if (!list || !list->append_numbers(have) || have != want) {
            return false;
        }
    }
    return true;
}

std::string Items::pdf(std::int64_t session, std::int64_t n) {
    std::string text = "%PDF-1.4\n";
    for (int line = 0; line < 100; ++line) {
        text.append("% session ").append(std::to_string(session)).append(", report ");
        text.append(std::to_string(n)).append("\n");
    }
    return text.append("%%EOF\n");
}

} // namespace ecg::load
