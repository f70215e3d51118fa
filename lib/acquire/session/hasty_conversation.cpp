#include "acquire/session/hasty_conversation.hpp"

#include "acquire/session/host_clock.hpp"

#include <algorithm>
#include <utility>

namespace ecg::acquire {
namespace {

// Scripts are patient, for they speak to who is there.
constexpr double share_of_patience = 0.25;
constexpr Milliseconds shortest_patience{350}; // devices answer in a tenth of it
constexpr Milliseconds longest_pause{400};

Step hastened(Step step) {
    const Milliseconds patience{step.patience * share_of_patience};
    step.patience = std::min(step.patience, std::max(shortest_patience, patience));
    step.pause = std::min(step.pause, longest_pause);
    return step;
}

bool has_reply(const ChosenDriver& driver, const std::vector<HeardPiece>& pieces,
               const Step& step) {
    const auto replies = driver.driver->decoder(driver.options)->feed(joined(pieces)).replies;
    return std::any_of(replies.begin(), replies.end(),
                       [&](const Reply& reply) { return reply.kind == step.await; });
}

} // namespace

Answered converse_hastily(Transport& transport, const ChosenDriver& driver,
                          const std::vector<Step>& steps, Identity& identity, Strictness strictness,
                          std::vector<HeardPiece>& pieces, const std::function<bool()>& keep_on) {
    const ByteSink sink = [&](std::string bytes) {
        pieces.push_back({monotonic_now(), std::move(bytes)});
    };
    for (const Step& step : steps) {
        if (!converse(transport, driver, {hastened(step)}, identity, sink, keep_on).whole) {
            return Answered::ended;
        }
        const bool is_heard =
            strictness == Strictness::reply ? has_reply(driver, pieces, step) : !pieces.empty();
        if (step.await && !is_heard) {
            return Answered::no;
        }
    }
    return Answered::yes;
}

} // namespace ecg::acquire
