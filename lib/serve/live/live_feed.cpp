#include "serve/live/live_feed.hpp"

#include <deque>
#include <optional>
#include <utility>

namespace ecg::serve {

namespace {

std::string event_of(std::string_view event, std::string_view data) {
    std::string piece = "event: ";
    piece.append(event).append("\ndata: ").append(data).append("\n\n");
    return piece;
}

} // namespace

/// One connection: events wait here until it asks for the next piece.
class LiveFeed::Watcher : public BodyStream {
public:
    Watcher(std::size_t most_behind, WatchRights rights)
        : rights_{std::move(rights)}, most_behind_{most_behind} {}

    void next(Take take) override {
        std::optional<std::string> piece;
        {
            const std::lock_guard lock{mutex_};
            if (pieces_.empty() && !ended_) {
                waiting_ = std::move(take);
                return;
            }
            piece = pop();
        }
        take(std::move(piece));
    }

    void add(const std::string& piece) {
        give([&] {
            if (!ended_ && pieces_.size() < most_behind_) {
                pieces_.push_back(piece);
            } else {
                ended_ = true; // it does not keep up
            }
        });
    }

    /// Adds an event for one who may still have it; ends the stream of one who may not.
    void tell(const std::string& piece) {
        if (!is_refused_by(rights_.knows_caller)) {
            add(piece);
        }
    }

    void review() {
        if (!is_refused_by(rights_.knows_caller)) {
            is_refused_by(rights_.may_see);
        }
    }

    void end() {
        give([&] { ended_ = true; });
    }

private:
    bool is_refused_by(const WatchRights::Ask& ask) {
        const auto error = ask ? ask() : std::nullopt;
        if (error) {
            give([&] {
                if (!ended_) {
                    pieces_.clear(); // what waits was not shown yet, and is not any more
                    pieces_.push_back(event_of("refused", *error));
                    ended_ = true;
                }
            });
        }
        return error.has_value();
    }

    /// Changes what there is, and hands it to whoever waits.
    template <typename Change> void give(const Change& change) {
        Take take;
        std::optional<std::string> piece;
        {
            const std::lock_guard lock{mutex_};
            change();
            if (!waiting_) {
                return;
            }
            take = std::exchange(waiting_, nullptr);
            piece = pop();
        }
        take(std::move(piece));
    }

    std::optional<std::string> pop() {
        if (pieces_.empty()) {
            return std::nullopt;
        }
        std::string piece = std::move(pieces_.front());
        pieces_.pop_front();
        return piece;
    }

    std::mutex mutex_;
    std::deque<std::string> pieces_;
    Take waiting_;
    WatchRights rights_;
    std::size_t most_behind_;
    bool ended_ = false;
};

LiveFeed::LiveFeed(std::size_t most_behind) : most_behind_{most_behind} {}

LiveFeed::~LiveFeed() = default;

std::shared_ptr<BodyStream> LiveFeed::watch(const std::string& session_id, WatchRights rights) {
    auto watcher = std::make_shared<Watcher>(most_behind_, std::move(rights));
    watcher->add(": watching\n\n");
    const std::lock_guard lock{mutex_};
    Watchers& watchers = by_session_[session_id];
    std::erase_if(watchers, [](const auto& one) { return one.expired(); });
    watchers.push_back(watcher);
    return watcher;
}

bool LiveFeed::is_watched(const std::string& session_id) const {
    return !watchers_of(session_id).empty();
}

void LiveFeed::tell(const std::string& session_id, std::string_view event, std::string_view data) {
    const std::string piece = event_of(event, data);
    for (const auto& watcher : watchers_of(session_id)) {
        watcher->tell(piece);
    }
}

void LiveFeed::end(const std::string& session_id) {
    tell(session_id, "end", "{}");
    for (const auto& watcher : watchers_of(session_id)) {
        watcher->end();
    }
    const std::lock_guard lock{mutex_};
    by_session_.erase(session_id);
}

void LiveFeed::end_all() {
    for (const auto& watcher : all_watchers()) {
        watcher->end();
    }
}

void LiveFeed::review() {
    for (const auto& watcher : all_watchers()) {
        watcher->review();
    }
}

void LiveFeed::beat() {
    for (const auto& watcher : all_watchers()) {
        watcher->add(": still here\n\n");
    }
    const std::lock_guard lock{mutex_};
    for (auto& [session, watchers] : by_session_) {
        std::erase_if(watchers, [](const auto& one) { return one.expired(); });
    }
    std::erase_if(by_session_, [](const auto& entry) { return entry.second.empty(); });
}

std::vector<std::shared_ptr<LiveFeed::Watcher>>
LiveFeed::watchers_of(const std::string& session_id) const {
    std::vector<std::shared_ptr<Watcher>> alive;
    const std::lock_guard lock{mutex_};
    const auto found = by_session_.find(session_id);
    if (found != by_session_.end()) {
        for (const auto& one : found->second) {
            if (auto watcher = one.lock()) {
                alive.push_back(std::move(watcher));
            }
        }
    }
    return alive;
}

std::vector<std::shared_ptr<LiveFeed::Watcher>> LiveFeed::all_watchers() const {
    std::vector<std::shared_ptr<Watcher>> alive;
    const std::lock_guard lock{mutex_};
    for (const auto& [session, watchers] : by_session_) {
        for (const auto& one : watchers) {
            if (auto watcher = one.lock()) {
                alive.push_back(std::move(watcher));
            }
        }
    }
    return alive;
}

} // namespace ecg::serve
