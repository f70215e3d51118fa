#include "acquire/session/conversation.hpp"

#include "acquire/session/host_clock.hpp"

#include <algorithm>

namespace ecg::acquire {
namespace {

constexpr Milliseconds slice{50};

class Listener {
public:
    Listener(Transport& transport, const ChosenDriver& driver, Identity& identity,
             const ByteSink& sink, const std::function<bool()>& keep_on,
             Milliseconds write_patience)
        : transport_{transport}, decoder_{driver.driver->decoder(driver.options)},
          identity_{identity}, sink_{sink}, keep_on_{keep_on}, write_patience_{write_patience} {}

    /// False when the connection is gone or nobody wants to go on.
    bool do_step(const Step& step) {
        if (!step.send.empty() && !transport_.write(step.send, write_patience_)) {
            went_.unsent = true;
            return listen(std::nullopt, Milliseconds{0});
        }
        if (step.await) {
            const bool goes_on = listen(step.await, step.patience);
            ++(heard_ ? went_.answered : went_.unanswered);
            if (!goes_on) {
                return false;
            }
        }
        return listen(std::nullopt, step.pause);
    }

    [[nodiscard]] Conversation went(bool whole) const {
        Conversation went = went_;
        went.whole = whole;
        return went;
    }

private:
    bool listen(std::optional<ReplyKind> wanted, Milliseconds patience) {
        const Seconds end = monotonic_now() + patience;
        heard_ = false;
        while (!heard_ && monotonic_now() < end) {
            if (!keep_on_()) {
                return false;
            }
            std::string bytes;
            const Milliseconds left{end - monotonic_now()};
            const ReadResult result =
                transport_.read(bytes, std::clamp(left, Milliseconds{0}, slice));
            if (!bytes.empty()) {
                heard_ = hear(bytes, wanted);
                sink_(std::move(bytes));
            }
            if (result.end != ReadEnd::more) {
                return false;
            }
        }
        return true;
    }

    /// Whether the wanted reply is among them.
    bool hear(const std::string& bytes, std::optional<ReplyKind> wanted) {
        bool heard = false;
        for (const Reply& reply : decoder_->feed(bytes).replies) {
            if (reply.kind == ReplyKind::serial) {
                identity_.serial = reply.text;
            } else if (reply.kind == ReplyKind::firmware) {
                identity_.firmware = reply.text;
            }
            heard = heard || reply.kind == wanted;
        }
        return heard;
    }

    Transport& transport_;
    std::unique_ptr<Decoder> decoder_;
    Identity& identity_;
    const ByteSink& sink_;
    const std::function<bool()>& keep_on_;
    Milliseconds write_patience_;
    Conversation went_;
    bool heard_ = false; ///< the reply that was awaited last
};

} // namespace

bool Identity::may_be(const Identity& other) const {
    const auto agree = [](const std::string& a, const std::string& b) {
        return a.empty() || b.empty() || a == b;
    };
    return agree(serial, other.serial) && agree(firmware, other.firmware);
}

void Identity::learn(const Identity& other) {
    serial = serial.empty() ? other.serial : serial;
    firmware = firmware.empty() ? other.firmware : firmware;
}

Conversation converse(Transport& transport, const ChosenDriver& driver,
                      const std::vector<Step>& steps, Identity& identity, const ByteSink& sink,
                      const std::function<bool()>& keep_on, Milliseconds write_patience) {
    Listener listener{transport, driver, identity, sink, keep_on, write_patience};
    return listener.went(std::all_of(steps.begin(), steps.end(),
                                     [&](const Step& step) { return listener.do_step(step); }));
}

} // namespace ecg::acquire
