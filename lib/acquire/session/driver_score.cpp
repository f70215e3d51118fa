#include "acquire/session/driver_score.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <tuple>

namespace ecg::acquire {
namespace {

constexpr double least_understood = 0.6; // since the first good frame
constexpr double least_of_all = 0.2;     // the rest may be what a board says when it boots
constexpr double as_good = 0.05;         // closer than that two drivers read it equally well
constexpr std::int64_t least_samples = 5;
constexpr std::int64_t least_packets = 5;
constexpr std::int64_t least_checked_packets = 2; // with a checksum
constexpr std::size_t most_scored = 1U << 14;     // the latest say enough

std::vector<Candidate> make_candidates(bool varied) {
    std::vector<Candidate> all;
    const auto add = [&](const Driver& driver, const std::string& text) {
        Candidate candidate{text, choose_driver(text), {}};
        candidate.description = driver.describe(candidate.driver.options);
        all.push_back(std::move(candidate));
    };
    for (const Driver& driver : drivers()) {
        const std::string name{driver.name};
        if (!varied) {
            add(driver, name);
            continue;
        }
        for (const OptionKey& key : driver.options) {
            for (const std::string_view choice : split(key.choices, '|')) {
                if (!choice.empty() && choice != "*" && choice != key.fallback) {
                    add(driver, name + ":" + std::string{key.name} + "=" + std::string{choice});
                }
            }
        }
    }
    return all;
}

/// Whether a converter of that device gives such counts.
bool is_plausible(const Frame& frame, const std::vector<Channel>& channels) {
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const double count = frame.counts[i];
        if (count < channels[i].lowest || count > channels[i].highest) {
            return false;
        }
    }
    return true;
}

/// Tells good bytes from others by giving a decoder one after the other.
class Scorer {
public:
    explicit Scorer(const Candidate& candidate)
        : candidate_{candidate}, decoder_{
                                     candidate.driver.driver->decoder(candidate.driver.options)} {}

    void take(char byte) {
        ++at_;
        const DecodeCounts before = decoder_->counts();
        const Decoded decoded = decoder_->feed({&byte, 1});
        const DecodeCounts& now = decoder_->counts();
        skipped_ += now.skipped_bytes - before.skipped_bytes;
        if (now.frames > before.frames) {
            end_packet(decoded);
        } else if (now.text_lines > before.text_lines || now.rejected > before.rejected) {
            begin_packet();
        }
    }

    [[nodiscard]] DriverScore result() const {
        DriverScore score = score_;
        score.candidate = &candidate_;
        const std::int64_t unfinished = std::min(at_ - begun_, longest_);
        const std::int64_t span = at_ - first_ - unfinished;
        if (score.packets == 0 || span <= 0) {
            return score;
        }
        const auto plausible =
            static_cast<double>(plausible_) / static_cast<double>(std::max<std::int64_t>(seen_, 1));
        score.understood = plausible * std::min(1.0, static_cast<double>(score.good_bytes) /
                                                         static_cast<double>(span));
        return score;
    }

private:
    void end_packet(const Decoded& decoded) {
        const auto channels = decoder_->channels();
        const auto& known = channels.empty() ? candidate_.description.channels : channels;
        for (const Frame& frame : decoded.frames) {
            seen_ += frame.damaged ? 0 : 1;
            plausible_ += !frame.damaged && is_plausible(frame, known) ? 1 : 0;
        }
        const std::int64_t length = at_ - begun_ - skipped_;
        first_ = score_.packets == 0 ? at_ - length : first_;
        longest_ = std::max(longest_, length);
        score_.good_bytes += length;
        ++score_.packets;
        score_.samples = decoder_->counts().frames;
        begin_packet();
    }

    void begin_packet() {
        begun_ = at_;
        skipped_ = 0;
    }

    const Candidate& candidate_;
    std::unique_ptr<Decoder> decoder_;
    DriverScore score_;
    std::int64_t at_ = 0;      ///< bytes taken
    std::int64_t begun_ = 0;   ///< where the last packet, line or message ended
    std::int64_t skipped_ = 0; ///< bytes since, that were part of nothing
    std::int64_t first_ = 0;   ///< where the first good packet began
    std::int64_t longest_ = 0;
    std::int64_t seen_ = 0; ///< samples
    std::int64_t plausible_ = 0;
};

bool explains(const DriverScore& score, std::size_t bytes) {
    const std::int64_t enough =
        score.candidate->description.has_checksum ? least_checked_packets : least_packets;
    return score.understood >= least_understood && score.packets >= enough &&
           score.samples >= least_samples &&
           static_cast<double>(score.good_bytes) >= least_of_all * static_cast<double>(bytes);
}

/// In the order of all.
std::vector<DriverScore> explaining(const std::vector<Candidate>& all, std::string_view bytes) {
    std::vector<DriverScore> scores;
    for (const Candidate& candidate : all) {
        const DriverScore one = score(candidate, bytes);
        if (explains(one, bytes.size())) {
            scores.push_back(one);
        }
    }
    return scores;
}

/// Of an "olimex" that is heard at another speed than its own: the choice of options that has it.
const Candidate& at_line(const Candidate& candidate, const LineSettings& line) {
    const auto& varied = varied_candidates();
    const auto found = std::find_if(varied.begin(), varied.end(), [&](const Candidate& other) {
        return other.driver.driver == candidate.driver.driver && other.description.line == line;
    });
    return candidate.description.line == line || found == varied.end() ? candidate : *found;
}

} // namespace

const std::vector<Candidate>& candidates() {
    static const std::vector<Candidate> all = make_candidates(false);
    return all;
}

const std::vector<Candidate>& varied_candidates() {
    static const std::vector<Candidate> all = make_candidates(true);
    return all;
}

DriverScore score(const Candidate& candidate, std::string_view bytes) {
    Scorer scorer{candidate};
    for (const char byte : bytes) {
        scorer.take(byte);
    }
    return scorer.result();
}

bool is_as_good(const DriverScore& one, const DriverScore& best) {
    return best.understood - one.understood <= as_good;
}

std::vector<DriverScore> rank_drivers(std::string_view bytes,
                                      const std::optional<LineSettings>& heard_at) {
    bytes.remove_prefix(bytes.size() - std::min(bytes.size(), most_scored));
    auto scores = explaining(candidates(), bytes);
    if (scores.empty()) {
        scores = explaining(varied_candidates(), bytes);
    }
    if (scores.empty()) {
        return scores;
    }
    if (heard_at) {
        for (DriverScore& one : scores) {
            one.candidate = &at_line(*one.candidate, *heard_at);
        }
    }
    const DriverScore best =
        *std::max_element(scores.begin(), scores.end(),
                          [](const auto& a, const auto& b) { return a.understood < b.understood; });
    const auto badness = [&](const DriverScore& one) {
        const bool fits_line = heard_at && one.candidate->description.line == *heard_at;
        return is_as_good(one, best) ? std::tuple{false, !fits_line, 0.0}
                                     : std::tuple{true, true, -one.understood};
    };
    std::stable_sort(scores.begin(), scores.end(),
                     [&](const auto& a, const auto& b) { return badness(a) < badness(b); });
    return scores;
}

} // namespace ecg::acquire
