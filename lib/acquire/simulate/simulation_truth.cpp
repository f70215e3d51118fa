#include "acquire/simulate/simulation_truth.hpp"

#include "common/json_writer.hpp"

#include <utility>

namespace ecg::acquire {

SimulationTruth::SimulationTruth(std::function<void(std::string_view)> write)
    : write_{std::move(write)} {}

void SimulationTruth::begin(std::string_view driver, Hertz rate,
                            const std::vector<Channel>& channels) {
    if (!write_) {
        return;
    }
    rate_ = rate.value;
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("schema", "ecg.simulation/1").member("driver", driver);
    json.key("rate_hz").number(rate.value).key("channels").begin_array();
    for (const Channel& channel : channels) {
        json.begin_object().member("name", channel.name);
        json.key("uv_per_count").number(channel.uv_per_count);
        json.key("zero").number(channel.zero).end_object();
        channels_.push_back(channel.name);
    }
    json.end_array().end_object();
    write_(line + "\n");
    counts_.resize(channels.size());
}

void SimulationTruth::took(const std::vector<Frame>& frames) {
    if (!write_) {
        return;
    }
    for (const Frame& frame : frames) {
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            counts_[i].push_back(frame.counts[i]);
        }
        const auto index = static_cast<double>(next_++);
        if (static_cast<std::int64_t>((index + 1) / rate_) !=
            static_cast<std::int64_t>(index / rate_)) {
            end_second();
        }
    }
}

void SimulationTruth::end_second() {
    if (counts_.empty() || counts_.front().empty()) {
        return;
    }
    std::string line;
    JsonWriter json{line};
    json.begin_object();
    json.member("first", next_ - static_cast<std::int64_t>(counts_.front().size()));
    json.key("counts").begin_object();
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        json.key(channels_[i]).numbers(counts_[i], 0);
        counts_[i].clear();
    }
    json.end_object().end_object();
    write_(line + "\n");
}

void SimulationTruth::event(std::string_view what, std::int64_t first, std::int64_t count) {
    if (write_) {
        end_loss();
        write_event(what, first, count);
    }
}

void SimulationTruth::lost(std::string_view cause, std::int64_t first, std::int64_t count) {
    if (loss_.cause != cause || loss_.first + loss_.count != first) {
        end_loss();
        loss_ = {std::string{cause}, first, 0};
    }
    loss_.count += count;
}

void SimulationTruth::end_loss() {
    if (write_ && loss_.count > 0) {
        write_event(loss_.cause, loss_.first, loss_.count);
    }
    loss_ = {};
}

void SimulationTruth::write_event(std::string_view what, std::int64_t first, std::int64_t count) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("event", what).member("first", first).member("count", count);
    json.member("at_s", static_cast<double>(first) / rate_, 6).end_object();
    write_(line + "\n");
}

void SimulationTruth::finish() {
    if (write_) {
        end_second();
        end_loss();
    }
}

} // namespace ecg::acquire
