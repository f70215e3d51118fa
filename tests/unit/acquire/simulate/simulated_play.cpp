#include "simulated_play.hpp"

#include "common/json_reader.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ecg::test {

using namespace acquire;

namespace {

constexpr int most_idle_reads = 100000;

/// Protocols of other numbers than counts come back to them but for rounding.
double shown(double count) {
    const double whole = std::nearbyint(count);
    return std::isnan(count) ? -1 : std::abs(count - whole) < 1e-6 ? whole : count;
}

void read_counts(JsonValue counts, Played& played) {
    std::vector<std::vector<double>> channels;
    counts.each_member([&](std::string_view, JsonValue values) {
        channels.emplace_back();
        values.append_numbers(channels.back());
    });
    for (std::size_t k = 0; k < channels.front().size(); ++k) {
        Counts sample;
        for (const auto& channel : channels) {
            sample.push_back(shown(channel[k]));
        }
        played.taken.push_back(std::move(sample));
    }
}

} // namespace

std::string ScriptedEnd::read(MonotonicTime, bool) {
    if (++reads_since_write_ > most_idle_reads) {
        throw std::runtime_error{"the device waits for what the host does not say"};
    }
    if (script_.empty() || !plugged || received.size() < script_.front().after) {
        return {};
    }
    std::string bytes = script_.front().bytes;
    script_.pop_front();
    return bytes;
}

std::size_t ScriptedEnd::write(std::string_view bytes) {
    reads_since_write_ = 0;
    received += bytes;
    writes.push_back(bytes.size());
    return bytes.size();
}

void ScriptedEnd::plug() {
    plugged = true;
    script_.push_front({0, when_plugged});
}

std::vector<Counts> Played::through() const {
    std::vector<Counts> kept;
    for (std::size_t k = 0; k < taken.size(); ++k) {
        if (!lost.contains(static_cast<std::int64_t>(k))) {
            kept.push_back(taken[k]);
        }
    }
    return kept;
}

std::string difference(const std::vector<Counts>& got, const std::vector<Counts>& wanted) {
    const auto [a, b] = std::mismatch(got.begin(), got.end(), wanted.begin(), wanted.end());
    if (a == got.end() && b == wanted.end()) {
        return "";
    }
    return "from " + std::to_string(a - got.begin()) + " on, of " + std::to_string(got.size()) +
           " for " + std::to_string(wanted.size());
}

SimulateSettings device_settings(const std::string& driver, const std::string& faults,
                                 Seconds duration) {
    SimulateSettings settings;
    settings.device = choose_driver(driver);
    settings.signal = synth::preset("normal");
    settings.signal.noise.white = Millivolts{0.02};
    settings.signal.rate = rate_of(settings.device.driver->describe(settings.device.options));
    settings.signal.rate.value = std::clamp(settings.signal.rate.value, 80.0, 1000.0);
    settings.signal.duration = duration;
    settings.faults = parse_faults(faults);
    settings.paced = false;
    settings.asked = false;
    return settings;
}

void read_truth(std::string_view truth, Played& played) {
    JsonReader reader;
    for (const std::string_view line : split(truth, '\n')) {
        if (line.empty()) {
            continue;
        }
        const JsonValue value = reader.parse(line, "truth");
        if (const auto counts = value.find("counts")) {
            read_counts(*counts, played);
        } else if (const auto what = value.text_at("event")) {
            played.events.push_back(
                {*what, *value.integer_at("first"), *value.integer_at("count")});
            for (std::int64_t i = 0; i < played.events.back().count; ++i) {
                played.lost.insert(played.events.back().first + i);
            }
        }
    }
}

void decode_all(const ChosenDriver& device, std::string_view bytes, Played& played) {
    const auto decoder = device.driver->decoder(device.options);
    const std::size_t channels = device.driver->describe(device.options).channels.size();
    const auto keep = [&](const Decoded& decoded) {
        for (const Frame& frame : decoded.frames) {
            if (!frame.damaged) {
                Counts sample(channels);
                std::transform(frame.counts.begin(),
                               frame.counts.begin() + static_cast<std::ptrdiff_t>(channels),
                               sample.begin(), shown);
                played.got.push_back(std::move(sample));
                played.counters.push_back(frame.counter.value_or(-1));
            }
        }
    };
    keep(decoder->feed(bytes));
    keep(decoder->finish());
}

Played play(const SimulateSettings& settings, ScriptedEnd& end) {
    std::string lines;
    SimulationTruth truth{[&](std::string_view line) { lines += line; }};
    simulate(settings, end, truth);
    Played played;
    read_truth(lines, played);
    decode_all(settings.device, end.received, played);
    return played;
}

Played play(const SimulateSettings& settings) {
    ScriptedEnd end{{}};
    return play(settings, end);
}

} // namespace ecg::test
