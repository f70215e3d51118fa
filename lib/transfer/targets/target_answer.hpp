// What answers of HTTP targets mean for what is to be done.
#pragma once

#include "transfer/http_client.hpp"
#include "transfer/targets/target.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// A target's own word for a trouble that its status does not tell.
struct KnownTrouble {
    std::string_view word;
    Obstacle obstacle;
};

/// For an outcome that is not what was asked for: by its fault, else by its
/// word for it where that is known, else by its status. word is "" when there
/// is none; more is added to the message.
[[noreturn]] void fail_at_target(const std::string& target, const HttpOutcome& outcome,
                                 std::string_view word, std::span<const KnownTrouble> known,
                                 std::string_view more = "");

/// Throws when an answer of 2xx is a web page: then a portal between here and the target has given
/// it.
void require_no_page(const std::string& target, const HttpOutcome& outcome);

/// The text within the first <element> of an XML text, its entities resolved;
/// "" without one.
std::string xml_text(std::string_view xml, std::string_view element);

/// The text or number that members of these names, each within the one before, lead to; "" where
/// there is none, or no JSON.
std::string json_text(std::string_view json, std::initializer_list<std::string_view> path);

/// The Content-Length of the answer to a HEAD; absent where there is no answer, or it tells none.
std::optional<std::uint64_t> size_told(const std::optional<HttpAnswer>& head);

/// The body of an answer of 200; absent for any other.
std::optional<std::string> body_of(HttpOutcome& outcome);

/// What uploads know of one; uploads may be nullptr, which knows nothing.
std::string note_of(UnfinishedUploads* uploads, const std::string& upload);
/// "" forgets it.
void note(UnfinishedUploads* uploads, const std::string& upload, const std::string& text);

/// An ETag or header without its quotation marks, in small letters.
std::string plain_tag(std::string_view value);

} // namespace ecg::transfer
