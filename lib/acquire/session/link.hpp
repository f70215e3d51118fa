// A device at the end of a wire that may come loose: opened, started, read, and found again.
#pragma once

#include "acquire/session/conversation.hpp"
#include "acquire/session/link_queue.hpp"
#include "acquire/wire/open_transport.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace ecg::acquire {

/// How long and how often a device is tried.
struct RetryPolicy {
    bool at_start = false;              ///< the first opening, too, is tried again
    std::optional<std::int64_t> most{}; ///< tries in a row; absent: for ever; 0: none
    Milliseconds first_wait{250};       ///< doubled at each try
    Milliseconds longest_wait{1000};
};

struct LinkSettings {
    std::string port;
    WireSettings wire;
    ChosenDriver driver;
    Milliseconds settle{0}; ///< from opening to the first word
    RetryPolicy retry;
    std::size_t queue_bytes = 64U << 20;
};

/// Reads in a thread of its own, which never waits for anybody but the device.
class Link {
public:
    /// Opens the port; where it is tried again, that happens in the thread. Throws as
    /// open_transport when it is not.
    explicit Link(LinkSettings settings);
    ~Link(); ///< close()
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    Link(Link&&) = delete;
    Link& operator=(Link&&) = delete;

    /// What happened next; absent when nothing did within patience.
    std::optional<LinkEvent> next(Milliseconds patience);
    /// Says the stop script to the device and ends. What came before can still be taken.
    void close();
    /// Says the start script once more, soon, to a device that fell silent: it may have begun anew.
    void start_again();
    /// Bytes to the device, soon.
    void send(std::string_view bytes);

    /// Whether the time of arrival says anything.
    [[nodiscard]] bool is_live() const { return live_; }

    /// How it is connected, for -v.
    [[nodiscard]] const std::string& words() const { return words_; }

    [[nodiscard]] LineErrors line_errors() const;

private:
    void run(std::unique_ptr<Transport> transport);
    std::unique_ptr<Transport> open_again();
    bool begin(Transport& transport);
    bool identify(Transport& transport);
    bool start(Transport& transport);
    void stream(Transport& transport);
    void write_waiting(Transport& transport);
    void stop(Transport& transport);
    void push(LinkEventKind kind, std::string text);
    void wait(Milliseconds span) const;

    LinkSettings settings_;
    Scripts scripts_;
    LinkQueue queue_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> start_again_{false};
    bool live_ = true;
    std::string words_;
    Identity identity_; ///< as far as the device ever said
    // words to the device that it did not take yet
    std::string unsent_;
    Seconds unsent_since_{};
    bool unsent_told_ = false;
    Seconds next_keep_alive_{};
    mutable std::mutex mutex_; ///< of what follows
    std::string to_send_;
    LineErrors errors_;
    std::thread thread_;
};

} // namespace ecg::acquire
