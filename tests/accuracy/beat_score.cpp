#include "accuracy/beat_score.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ecg::accuracy {
namespace {

constexpr std::string_view letters = "NSVFQ";
constexpr std::size_t nothing = 5; // the row or column of "no beat"
constexpr std::size_t ventricular = 2;
constexpr std::size_t fusion = 3;
constexpr std::size_t unknown = 4;

std::size_t index_of(char label) {
    const auto found = letters.find(label);
    return found == std::string_view::npos ? unknown : found;
}

struct Pair {
    double distance{};
    std::size_t reference{};
    std::size_t test{};

    friend bool operator<(const Pair& a, const Pair& b) {
        return std::tie(a.distance, a.reference, a.test) <
               std::tie(b.distance, b.reference, b.test);
    }
};

/// Every pair that is near enough, closest first.
std::vector<Pair> near_pairs(const std::vector<ScoredBeat>& reference,
                             const std::vector<ScoredBeat>& test, Seconds reach) {
    std::vector<Pair> pairs;
    std::size_t first = 0;
    for (std::size_t r = 0; r < reference.size(); ++r) {
        while (first < test.size() && test[first].time < reference[r].time - reach) {
            ++first;
        }
        for (std::size_t t = first; t < test.size() && test[t].time <= reference[r].time + reach;
             ++t) {
            pairs.push_back({std::abs((test[t].time - reference[r].time).count()), r, t});
        }
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

bool within(const std::vector<TimeSpan>& spans, Seconds time) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const TimeSpan& s) { return time >= s.from && time <= s.to; });
}

bool counts(Seconds time, const ScoreRules& rules) {
    return time >= rules.start && (rules.counted.empty() || within(rules.counted, time));
}

std::optional<double> percent(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::nullopt
                      : std::optional{100 * static_cast<double>(part) / static_cast<double>(whole)};
}

Rates rates_of(std::int64_t hits, std::int64_t misses, std::int64_t inventions) {
    return {percent(hits, hits + misses), percent(hits, hits + inventions),
            percent(2 * hits, 2 * hits + misses + inventions)};
}

Rates class_rates(const BeatScore& score, char label) {
    const std::size_t wanted = index_of(label);
    const ClassErrors errors = class_errors(score, label);
    return rates_of(score.counts[wanted][wanted], errors.missed, errors.invented);
}

BeatLine parse_line(JsonReader& reader, std::string_view line, const std::string& subject) {
    const JsonValue value = reader.parse(line, subject);
    const auto record = value.text_at("record");
    const auto times = value.find("t");
    const auto classes = value.text_at("cls");
    std::vector<double> seconds;
    if (!record || !times || !times->append_numbers(seconds) || !classes) {
        throw Error{ErrorKind::data, subject + ": needs record, t and cls"};
    }
    if (classes->size() != seconds.size()) {
        throw Error{ErrorKind::data, subject + ": t and cls are not equally long"};
    }
    BeatLine out{*record, {}};
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        out.beats.push_back({Seconds{seconds[i]}, (*classes)[i]});
    }
    return out;
}

} // namespace

BeatScore& BeatScore::operator+=(const BeatScore& other) {
    for (std::size_t r = 0; r <= nothing; ++r) {
        for (std::size_t t = 0; t <= nothing; ++t) {
            counts[r][t] += other.counts[r][t];
        }
    }
    offset_sum_ms += other.offset_sum_ms;
    offset_squares_ms += other.offset_squares_ms;
    return *this;
}

std::int64_t BeatScore::matched() const {
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < nothing; ++r) {
        for (std::size_t t = 0; t < nothing; ++t) {
            sum += counts[r][t];
        }
    }
    return sum;
}

std::int64_t BeatScore::missed() const {
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < nothing; ++r) {
        sum += counts[r][nothing];
    }
    return sum;
}

std::int64_t BeatScore::invented() const {
    std::int64_t sum = 0;
    for (std::size_t t = 0; t < nothing; ++t) {
        sum += counts[nothing][t];
    }
    return sum;
}

std::optional<char> aami_class(int code) {
    const std::string_view symbol = formats::annotation_symbol(code);
    if (symbol.size() != 1) {
        return std::nullopt;
    }
    using Family = std::pair<std::string_view, char>;
    for (const auto& [symbols, label] :
         {Family{"NLRB", 'N'}, Family{"AaJSejn", 'S'}, Family{"VEr", 'V'}, Family{"F", 'F'},
          Family{"/fQ?", 'Q'}}) {
        if (symbols.find(symbol) != std::string_view::npos) {
            return label;
        }
    }
    return std::nullopt;
}

Reference reference_of(const std::vector<formats::Annotation>& annotations, Hertz rate) {
    constexpr Seconds open_end{1e12};
    Reference out;
    for (const formats::Annotation& a : annotations) {
        const Seconds time{static_cast<double>(a.sample) / rate.value};
        const std::string_view symbol = formats::annotation_symbol(a.code);
        if (symbol == "[") {
            out.flutter.push_back({time, open_end});
        } else if (symbol == "]" && !out.flutter.empty()) {
            out.flutter.back().to = time;
        } else if (const auto label = aami_class(a.code)) {
            out.beats.push_back({time, *label});
        }
    }
    return out;
}

BeatScore score_beats(const Reference& reference, const std::vector<ScoredBeat>& test,
                      const ScoreRules& rules) {
    std::vector<char> reference_taken(reference.beats.size());
    std::vector<char> test_taken(test.size());
    BeatScore score;
    for (const Pair& pair : near_pairs(reference.beats, test, rules.match)) {
        if (reference_taken[pair.reference] != 0 || test_taken[pair.test] != 0) {
            continue;
        }
        reference_taken[pair.reference] = test_taken[pair.test] = 1;
        const ScoredBeat& truth = reference.beats[pair.reference];
        if (!counts(truth.time, rules)) {
            continue;
        }
        ++score.counts[index_of(truth.label)][index_of(test[pair.test].label)];
        const double offset = Milliseconds{test[pair.test].time - truth.time}.count();
        score.offset_sum_ms += offset;
        score.offset_squares_ms += offset * offset;
    }
    for (std::size_t r = 0; r < reference.beats.size(); ++r) {
        if (reference_taken[r] == 0 && counts(reference.beats[r].time, rules)) {
            ++score.counts[index_of(reference.beats[r].label)][nothing];
        }
    }
    for (std::size_t t = 0; t < test.size(); ++t) {
        if (test_taken[t] == 0 && counts(test[t].time, rules) &&
            !within(reference.flutter, test[t].time)) {
            ++score.counts[nothing][index_of(test[t].label)];
        }
    }
    return score;
}

Rates qrs_rates(const BeatScore& score) {
    return rates_of(score.matched(), score.missed(), score.invented());
}

ClassErrors class_errors(const BeatScore& score, char label) {
    const std::size_t wanted = index_of(label);
    ClassErrors errors;
    for (std::size_t other = 0; other <= nothing; ++other) {
        if (other == wanted) {
            continue;
        }
        errors.missed += score.counts[wanted][other];
        const bool excused = other == unknown || (other == fusion && wanted == ventricular);
        errors.invented += excused ? 0 : score.counts[other][wanted];
    }
    return errors;
}

Rates veb_rates(const BeatScore& score) {
    return class_rates(score, 'V');
}

Rates sveb_rates(const BeatScore& score) {
    return class_rates(score, 'S');
}

Rates average(const std::vector<Rates>& records) {
    const auto mean = [&](std::optional<double> Rates::*figure) -> std::optional<double> {
        double sum = 0;
        std::int64_t count = 0;
        for (const Rates& record : records) {
            sum += (record.*figure).value_or(0);
            count += (record.*figure).has_value() ? 1 : 0;
        }
        return count == 0 ? std::nullopt : std::optional{sum / static_cast<double>(count)};
    };
    return {mean(&Rates::sensitivity), mean(&Rates::predictivity), mean(&Rates::f1)};
}

std::optional<Offset> offset_of(const BeatScore& score) {
    const auto count = static_cast<double>(score.matched());
    if (count == 0) {
        return std::nullopt;
    }
    const double mean = score.offset_sum_ms / count;
    return Offset{mean, std::sqrt(std::max(0.0, score.offset_squares_ms / count - mean * mean))};
}

std::vector<BeatLine> parse_beat_lines(std::string_view text, const std::string& subject) {
    JsonReader reader;
    std::vector<BeatLine> lines;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) {
            lines.push_back(
                parse_line(reader, text.substr(0, end), subject + ":" + std::to_string(number)));
        }
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

} // namespace ecg::accuracy
