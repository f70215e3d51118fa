// Boards that print an object of JSON a line: {"n":7,"I":0.12,"II":null}, or the leads as a list.
#include "acquire/device/named_columns.hpp"
#include "acquire/device/text_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr std::string_view list_key = "ecg";

constexpr std::array<OptionKey, 8> option_keys{{
    columns_option,
    unit_options[0],
    unit_options[1],
    unit_options[2],
    unit_options[3],
    unit_options[4],
    {"counter", "n", "*", "the key that counts the samples; '-' for none"},
    {"modulus", "4294967296", "", "the counter begins anew after so many"},
}};

std::int64_t modulus_of(const DriverOptions& options) {
    const double modulus = options.number("modulus");
    if (options.text("counter") == "-") {
        return 0;
    }
    if (!(modulus >= 2 && modulus <= 9007199254740992.0)) { // 2^53
        throw Error{ErrorKind::usage, "--driver jsonl: modulus=" + options.text("modulus") +
                                          " is not 2 to 9007199254740992"};
    }
    return static_cast<std::int64_t>(modulus);
}

/// The channels are those asked for, else those of the first object with numbers: as it is whole or
/// no object at all, one is enough.
class JsonLinesDecoder final : public TextDecoder {
public:
    explicit JsonLinesDecoder(const DriverOptions& options)
        : unit_{unit_of(options)}, columns_{columns_asked(options)}, names_{without_dashes(
                                                                         columns_)},
          counter_key_{options.text("counter")}, modulus_{modulus_of(options)} {}

    [[nodiscard]] std::vector<Channel> channels() const override {
        return channels_named(names_, unit_);
    }

protected:
    void take_line(std::string_view line, Decoded& decoded) override {
        const std::size_t last = line.rfind('{');
        if (last == std::string_view::npos) {
            line.ends_with('}') ? take_broken(decoded) : take_text(line, decoded);
        } else if (take_object(line, decoded)) {
            return;
        } else if (last == 0) {
            take_broken(decoded);
        } else { // a line whose end was lost, and a whole one behind it
            take_broken(decoded);
            if (!take_object(line.substr(last), decoded)) {
                counts_.skipped_bytes += static_cast<std::int64_t>(line.size() - last);
            }
        }
    }

private:
    /// False when text is no object.
    bool take_object(std::string_view text, Decoded& decoded) {
        if (text[0] != '{') {
            return false;
        }
        try {
            const JsonValue object = reader_.parse(text, "line");
            const auto list = object.find(list_key);
            const bool is_sample = list && list->kind() == JsonKind::array
                                       ? take_list(*list, object, decoded)
                                       : take_members(object, decoded);
            if (!is_sample) {
                take_text(text, decoded);
            }
            return true;
        } catch (const Error&) {
            return false;
        }
    }

    bool take_members(const JsonValue& object, Decoded& decoded) {
        if (names_.empty()) {
            names_ = names_of(object);
        }
        Frame frame = empty_frame(object);
        std::size_t found = 0;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const auto value = object.find(names_[i]);
            const bool is_signal = value && is_number_or_null(*value);
            found += is_signal ? 1 : 0;
            if (const auto number = is_signal ? value->number() : std::nullopt) {
                frame.counts[i] = *number * unit_.counts_per_number;
            }
        }
        if (found == 0) {
            return false;
        }
        put(frame, decoded);
        return true;
    }

    bool take_list(const JsonValue& list, const JsonValue& object, Decoded& decoded) {
        std::vector<double> values;
        if (!list.append_numbers(values) || values.empty()) {
            return false;
        }
        if (columns_.empty() && values.size() <= most_channels) {
            names_ = names_.empty() ? numbered_names(values.size()) : names_;
            columns_ = names_;
        }
        if (values.size() != columns_.size()) {
            take_broken(decoded);
            return true;
        }
        Frame frame = empty_frame(object);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (const auto channel = place_of(columns_[i], names_)) {
                frame.counts[*channel] = values[i] * unit_.counts_per_number;
            }
        }
        put(frame, decoded);
        return true;
    }

    [[nodiscard]] std::vector<std::string> names_of(const JsonValue& object) const {
        std::vector<std::string> numbers;
        object.each_member([&](std::string_view key, const JsonValue& value) {
            if (is_number_or_null(value) && key != counter_key_ && !place_of(key, numbers)) {
                numbers.emplace_back(key);
            }
        });
        const auto signals = ecg_among(numbers);
        return signals.size() <= most_channels ? signals : std::vector<std::string>{};
    }

    static bool is_number_or_null(const JsonValue& value) {
        return value.kind() == JsonKind::number || value.kind() == JsonKind::null;
    }

    [[nodiscard]] Frame empty_frame(const JsonValue& object) const {
        Frame frame;
        frame.counts.fill(no_value);
        if (modulus_ > 0) {
            const auto counter = object.integer_at(counter_key_);
            if (counter && *counter >= 0) {
                frame.counter = *counter % modulus_;
            }
        }
        return frame;
    }

    void put(const Frame& frame, Decoded& decoded) {
        if (!is_finite(frame)) {
            take_broken(decoded);
            return;
        }
        ++counts_.frames;
        decoded.frames.push_back(frame);
    }

    JsonReader reader_;
    ColumnUnit unit_;
    std::vector<std::string> columns_; ///< of a list
    std::vector<std::string> names_;   ///< of the channels; empty until they are known
    std::string counter_key_;
    std::int64_t modulus_; ///< 0: nothing is counted
};

class JsonLinesEncoder final : public Encoder {
public:
    explicit JsonLinesEncoder(const DriverOptions& options)
        : names_{expected_names(options)}, unit_{unit_of(options)},
          counter_key_{options.text("counter")}, modulus_{modulus_of(options)} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string line = "{";
        if (modulus_ > 0) {
            line += "\"" + counter_key_ + "\":" + std::to_string(index % modulus_);
        }
        for (std::size_t i = 0; i < names_.size(); ++i) {
            line.append(line.size() > 1 ? "," : "").append("\"" + names_[i] + "\":");
            if (std::isnan(frame.counts[i])) {
                line += "null";
            } else {
                append_number(line, frame.counts[i] / unit_.counts_per_number, unit_.decimals);
            }
        }
        return line + "}\n";
    }

private:
    std::vector<std::string> names_;
    ColumnUnit unit_;
    std::string counter_key_;
    std::int64_t modulus_;
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "numbers in JSON";
    device.channels = channels_named(expected_names(options), unit_of(options));
    device.gain_source = "assumed";
    device.counter_modulus = modulus_of(options);
    device.bytes_per_sample = 12 + 12 * static_cast<double>(device.channels.size());
    return device;
}

} // namespace

Driver jsonl() {
    return {"jsonl",
            "boards that print an object of JSON a line",
            option_keys,
            describe,
            make<Decoder, JsonLinesDecoder>,
            make<Encoder, JsonLinesEncoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
