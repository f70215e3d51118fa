#include "acquire/device/marked_decoder.hpp"

#include <algorithm>

namespace ecg::acquire {

Look MarkedDecoder::look(std::string_view rest, bool) const {
    if (!begins(rest.substr(0, head_))) {
        return look_other(rest);
    }
    if (rest.size() < length_) {
        return {Look::Kind::unfinished};
    }
    if (!has_marks(rest.substr(0, length_))) {
        return {Look::Kind::nothing};
    }
    for (std::size_t at = 1; at < length_; ++at) {
        const Look::Kind inside = look_inside(rest, at);
        if (inside == Look::Kind::unfinished) {
            return {inside};
        }
        if (inside == Look::Kind::frame) {
            return {Look::Kind::nothing};
        }
    }
    return {Look::Kind::frame, length_};
}

bool MarkedDecoder::is_followed(std::string_view rest) const {
    const std::string_view after = rest.substr(length_, head_);
    return after.size() == head_ && begins(after) && follows(rest.substr(0, length_), after);
}

/// Whether the frame that comes next begins there already.
Look::Kind MarkedDecoder::look_inside(std::string_view rest, std::size_t at) const {
    const std::string_view start = rest.substr(at, head_);
    if (!begins(start) || (start.size() == head_ && !follows(rest.substr(0, length_), start))) {
        return Look::Kind::nothing;
    }
    if (rest.size() < length_ + std::max(head_, at)) {
        return ended() ? Look::Kind::nothing : Look::Kind::unfinished;
    }
    if (is_followed(rest) || !has_marks(rest.substr(at, length_))) {
        return Look::Kind::nothing;
    }
    return Look::Kind::frame;
}

} // namespace ecg::acquire
