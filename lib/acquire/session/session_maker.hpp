// Bytes of a device, and when they came, become session lines and alerts: a recording without the
// wire, the files and the clock.
#pragma once

#include "acquire/drivers/registry.hpp"
#include "acquire/session/alert.hpp"
#include "acquire/session_cutter.hpp"
#include "acquire/stream/lead_maker.hpp"
#include "acquire/stream/signal_watch.hpp"
#include "acquire/stream/timeline.hpp"
#include "model/session_line.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::acquire {

/// Where a session that goes on after a crash stood.
struct Resumption {
    SessionStart start;
    UtcTime time_zero{}; ///< of the session's sample 0
};

struct SessionSettings {
    ChosenDriver driver;
    Description device; ///< of the driver, with what the user said over it
    LeadWishes leads;
    TimelineSettings timeline;
    Seconds chunk{5};
    bool keep_off = false;
    RecordingInfo info;              ///< id, patient, what is known of the device
    Seconds stall{3};                ///< without a frame: silent, or no_sync when bytes come
    std::optional<Seconds> duration; ///< absent: until finish()
    std::optional<Resumption> resumption;
};

/// What came of it so far.
struct SessionStats {
    DecodeCounts decoded;
    std::int64_t samples = 0; ///< placed, gaps not among them
    std::int64_t lost = 0;    ///< samples that never came, by cause of any kind
    std::int64_t damaged = 0; ///< that came unreadable
    std::int64_t duplicates = 0;
    std::int64_t unplaced = 0; ///< before the rate was known
    std::int64_t lines = 0;
    std::optional<Hertz> rate; ///< of the session
    std::optional<Hertz> measured_rate;
    std::string electrodes_off;
};

/// Times are those of one monotonic clock. Lines and alerts are taken by the caller after each
/// call.
class SessionMaker {
public:
    /// wall: UTC at the moment now. Throws Error{usage} as plan_leads does.
    SessionMaker(SessionSettings settings, UtcTime wall, Seconds now);

    void bytes(std::string_view bytes, Seconds arrival);
    void connected(Seconds now);
    /// how: whether the device answered when it was started, in words.
    void started(Seconds now, std::string how);
    void lost(Seconds now, const std::string& why);
    /// Regularly: sees that nothing comes, and that the host's clock (wall) was set.
    void tick(Seconds now, UtcTime wall);
    /// The last line, with its end; what should have come by now and did not is a gap. Nothing may
    /// follow.
    void finish(const std::string& reason);

    std::vector<SessionLine> take_lines() { return std::exchange(lines_, {}); }

    std::vector<Alert> take_alerts() { return std::exchange(alerts_, {}); }

    /// Bytes that the protocol wants sent back.
    std::string take_answer() { return std::exchange(answer_, {}); }

    /// What the device said beside samples, and what had to be learned of it.
    std::vector<std::string> take_words() { return std::exchange(words_, {}); }

    /// The pieces since the last call, for who looks on; only kept once asked for.
    std::vector<Recording> take_pieces();

    [[nodiscard]] bool is_complete() const { return complete_; } ///< duration is reached

    /// Whether the device is there and nothing comes of it, as it was told.
    [[nodiscard]] bool is_silent() const {
        return is_connected_ && silence_told_ && bytes_since_frame_ == 0;
    }

    /// When the first frame came; absent until it did.
    [[nodiscard]] std::optional<Seconds> first_frame() const { return first_frame_; }

    [[nodiscard]] SessionStats stats() const;

    [[nodiscard]] const RecordingInfo& info() const { return settings_.info; }

    /// UTC of a moment of the monotonic clock, by the clocks as they stood at the beginning.
    [[nodiscard]] UtcTime wall_of(Seconds moment) const;

private:
    void take(Decoded decoded, Seconds arrival);
    void take(Placed placed);
    void settle_leads();
    void begin();
    void shorten(Placed& placed);
    void note_losses(const Placed& placed);
    void note_electrodes(const ContactChange& change);
    void note_troubles(const Placed& placed);
    void note_first_rate();
    void note_rate();
    void tell_losses(bool all);
    void note_learned();
    [[nodiscard]] std::optional<Gap> missing_tail() const;
    std::optional<Gap> fill_tail(const Gap& tail);
    void cut(Recording piece);
    void add_line(SessionLine line);
    void tell(AlertKind kind, Severity severity, std::string message);

    SessionSettings settings_;
    UtcTime wall_;
    Seconds start_;
    Seconds now_;
    std::int64_t wall_drift_ms_ = 0; ///< of the host's clock since the beginning, as last told
    std::unique_ptr<Decoder> decoder_;
    Timeline timeline_;
    std::optional<LeadPlan> plan_;
    std::optional<LeadMaker> maker_;
    std::optional<SignalWatch> watch_;
    SessionCutter cutter_;
    std::int64_t shift_ = 0; ///< from the timeline's index to the session's
    bool stop_told_ = false; ///< the gap before a session that goes on
    bool complete_ = false;
    bool finished_ = false;

    std::vector<SessionLine> lines_;
    std::vector<Alert> alerts_;
    std::string answer_;
    std::vector<std::string> words_;
    std::size_t learned_ = 0; ///< told already
    std::vector<Recording> pieces_;
    bool somebody_looks_ = false;

    SessionStats stats_;
    std::optional<Seconds> first_frame_;
    Seconds last_frame_;
    std::string start_words_; ///< how it was started
    std::int64_t bytes_since_frame_ = 0;
    bool is_connected_ = false;
    bool was_lost_ = false;
    bool silence_told_ = false;
    bool rate_told_ = false;
    // losses that were not told yet
    std::int64_t loss_first_ = 0, loss_count_ = 0, loss_places_ = 0;
    Seconds losses_told_;
};

} // namespace ecg::acquire
