// A device's words said to who may be another, or nobody.
#pragma once

#include "acquire/session/conversation.hpp"
#include "acquire/session/stream_figures.hpp"

#include <functional>
#include <vector>

namespace ecg::acquire {

enum class Answered {
    yes,  ///< or nothing had to be
    no,   ///< a reply was waited for in vain: the rest was not said
    ended ///< the connection was lost, or nobody wants to go on
};

/// What counts as an answer: the reply that was waited for, or any byte at all.
enum class Strictness { reply, any_byte };

/// The steps in order as converse has them, with less patience. What came goes behind pieces.
Answered converse_hastily(Transport& transport, const ChosenDriver& driver,
                          const std::vector<Step>& steps, Identity& identity, Strictness strictness,
                          std::vector<HeardPiece>& pieces, const std::function<bool()>& keep_on);

} // namespace ecg::acquire
