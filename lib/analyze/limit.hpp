// One clinical limit, with its sense and source, and how a measured value is held against it.
#pragma once

#include "common/text.hpp"
#include "common/units.hpp"

#include <cmath>
#include <string>
#include <string_view>

namespace ecg::analyze {

/// On which side of the limit a value meets the criterion.
enum class Sense { above, at_least, below, at_most };

constexpr std::string_view symbol_of(Sense sense) {
    switch (sense) {
    case Sense::above:
        return ">";
    case Sense::at_least:
        return ">=";
    case Sense::below:
        return "<";
    case Sense::at_most:
        return "<=";
    }
    return "";
}

template <class Value> struct Limit {
    std::string_view id; ///< as in ecg-criteria(7)
    Sense sense;
    Value value;
    std::string_view source; ///< a key of ecg-criteria(7)
};

/// How many of something, or a pure ratio.
struct Count {
    double value{};
};

struct Share {
    double value{}; ///< 0 to 1, printed as percent
};

/// A voltage that lasts, as in the product of a voltage and a duration.
struct MillivoltMilliseconds {
    double value{};
};

/// A value as it is printed: number, unit and decimals.
struct Figure {
    double number{};
    std::string_view unit;
    int decimals{};
};

constexpr Figure figure_of(Milliseconds v) {
    return {v.count(), "ms", 0};
}

constexpr Figure figure_of(Seconds v) {
    return {v.count(), "s", 2};
}

constexpr Figure figure_of(BeatsPerMinute v) {
    return {v.value, "/min", 0};
}

constexpr Figure figure_of(Degrees v) {
    return {v.value, "degrees", 0};
}

constexpr Figure figure_of(Millivolts v) {
    return {v.value, "mV", 2};
}

constexpr Figure figure_of(MillivoltMilliseconds v) {
    return {v.value, "mV ms", 0};
}

constexpr Figure figure_of(Hertz v) {
    return {v.value, "Hz", 2};
}

constexpr Figure figure_of(Share v) {
    return {100 * v.value, "%", 0};
}

constexpr Figure figure_of(Count v) {
    return {v.value, "", 0};
}

/// The number as a reader sees it, so that no page says "60/min < 60/min".
inline double as_printed(const Figure& figure) {
    const double scale = std::pow(10.0, figure.decimals);
    return std::round(figure.number * scale) / scale;
}

/// "224 ms"
inline std::string text_of(const Figure& figure) {
    std::string text = format_number(figure.number, figure.decimals);
    if (!figure.unit.empty()) {
        text += figure.unit.starts_with('/') ? "" : " ";
        text += figure.unit;
    }
    return text;
}

template <class Value> std::string text_of(Value value) {
    return text_of(figure_of(value));
}

/// Does value, as it is printed, meet the criterion?
template <class Value> bool meets(const Limit<Value>& limit, Value value) {
    const double measured = as_printed(figure_of(value));
    const double bound = figure_of(limit.value).number;
    switch (limit.sense) {
    case Sense::above:
        return measured > bound;
    case Sense::at_least:
        return measured >= bound;
    case Sense::below:
        return measured < bound;
    case Sense::at_most:
        return measured <= bound;
    }
    return false;
}

/// "PR 224 ms > 200 ms"
template <class Value>
std::string reason_for(std::string_view what, Value value, const Limit<Value>& limit) {
    std::string text{what};
    text.append(" ").append(text_of(value));
    text.append(" ").append(symbol_of(limit.sense));
    return text.append(" ").append(text_of(limit.value));
}

} // namespace ecg::analyze
