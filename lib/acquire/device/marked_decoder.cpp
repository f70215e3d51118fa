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
    if (has_begun() && follows(last_head_, rest.substr(0, head_))) {
        return {Look::Kind::frame, length_};
    }
    return {look_behind(rest), length_};
}

void MarkedDecoder::take(std::string_view frame, Decoded& decoded) {
    if (!begins(frame.substr(0, head_))) {
        take_other(frame, decoded);
        return;
    }
    last_head_ = frame.substr(0, head_);
    take_frame(frame, decoded);
}

void MarkedDecoder::end(Decoded&) {
    last_head_.clear();
}

/// Whether a frame follows that at the start.
Look::Kind MarkedDecoder::look_behind(std::string_view rest) const {
    const std::string_view behind = rest.substr(length_, head_);
    if (behind.size() < head_) {
        return ended() ? Look::Kind::nothing : Look::Kind::unfinished;
    }
    const bool is_followed = begins(behind) && follows(rest.substr(0, head_), behind);
    return is_followed ? Look::Kind::frame : Look::Kind::nothing;
}

/// Whether the frame that comes next begins there already.
Look::Kind MarkedDecoder::look_inside(std::string_view rest, std::size_t at) const {
    const std::string_view start = rest.substr(at, head_);
    if (!begins(start) || (start.size() == head_ && !follows(rest.substr(0, head_), start))) {
        return Look::Kind::nothing;
    }
    if (rest.size() < length_ + std::max(head_, at)) {
        return ended() ? Look::Kind::nothing : Look::Kind::unfinished;
    }
    if (look_behind(rest) == Look::Kind::frame || !has_marks(rest.substr(at, length_))) {
        return Look::Kind::nothing;
    }
    return Look::Kind::frame;
}

} // namespace ecg::acquire
