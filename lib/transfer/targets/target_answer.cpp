#include "transfer/targets/target_answer.hpp"

#include "common/json_reader.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

Obstacle obstacle_of(int status) {
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
        return Obstacle::passing;
    }
    // A redirection leads to where the settings should have pointed.
    return status == 401 || status == 403 || (status >= 300 && status < 400) ? Obstacle::login
                                                                             : Obstacle::refused;
}

std::string resolved(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string out;
    while (!text.empty()) {
        const auto entity = std::ranges::find_if(
            entities, [&](const auto& one) { return text.starts_with(one.first); });
        out += entity != entities.end() ? entity->second : text.front();
        text.remove_prefix(entity != entities.end() ? entity->first.size() : 1);
    }
    return out;
}

} // namespace

void fail_at_target(const std::string& target, const HttpOutcome& outcome, std::string_view word,
                    std::span<const KnownTrouble> known, std::string_view more) {
    if (outcome.fault) {
        const bool for_somebody = *outcome.fault == HttpFault::tls;
        throw TargetError{for_somebody ? Obstacle::login : Obstacle::passing,
                          target + ": " + outcome.reason};
    }
    std::string message = target + ": answers " + std::to_string(outcome.answer.status);
    for (const std::string_view part : {word, more}) {
        message += part.empty() ? "" : " ";
        message += part;
    }
    const auto trouble = std::ranges::find(known, word, &KnownTrouble::word);
    throw TargetError{trouble != known.end() ? trouble->obstacle
                                             : obstacle_of(outcome.answer.status),
                      message, retry_after(outcome.answer)};
}

void require_no_page(const std::string& target, const HttpOutcome& outcome) {
    const int status = outcome.fault ? 0 : outcome.answer.status;
    const std::string kind = to_lower(outcome.answer.header("Content-Type").value_or(""));
    // Some stores call their empty answers so, and objects of which nobody said what they are.
    const bool is_bare =
        outcome.answer.body.empty() && outcome.answer.header("Content-Length").value_or("0") == "0";
    if (status >= 200 && status < 300 && kind.starts_with("text/html") && !is_bare &&
        !outcome.answer.header("ETag")) {
        throw TargetError{Obstacle::passing, target + ": answers with a web page, as portals do"};
    }
}

std::string xml_text(std::string_view xml, std::string_view element) {
    std::string open{"<"};
    open += element;
    open += '>';
    const std::size_t begin = xml.find(open);
    const std::size_t end =
        begin != xml.npos ? xml.find("</" + open.substr(1), begin) : std::string_view::npos;
    return end != xml.npos ? resolved(xml.substr(begin + open.size(), end - begin - open.size()))
                           : "";
}

std::string json_text(std::string_view json, std::initializer_list<std::string_view> path) {
    JsonReader reader;
    try {
        std::optional<JsonValue> value = reader.parse(json, "answer");
        for (const std::string_view name : path) {
            value = value ? value->find(name) : std::nullopt;
        }
        if (value && value->integer()) {
            return std::to_string(*value->integer());
        }
        return std::string{value ? value->text().value_or("") : ""};
    } catch (const Error&) {
        return ""; // a proxy's page, say
    }
}

std::string plain_tag(std::string_view value) {
    std::string tag = to_lower(trim(value));
    std::erase(tag, '"');
    return tag;
}

std::optional<std::string> body_of(HttpOutcome& outcome) {
    const bool is_there = !outcome.fault && outcome.answer.status == 200;
    return is_there ? std::optional{std::move(outcome.answer.body)} : std::nullopt;
}

std::string note_of(UnfinishedUploads* uploads, const std::string& upload) {
    return uploads != nullptr ? uploads->note_of(upload) : "";
}

void note(UnfinishedUploads* uploads, const std::string& upload, const std::string& text) {
    if (uploads != nullptr) {
        text.empty() ? uploads->forget(upload) : uploads->note(upload, text);
    }
}

std::optional<std::uint64_t> size_told(const std::optional<HttpAnswer>& head) {
    const auto size =
        head ? parse_integer(head->header("Content-Length").value_or("")) : std::nullopt;
    return size ? std::optional{static_cast<std::uint64_t>(*size)} : std::nullopt;
}

} // namespace ecg::transfer
