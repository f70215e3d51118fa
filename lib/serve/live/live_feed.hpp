// What is stored of a session, told at once to those who watch it.
#pragma once

#include "serve/http/message.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// What a watcher is held against as long as it watches: each returns nothing where it may go on,
/// else the JSON of the error that it is told as its last event. Absent: nothing is asked.
struct WatchRights {
    using Ask = std::function<std::optional<std::string>()>;
    Ask knows_caller; ///< before each event: quick, from any thread
    Ask may_see;      ///< by review(): may block
};

/// Server-sent events by session.
class LiveFeed {
public:
    /// Whoever watches more than that many events behind is let go, and asks again.
    explicit LiveFeed(std::size_t most_behind = 256);
    ~LiveFeed();
    LiveFeed(const LiveFeed&) = delete;
    LiveFeed& operator=(const LiveFeed&) = delete;

    /// The body of an answer that goes on until the session ends. Its first piece is a comment,
    /// so that the watcher knows at once that it is connected.
    std::shared_ptr<BodyStream> watch(const std::string& session_id, WatchRights rights = {});

    /// Whether anybody watches: without one no event need be made.
    [[nodiscard]] bool is_watched(const std::string& session_id) const;

    /// event: "metrics", "waveform"; data: a line of JSON.
    void tell(const std::string& session_id, std::string_view event, std::string_view data);

    /// A last event, "end", for those who watch the session.
    void end(const std::string& session_id);
    /// Ends all streams, as the server stops.
    void end_all();
    /// Ends the streams of those who may not watch any more, with an event "refused". Blocks.
    void review();
    /// Keeps idle connections from being cut: a comment to all.
    void beat();

private:
    class Watcher;
    using Watchers = std::vector<std::weak_ptr<Watcher>>;

    std::vector<std::shared_ptr<Watcher>> watchers_of(const std::string& session_id) const;
    std::vector<std::shared_ptr<Watcher>> all_watchers() const;

    std::size_t most_behind_;
    mutable std::mutex mutex_;
    std::map<std::string, Watchers, std::less<>> by_session_;
};

} // namespace ecg::serve
