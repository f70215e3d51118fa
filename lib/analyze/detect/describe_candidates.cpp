#include "analyze/detect/candidates.hpp"
#include "analyze/detect/quick_log.hpp"
#include "analyze/detect/templates.hpp"
#include "dsp/any_width.hpp"
#include "dsp/middle_value.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ecg::analyze {
namespace {

constexpr double close = 0.15;          // s: not another beat
constexpr std::size_t neighbours = 4;   // beats to each side tell what is usual here
constexpr std::size_t most_width = 30;  // samples to each side
constexpr double rival_reach = 2;       // s
constexpr double follower_reach = 0.28; // s from a P wave to its QRS
constexpr double quiet_rate = 40;       // Hz: enough to tell the level between beats

/// Logarithms of what a candidate is measured by.
enum Height : std::size_t { total, narrow, broad, slow, length, height_count };

/// As many as are calculated with at once; what is behind length is idle.
using Heights = float __attribute__((vector_size(8 * sizeof(float))));

/// The larger middle ones of the first count rows, column by column; the rows are reordered. Few
/// are sorted fastest by exchanges without a branch.
ECG_ANY_WIDTH void find_middle(Heights* rows, std::size_t count, Heights& out) {
    for (std::size_t round = 0; round < count; ++round) {
        for (std::size_t i = round % 2; i + 1 < count; i += 2) {
            const Heights a = rows[i];
            const Heights b = rows[i + 1];
            rows[i] = a < b ? a : b;
            rows[i + 1] = a < b ? b : a;
        }
    }
    out = rows[count / 2];
}

/// Describes candidates one after the other beside the beats chosen so far.
class Describer {
public:
    Describer(const Activity& activity, const std::vector<std::size_t>& candidates,
              const std::vector<float>& odds)
        : a_{activity}, at_{candidates}, odds_{odds}, beats_{choose_beats(activity, candidates,
                                                                          odds)},
          templates_{activity, indices_of(beats_)}, close_{samples(close)} {
        heights_.reserve(at_.size());
        const std::size_t near = samples(0.025);
        const std::size_t far = samples(0.05);
        for (const std::size_t c : at_) {
            heights_.push_back(Heights{quick_log(a_.total[c]),
                                       quick_log(most_near(a_.bands[0], c, near)),
                                       quick_log(most_near(a_.bands[1], c, near)),
                                       quick_log(most_near(a_.bands[2], c, far)),
                                       quick_log(most_near(a_.length, c, far)), 0, 0, 0});
        }
        learn_quiet();
    }

    /// The signs of candidate c; c grows from call to call.
    Signs signs_of(std::size_t c) {
        while (next_ < beats_.size() && at_[beats_[next_]] + close_ <= at_[c]) {
            ++next_;
        }
        // beats_[next_ - 1] is before c; beats_[next_] may be c or too near to it.
        std::size_t after = next_;
        while (after < beats_.size() && at_[beats_[after]] < at_[c] + close_) {
            ++after;
        }
        learn_usual(next_, after);
        Signs s{};
        see_levels(s, c, next_, after);
        see_surroundings(s, c);
        see_rhythm(s, c, next_, after);
        const auto alike = templates_.match(at_[c]);
        s[11] = spread(std::max(alike[0], alike[1]));
        s[12] = spread(alike[0]);
        s[20] = agreement(c);
        s[22] = std::clamp(odds_[c], -6.0F, 6.0F) / 2;
        return s;
    }

private:
    [[nodiscard]] std::size_t samples(double seconds) const {
        return static_cast<std::size_t>(seconds * a_.rate_hz);
    }

    [[nodiscard]] std::size_t quiet_step() const { return samples(1); }

    [[nodiscard]] std::vector<std::size_t> indices_of(const std::vector<std::size_t>& beats) const {
        std::vector<std::size_t> out;
        out.reserve(beats.size());
        for (const std::size_t b : beats) {
            out.push_back(at_[b]);
        }
        return out;
    }

    /// A correlation on the scale of its inverse hyperbolic tangent.
    static float spread(float correlation) {
        const float r = std::min(0.99F, correlation);
        return quick_log((1 + r) / (1 - r)) / 2;
    }

    /// The median over three seconds, by second.
    void learn_quiet() {
        const auto step = std::max<std::size_t>(1, samples(1 / quiet_rate));
        dsp::MiddleValue middle;
        for (std::size_t from = 0; from < a_.total.size(); from += quiet_step()) {
            const std::size_t begin = from > quiet_step() ? from - quiet_step() : 0;
            const std::size_t end = std::min(a_.total.size(), from + 2 * quiet_step());
            middle.clear();
            for (std::size_t i = begin; i < end; i += step) {
                middle.add(a_.total[i]);
            }
            quiet_.push_back(quick_log(middle.value()));
        }
    }

    /// The median heights and intervals of the beats around; once for all candidates between the
    /// same beats.
    void learn_usual(std::size_t before, std::size_t after) {
        if (before == usual_before_ && after == usual_after_) {
            return;
        }
        usual_before_ = before;
        usual_after_ = after;
        const std::size_t from = before > neighbours ? before - neighbours : 0;
        const std::size_t to = std::min(beats_.size(), after + neighbours);
        knows_usual_ = to - from > after - before;
        std::array<Heights, 2 * neighbours> around;
        std::size_t count = 0;
        for (std::size_t b = from; b < to; ++b) {
            if (b < before || b >= after) {
                around[count++] = heights_[beats_[b]];
            }
        }
        if (knows_usual_) {
            find_middle(around.data(), count, usual_);
        }
        std::array<Heights, 3 * neighbours> intervals; // also of a close pair between
        count = 0;
        for (std::size_t b = from + 1; b < to && count < intervals.size(); ++b) {
            intervals[count++] =
                Heights{} + static_cast<float>(at_[beats_[b]] - at_[beats_[b - 1]]);
        }
        knows_interval_ = count >= 2;
        if (knows_interval_) {
            Heights middle{};
            find_middle(intervals.data(), count, middle);
            usual_interval_ = quick_log(middle[0]);
        }
    }

    /// The candidate's heights against those of the beats around it.
    void see_levels(Signs& s, std::size_t c, std::size_t before, std::size_t after) const {
        const Heights& h = heights_[c];
        const auto against = [&](Height which) {
            return knows_usual_ ? log_share(h[which], usual_[which]) : 0.0F;
        };
        s[0] = against(total);
        s[1] = against(narrow);
        s[2] = against(broad);
        s[3] = against(slow);
        s[19] = against(length);
        s[4] = log_share(h[narrow], h[broad]);
        s[5] = log_share(h[slow], h[broad]);
        s[23] = log_share(h[total], quick_log(static_cast<float>(a_.levels[at_[c] / a_.block])));
        s[17] = before > 0 ? log_share(h[total], heights_[beats_[before - 1]][total]) : 0;
        s[18] = after < beats_.size() ? log_share(h[total], heights_[beats_[after]][total]) : 0;
    }

    /// The logarithm of the mean over the samples from one to before the other.
    [[nodiscard]] float mean_between(std::size_t from, std::size_t to) const {
        float sum = 0;
        for (std::size_t i = from; i < to; ++i) {
            sum += a_.total[i];
        }
        return to > from ? quick_log(sum / static_cast<float>(to - from)) : log_of_zero;
    }

    void see_surroundings(Signs& s, std::size_t c) const {
        const float height = heights_[c][total];
        const std::size_t n = a_.total.size();
        const std::size_t at = at_[c];
        const auto room = samples(0.2);
        const auto near = static_cast<std::size_t>(std::lround(0.12 * a_.rate_hz));
        const auto far = static_cast<std::size_t>(std::lround(0.32 * a_.rate_hz));
        const auto back = [at](std::size_t span) { return at > span ? at - span : 0; };
        const auto ahead = [at, n](std::size_t span) { return std::min(n, at + span); };
        const float before = log_share(height, mean_between(back(far), back(near)));
        const float after = log_share(height, mean_between(ahead(near), ahead(far)));
        s[6] = at < room ? after : before;
        s[7] = at + room >= n ? before : after;
        s[8] = log_share(height, quiet_[std::min(at / quiet_step(), quiet_.size() - 1)]);
        s[9] = s[8] - s[0];
        s[10] = log_share(quick_log(static_cast<float>(width_of(at))),
                          quick_log(static_cast<float>(0.1 * a_.rate_hz)));
    }

    /// How many samples around a peak are above half of its height.
    [[nodiscard]] std::size_t width_of(std::size_t at) const {
        std::size_t left = at;
        std::size_t right = at;
        const float half = a_.total[at] / 2;
        while (left > 0 && a_.total[left - 1] > half && at - left < most_width) {
            --left;
        }
        while (right + 1 < a_.total.size() && a_.total[right + 1] > half &&
               right - at < most_width) {
            ++right;
        }
        return right - left + 1;
    }

    void see_rhythm(Signs& s, std::size_t c, std::size_t before, std::size_t after) const {
        const auto against_usual = [&](std::size_t interval) {
            return knows_interval_
                       ? log_share(quick_log(static_cast<float>(interval)), usual_interval_)
                       : 0.0F;
        };
        s[15] = 1;
        if (before > 0) {
            const std::size_t since = at_[c] - at_[beats_[before - 1]];
            s[15] = static_cast<float>(std::min(1.5, static_cast<double>(since) / a_.rate_hz));
            s[13] = against_usual(since);
            s[16] = log_share(heights_[c][narrow], heights_[beats_[before - 1]][narrow]);
        }
        if (after < beats_.size()) {
            s[14] = against_usual(at_[beats_[after]] - at_[c]);
        }
        s[24] = log_share(follower(c), heights_[c][total]);
        s[21] = log_share(rival(c, before, after), heights_[c][total]);
    }

    /// The height of the strongest other candidate between the beats around c.
    [[nodiscard]] float rival(std::size_t c, std::size_t before, std::size_t after) const {
        const std::size_t reach = samples(rival_reach);
        const std::size_t least = std::max(before > 0 ? at_[beats_[before - 1]] + close_ : 0,
                                           at_[c] > reach ? at_[c] - reach : 0);
        const std::size_t most =
            std::min(after < beats_.size() ? at_[beats_[after]] - close_
                                           : std::numeric_limits<std::size_t>::max(),
                     at_[c] + reach);
        float highest = log_of_zero;
        for (std::size_t i = c; i-- > 0 && at_[i] >= least;) {
            highest = std::max(highest, heights_[i][total]);
        }
        for (std::size_t i = c + 1; i < at_.size() && at_[i] <= most; ++i) {
            highest = std::max(highest, heights_[i][total]);
        }
        return highest;
    }

    /// The height of the strongest candidate where a QRS follows its P wave.
    [[nodiscard]] float follower(std::size_t c) const {
        const std::size_t most = at_[c] + samples(follower_reach);
        float highest = log_of_zero;
        for (std::size_t i = c + 1; i < at_.size() && at_[i] <= most; ++i) {
            highest = std::max(highest, heights_[i][total]);
        }
        return highest;
    }

    [[nodiscard]] float agreement(std::size_t c) const {
        constexpr float agrees = 0.3F;
        float sum = 0;
        const std::size_t block = at_[c] / a_.block;
        for (const LeadActivity& lead : a_.leads) {
            sum += lead.total[at_[c]] > agrees ? lead.weights[block] : 0;
        }
        return sum;
    }

    const Activity& a_;
    const std::vector<std::size_t>& at_;
    const std::vector<float>& odds_;
    std::vector<std::size_t> beats_;
    Templates templates_;
    std::size_t close_;
    std::vector<Heights> heights_;
    std::vector<float> quiet_; ///< logarithms, by second
    Heights usual_{};
    float usual_interval_ = 0; ///< logarithm, in samples
    bool knows_usual_ = false;
    bool knows_interval_ = false;
    std::size_t usual_before_ = std::numeric_limits<std::size_t>::max();
    std::size_t usual_after_ = 0;
    std::size_t next_ = 0;
};

} // namespace

std::vector<Signs> describe_candidates(const Activity& activity,
                                       const std::vector<std::size_t>& candidates,
                                       const std::vector<float>& odds) {
    std::vector<Signs> all;
    if (candidates.empty()) {
        return all;
    }
    Describer describer{activity, candidates, odds};
    all.reserve(candidates.size());
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        all.push_back(describer.signs_of(c));
    }
    return all;
}

} // namespace ecg::analyze
