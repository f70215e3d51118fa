// What the episodes of a rhythm are called over a strip, and which of them are shown first.
#pragma once

#include "model/analysis.hpp"

#include <string>
#include <string_view>

namespace ecg::report {

/// What a strip says of an episode's length.
enum class LengthToTell {
    none, ///< it is as long as a beat or two
    in_words,
    in_reason ///< which says so already
};

struct EpisodeKind {
    std::string code;
    std::string words; ///< of one episode: "Ventricular couplet"
    bool critical = false;
    LengthToTell length = LengthToTell::in_words;
    std::size_t place = 0; ///< the smaller, the rather it is shown
};

/// Whether an episode of that code is plain sinus rhythm.
bool is_plain_sinus(std::string_view code);

/// The kind of that code. One that is not known is called as the findings call it, or by its code.
EpisodeKind kind_of(const std::string& code, const Findings& findings);

} // namespace ecg::report
