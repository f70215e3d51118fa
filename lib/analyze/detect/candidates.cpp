#include "analyze/detect/candidates.hpp"

#include "analyze/detect/templates.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr double apart = 0.12;             // s between two candidates
constexpr double unlikely_interval = 0.27; // s: shorter ones ask for better evidence …
constexpr double interval_penalty = 60;    // … of so much log odds a second
constexpr double least_share = 0.06;       // of the local level
constexpr double t_wave_reach = 0.4;       // s after its QRS [pan-tompkins-1985]
constexpr double t_wave_slope = 0.5;       // of what is fast in its QRS
constexpr float t_wave_share = 0.5;        // of its QRS's height
constexpr double threshold_share = 0.4;    // of the local QRS level
constexpr std::size_t neighbours = 4;      // beats to each side tell what is usual here
constexpr float unknown_log = 3;           // stands for a ratio that is out of bounds

float log_ratio(double a, double b) {
    if (!(a > 0) || !(b > 0)) {
        return a > b ? unknown_log : -unknown_log;
    }
    return static_cast<float>(std::clamp(std::log(a / b), -3.0, 3.0));
}

double median_of(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double most_near(const std::vector<float>& x, std::size_t index, std::size_t reach) {
    const std::size_t from = index > reach ? index - reach : 0;
    const std::size_t to = std::min(x.size(), index + reach + 1);
    return static_cast<double>(*std::max_element(x.begin() + static_cast<std::ptrdiff_t>(from),
                                                 x.begin() + static_cast<std::ptrdiff_t>(to)));
}

/// What each candidate is measured by, once.
struct Heights {
    double total{}, narrow{}, broad{}, slow{}, length{};
};

/// Describes candidates one after the other beside the beats chosen so far.
class Describer {
public:
    Describer(const Activity& activity, const std::vector<std::size_t>& candidates,
              const std::vector<float>& odds)
        : a_{activity}, at_{candidates}, odds_{odds}, beats_{choose_beats(activity, candidates,
                                                                          odds)},
          templates_{activity, indices_of(beats_)} {
        const auto near = static_cast<std::size_t>(0.025 * a_.rate_hz);
        const auto far = static_cast<std::size_t>(0.05 * a_.rate_hz);
        for (const std::size_t c : at_) {
            heights_.push_back({static_cast<double>(a_.total[c]), most_near(a_.bands[0], c, near),
                                most_near(a_.bands[1], c, near), most_near(a_.bands[2], c, far),
                                most_near(a_.length, c, far)});
        }
        sums_.resize(a_.total.size() + 1);
        for (std::size_t i = 0; i < a_.total.size(); ++i) {
            sums_[i + 1] = sums_[i] + static_cast<double>(a_.total[i]);
        }
        std::vector<float> some;
        for (std::size_t from = 0; from < a_.total.size(); from += quiet_step()) {
            const std::size_t begin = from > quiet_step() ? from - quiet_step() : 0;
            const std::size_t end = std::min(a_.total.size(), from + 2 * quiet_step());
            some.clear();
            for (std::size_t i = begin; i < end; i += 3) {
                some.push_back(a_.total[i]);
            }
            const auto middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2);
            std::nth_element(some.begin(), middle, some.end());
            quiet_.push_back(static_cast<double>(*middle));
        }
    }

    /// The signs of candidate c; c grows from call to call.
    Signs signs_of(std::size_t c) {
        while (next_ < beats_.size() && at_[beats_[next_]] + close() <= at_[c]) {
            ++next_;
        }
        // beats_[next_ - 1] is before c; beats_[next_] may be c or too near to it.
        std::size_t after = next_;
        while (after < beats_.size() && at_[beats_[after]] < at_[c] + close()) {
            ++after;
        }
        Signs s{};
        see_levels(s, c, next_, after);
        see_surroundings(s, c);
        see_rhythm(s, c, next_, after);
        const auto alike = templates_.match(at_[c]);
        s[11] = std::atanh(std::min(0.99F, std::max(alike[0], alike[1])));
        s[12] = std::atanh(std::min(0.99F, alike[0]));
        s[20] = agreement(c);
        s[22] = std::clamp(odds_[c], -6.0F, 6.0F) / 2;
        return s;
    }

private:
    [[nodiscard]] std::size_t close() const { return static_cast<std::size_t>(0.15 * a_.rate_hz); }

    [[nodiscard]] std::size_t quiet_step() const { return static_cast<std::size_t>(a_.rate_hz); }

    [[nodiscard]] std::vector<std::size_t> indices_of(const std::vector<std::size_t>& beats) const {
        std::vector<std::size_t> out;
        for (const std::size_t b : beats) {
            out.push_back(at_[b]);
        }
        return out;
    }

    /// The median heights of the beats around; once for all candidates between the same beats.
    void learn_usual(std::size_t before, std::size_t after) {
        if (before == usual_before_ && after == usual_after_) {
            return;
        }
        usual_before_ = before;
        usual_after_ = after;
        const std::size_t from = before > neighbours ? before - neighbours : 0;
        const std::size_t to = std::min(beats_.size(), after + neighbours);
        knows_usual_ = to - from > after - before;
        for (const auto which : {&Heights::total, &Heights::narrow, &Heights::broad, &Heights::slow,
                                 &Heights::length}) {
            scratch_.clear();
            for (std::size_t b = from; b < to; ++b) {
                if (b < before || b >= after) {
                    scratch_.push_back(heights_[beats_[b]].*which);
                }
            }
            usual_.*which = scratch_.empty() ? 0 : median_of(scratch_);
        }
    }

    /// The candidate's heights against those of the beats around it.
    void see_levels(Signs& s, std::size_t c, std::size_t before, std::size_t after) {
        const Heights& h = heights_[c];
        learn_usual(before, after);
        const auto against = [&](double Heights::*which) {
            return knows_usual_ ? log_ratio(h.*which, usual_.*which) : 0.0F;
        };
        s[0] = against(&Heights::total);
        s[1] = against(&Heights::narrow);
        s[2] = against(&Heights::broad);
        s[3] = against(&Heights::slow);
        s[19] = against(&Heights::length);
        s[4] = log_ratio(h.narrow, h.broad);
        s[5] = log_ratio(h.slow, h.broad);
        s[23] = log_ratio(h.total, a_.levels[at_[c] / a_.block]);
        s[17] = before > 0 ? log_ratio(h.total, heights_[beats_[before - 1]].total) : 0;
        s[18] = after < beats_.size() ? log_ratio(h.total, heights_[beats_[after]].total) : 0;
    }

    [[nodiscard]] double mean_between(double from_s, double to_s, std::size_t c) const {
        const auto n = static_cast<std::ptrdiff_t>(a_.total.size());
        const auto place = [&](double t) {
            return std::clamp<std::ptrdiff_t>(
                static_cast<std::ptrdiff_t>(at_[c]) +
                    static_cast<std::ptrdiff_t>(std::lround(t * a_.rate_hz)),
                0, n);
        };
        const std::ptrdiff_t from = place(from_s);
        const std::ptrdiff_t to = place(to_s);
        return to > from
                   ? (sums_[static_cast<std::size_t>(to)] - sums_[static_cast<std::size_t>(from)]) /
                         static_cast<double>(to - from)
                   : 0;
    }

    void see_surroundings(Signs& s, std::size_t c) {
        const double height = heights_[c].total;
        const auto room = static_cast<std::size_t>(0.2 * a_.rate_hz);
        const bool begins = at_[c] < room;
        const bool ends = at_[c] + room >= a_.total.size();
        const float before = log_ratio(height, mean_between(-0.32, -0.12, c));
        const float after = log_ratio(height, mean_between(0.12, 0.32, c));
        s[6] = begins ? after : before;
        s[7] = ends ? before : after;
        const double quiet = quiet_[std::min(at_[c] / quiet_step(), quiet_.size() - 1)];
        s[8] = log_ratio(height, quiet);
        s[9] = s[8] - s[0];
        std::size_t left = at_[c];
        std::size_t right = at_[c];
        const float half = a_.total[at_[c]] / 2;
        while (left > 0 && a_.total[left - 1] > half && at_[c] - left < 30) {
            --left;
        }
        while (right + 1 < a_.total.size() && a_.total[right + 1] > half && right - at_[c] < 30) {
            ++right;
        }
        s[10] = log_ratio(static_cast<double>(right - left + 1) / a_.rate_hz, 0.1);
    }

    void see_rhythm(Signs& s, std::size_t c, std::size_t before, std::size_t after) {
        const double rate = a_.rate_hz;
        const double now = static_cast<double>(at_[c]) / rate;
        const auto time = [&](std::size_t b) { return static_cast<double>(at_[beats_[b]]) / rate; };
        const std::size_t from = before > neighbours ? before - neighbours : 0;
        const std::size_t to = std::min(beats_.size(), after + neighbours);
        scratch_.clear();
        for (std::size_t b = from + 1; b < to; ++b) {
            scratch_.push_back(time(b) - time(b - 1));
        }
        const double usual = scratch_.size() < 2 ? 0 : median_of(scratch_);
        if (before > 0) {
            s[15] = static_cast<float>(std::min(1.5, now - time(before - 1)));
            s[13] = usual > 0 ? log_ratio(now - time(before - 1), usual) : 0;
        } else {
            s[15] = 1;
        }
        if (after < beats_.size()) {
            s[14] = usual > 0 ? log_ratio(time(after) - now, usual) : 0;
        }
        s[16] = before > 0 ? log_ratio(heights_[c].narrow, heights_[beats_[before - 1]].narrow) : 0;
        s[24] = log_ratio(follower(c), heights_[c].total);
        s[21] = log_ratio(rival(c, before, after), heights_[c].total);
    }

    /// The height of the strongest other candidate between the beats around c.
    [[nodiscard]] double rival(std::size_t c, std::size_t before, std::size_t after) const {
        const auto last_of = [&](std::size_t i) { return at_[i]; };
        double most = 0;
        for (std::size_t i = c; i-- > 0;) {
            if (at_[c] - last_of(i) > 2 * static_cast<std::size_t>(a_.rate_hz) ||
                (before > 0 && at_[i] < at_[beats_[before - 1]] + close())) {
                break;
            }
            most = std::max(most, heights_[i].total);
        }
        for (std::size_t i = c + 1; i < at_.size(); ++i) {
            if (at_[i] - at_[c] > 2 * static_cast<std::size_t>(a_.rate_hz) ||
                (after < beats_.size() && at_[i] + close() > at_[beats_[after]])) {
                break;
            }
            most = std::max(most, heights_[i].total);
        }
        return most;
    }

    /// The height of the strongest candidate where a QRS follows its P wave.
    [[nodiscard]] double follower(std::size_t c) const {
        double most = 0;
        for (std::size_t i = c + 1; i < at_.size(); ++i) {
            if (static_cast<double>(at_[i] - at_[c]) > 0.28 * a_.rate_hz) {
                break;
            }
            most = std::max(most, heights_[i].total);
        }
        return most;
    }

    [[nodiscard]] float agreement(std::size_t c) const {
        constexpr float agrees = 0.3F;
        float sum = 0;
        const std::size_t block = at_[c] / a_.block;
        for (std::size_t l = 0; l < a_.leads.size(); ++l) {
            sum += a_.leads[l].total[at_[c]] > agrees ? a_.leads[l].weights[block] : 0;
        }
        return sum;
    }

    const Activity& a_;
    const std::vector<std::size_t>& at_;
    const std::vector<float>& odds_;
    std::vector<std::size_t> beats_;
    Templates templates_;
    std::vector<Heights> heights_;
    std::vector<double> sums_;
    std::vector<double> quiet_;
    std::vector<double> scratch_;
    Heights usual_;
    bool knows_usual_ = false;
    std::size_t usual_before_ = std::numeric_limits<std::size_t>::max();
    std::size_t usual_after_ = 0;
    std::size_t next_ = 0;
};

} // namespace

std::vector<std::size_t> find_candidates(const Activity& a) {
    const auto reach = static_cast<std::size_t>(apart * a.rate_hz);
    std::vector<std::size_t> peaks;
    for (std::size_t i = 1; i + 1 < a.total.size(); ++i) {
        if (a.total[i] < a.total[i - 1] || a.total[i] <= a.total[i + 1] ||
            static_cast<double>(a.total[i]) < least_share * a.levels[i / a.block]) {
            continue;
        }
        if (peaks.empty() || i - peaks.back() >= reach) {
            peaks.push_back(i);
        } else if (a.total[i] > a.total[peaks.back()]) {
            peaks.back() = i;
        }
    }
    return peaks;
}

std::vector<float> first_odds(const Activity& a, const std::vector<std::size_t>& candidates) {
    const auto t_reach = static_cast<std::size_t>(t_wave_reach * a.rate_hz);
    const auto near = static_cast<std::size_t>(0.025 * a.rate_hz);
    std::vector<float> odds;
    std::optional<std::size_t> last;
    double last_narrow = 0;
    for (const std::size_t c : candidates) {
        float o =
            3 * log_ratio(static_cast<double>(a.total[c]), threshold_share * a.levels[c / a.block]);
        const double narrow = most_near(a.bands[0], c, near);
        if (last && c - *last < t_reach &&
            (a.total[c] < t_wave_share * a.total[*last] || narrow < t_wave_slope * last_narrow)) {
            o = std::min(o, -2.0F);
        }
        if (o > 0) {
            last = c;
            last_narrow = narrow;
        }
        odds.push_back(o);
    }
    return odds;
}

std::vector<std::size_t> choose_beats(const Activity& a, const std::vector<std::size_t>& candidates,
                                      const std::vector<float>& odds) {
    const auto reach = static_cast<std::size_t>(std::ceil(refractory.count() * a.rate_hz));
    const auto free = static_cast<std::size_t>(std::ceil(unlikely_interval * a.rate_hz));
    const std::size_t n = candidates.size();
    constexpr auto none = std::numeric_limits<std::size_t>::max();
    std::vector<double> ending(n);            // the best sum that ends with i …
    std::vector<std::size_t> before(n, none); // … and the beat before it
    std::vector<std::size_t> best(n, none);   // of the first i + 1, where the best sum ends
    std::size_t far = 0;                      // candidates before it are at least `free` ahead of i
    for (std::size_t i = 0; i < n; ++i) {
        while (candidates[far] + free <= candidates[i]) {
            ++far;
        }
        double sum = 0;
        if (far > 0 && best[far - 1] != none) {
            before[i] = best[far - 1];
            sum = ending[before[i]];
        }
        for (std::size_t j = far; j < i && candidates[j] + reach <= candidates[i]; ++j) {
            const double missing = static_cast<double>(candidates[j] + free - candidates[i]);
            const double joined = ending[j] - interval_penalty * missing / a.rate_hz;
            if (joined > sum) {
                sum = joined;
                before[i] = j;
            }
        }
        ending[i] = sum + static_cast<double>(odds[i]);
        const double so_far = i > 0 && best[i - 1] != none ? ending[best[i - 1]] : 0;
        best[i] = ending[i] > so_far ? i : (i > 0 ? best[i - 1] : none);
    }
    std::vector<std::size_t> chosen;
    for (std::size_t i = n == 0 ? none : best[n - 1]; i != none; i = before[i]) {
        chosen.push_back(i);
    }
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

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

Activity weighed_activity(const FilteredRecording& clean) {
    Activity activity = qrs_activity(clean);
    if (activity.leads.size() > 1) {
        const auto candidates = find_candidates(activity);
        std::vector<std::size_t> likely;
        for (const std::size_t c :
             choose_beats(activity, candidates, first_odds(activity, candidates))) {
            likely.push_back(candidates[c]);
        }
        weigh_leads(activity, likely);
    }
    return activity;
}

} // namespace ecg::analyze
