// Boards that print numbers: lines of columns, or of names and values as the Arduino plotter reads
// them. One decoder takes either.
#include "acquire/device/named_columns.hpp"
#include "acquire/device/table_line.hpp"
#include "acquire/device/text_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr std::array<OptionKey, 6> option_keys{{columns_option, unit_options[0], unit_options[1],
                                                unit_options[2], unit_options[3], unit_options[4]}};

using Columns = std::vector<std::optional<std::size_t>>; ///< column -> channel, if any

/// Which column is which channel is known from the options, else from a line of names, else the
/// channels are numbered. A line may be cut, so that without names two must agree on how many
/// columns there are before either is believed.
class TableDecoder final : public TextDecoder {
public:
    explicit TableDecoder(const DriverOptions& options) : unit_{unit_of(options)} {
        const auto asked = columns_asked(options);
        names_ = without_dashes(asked);
        map_columns(asked);
    }

    [[nodiscard]] std::vector<Channel> channels() const override {
        return channels_named(names_, unit_);
    }

    Decoded finish() override {
        disbelieve_held();
        header_.clear();
        return TextDecoder::finish();
    }

protected:
    void take_line(std::string_view line, Decoded& decoded) override {
        if (const auto numbers = table_line(line)) {
            numbers->names.empty() ? take_columns(*numbers, decoded)
                                   : take_pairs(line, *numbers, decoded);
        } else if (const auto names = header_line(line)) {
            take_header(*names);
            take_text(line, decoded);
        } else if (is_mostly_numbers(line) || holds_our_name(line) || has_strange_name(line)) {
            take_broken(decoded);
        } else {
            take_text(line, decoded);
        }
    }

private:
    void take_header(const std::vector<std::string>& names) {
        if (names_.empty()) {
            header_ = names;
        } else if (std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                       return place_of(name, names_).has_value();
                   })) {
            map_columns(names); // it began anew, maybe in another order
        }
    }

    void take_columns(const TableLine& line, Decoded& decoded) {
        if (names_.empty() && !learn_columns(line, decoded)) {
            return;
        }
        if (line.values.size() != columns_.size()) {
            take_broken(decoded);
            return;
        }
        Frame frame = empty_frame();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i]) {
                frame.counts[*columns_[i]] = line.values[i] * unit_.counts_per_number;
            }
        }
        put(frame, decoded);
    }

    /// False when this line cannot be believed yet.
    bool learn_columns(const TableLine& line, Decoded& decoded) {
        const std::size_t count = line.values.size();
        const auto named =
            header_.size() == count ? ecg_among(header_) : std::vector<std::string>{};
        const auto header = std::exchange(header_, {});
        if (!named.empty() && named.size() <= most_channels) {
            names_ = named;
            map_columns(header);
            disbelieve_held();
            return true;
        }
        if (count <= most_channels && held_ && held_->names.empty() &&
            held_->values.size() == count) {
            names_ = numbered_names(count);
            map_columns(names_);
            const TableLine first = *std::exchange(held_, std::nullopt);
            take_columns(first, decoded);
            return true;
        }
        hold(line);
        return false;
    }

    void take_pairs(std::string_view text, const TableLine& line, Decoded& decoded) {
        if (names_.empty() && !learn_pairs(line, decoded)) {
            return;
        }
        Frame frame = empty_frame();
        std::size_t found = 0;
        for (std::size_t i = 0; i < line.names.size(); ++i) {
            if (const auto channel = place_of(line.names[i], names_)) {
                frame.counts[*channel] = line.values[i] * unit_.counts_per_number;
                ++found;
            }
        }
        if (found == names_.size()) {
            put(frame, decoded);
        } else if (found > 0) {
            take_broken(decoded);
        } else {
            take_text(text, decoded);
        }
    }

    bool learn_pairs(const TableLine& line, Decoded& decoded) {
        const auto named = ecg_among(line.names);
        if (held_ && held_->names == line.names && !named.empty() &&
            named.size() <= most_channels) {
            names_ = named;
            const TableLine first = *std::exchange(held_, std::nullopt);
            take_pairs({}, first, decoded);
            return true;
        }
        hold(line);
        return false;
    }

    void hold(const TableLine& line) {
        disbelieve_held();
        held_ = line;
    }

    void disbelieve_held() {
        counts_.rejected += held_ ? 1 : 0;
        held_.reset();
    }

    void map_columns(const std::vector<std::string>& names) {
        columns_.clear();
        for (const std::string& name : names) {
            columns_.push_back(place_of(name, names_));
        }
    }

    /// Whether one of our names stands somewhere before a colon.
    [[nodiscard]] bool holds_our_name(std::string_view line) const {
        const auto stands_there = [&](const std::string& name) {
            for (std::size_t at = line.find(name + ':'); at != std::string_view::npos;
                 at = line.find(name + ':', at + 1)) {
                const char before = at == 0 ? ',' : line[at - 1];
                if (before == ',' || before == ' ' || before == '\t') {
                    return true;
                }
            }
            return false;
        };
        return std::any_of(names_.begin(), names_.end(), stands_there);
    }

    /// A short name with a byte that no board prints, a colon and a number: one of ours, once.
    static bool has_strange_name(std::string_view line) {
        constexpr std::size_t longest_name = 12;
        const auto is_strange = [](char c) { return c < ' ' || c > '~'; };
        const std::string_view pair = line.substr(0, line.find(','));
        const std::size_t colon = pair.find(':');
        return colon <= longest_name && parse_number(trim(pair.substr(colon + 1))) &&
               std::any_of(pair.begin(), pair.begin() + static_cast<std::ptrdiff_t>(colon),
                           is_strange);
    }

    static Frame empty_frame() {
        Frame frame;
        frame.counts.fill(no_value);
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

    ColumnUnit unit_;
    std::vector<std::string> names_;  ///< of the channels; empty until they are known
    Columns columns_;                 ///< empty where every number has its name
    std::vector<std::string> header_; ///< of columns, to be believed when as many numbers follow
    std::optional<TableLine> held_;   ///< not yet believed
};

class TableEncoder final : public Encoder {
public:
    TableEncoder(const DriverOptions& options, bool with_names)
        : names_{expected_names(options)}, unit_{unit_of(options)}, with_names_{with_names} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string line = index == 0 ? banner() : "";
        for (std::size_t i = 0; i < names_.size(); ++i) {
            line += i > 0 ? "," : "";
            line += with_names_ ? names_[i] + ":" : "";
            if (std::isnan(frame.counts[i])) {
                line += "nan";
            } else {
                append_number(line, frame.counts[i] / unit_.counts_per_number, unit_.decimals);
            }
        }
        return line + "\r\n";
    }

    [[nodiscard]] std::string banner() const override {
        std::string line;
        for (const std::string& name : names_) {
            line += (line.empty() ? "" : ",") + name;
        }
        return with_names_ ? "" : line + "\r\n";
    }

private:
    std::vector<std::string> names_;
    ColumnUnit unit_;
    bool with_names_;
};

Description describe(const DriverOptions& options, double bytes_a_channel) {
    Description device;
    device.channels = channels_named(expected_names(options), unit_of(options));
    device.gain_source = "assumed";
    device.bytes_per_sample = 1 + bytes_a_channel * static_cast<double>(device.channels.size());
    return device;
}

} // namespace

Driver csv() {
    return {"csv",
            "boards that print numbers in columns, with or without a line of names",
            option_keys,
            [](const DriverOptions& options) {
                Description device = describe(options, 7);
                device.model = "numbers in columns";
                return device;
            },
            make<Decoder, TableDecoder>,
            [](const DriverOptions& options) -> std::unique_ptr<Encoder> {
                return std::make_unique<TableEncoder>(options, false);
            },
            nullptr,
            nullptr};
}

Driver plotter() {
    return {"plotter",
            "boards that print name:value pairs, as for the Arduino plotter",
            option_keys,
            [](const DriverOptions& options) {
                Description device = describe(options, 10);
                device.model = "numbers with names";
                return device;
            },
            make<Decoder, TableDecoder>,
            [](const DriverOptions& options) -> std::unique_ptr<Encoder> {
                return std::make_unique<TableEncoder>(options, true);
            },
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
