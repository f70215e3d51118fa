#include "analyze/delineate/network.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>

namespace ecg::analyze {

using dsp::Feature;

/// In the order of the file. "share" layers add what the leads have in common.
enum Network::Layer : std::size_t {
    enter,
    enter_again,
    down_1,
    again_1,
    share_1,
    down_2,
    again_2,
    share_2,
    down_3,
    again_3,
    share_3,
    up_2,
    up_1,
    share_up,
    up_0,
    lead_marks,
    lead_places,
    global_marks,
    global_places,
    lead_presence,
    global_presence,
    layer_count
};

namespace {

constexpr std::size_t widest = 4096; // a layer's channels or taps

void rectify(Feature& feature) {
    for (float& v : feature.values) {
        v = std::max(v, 0.0F);
    }
}

/// Mean over the leads, then maximum over the leads, of each channel, as one lead.
Feature common_of(const Feature& in) {
    Feature common = dsp::make_feature(1, 2 * in.channels, in.samples);
    for (std::size_t c = 0; c < in.channels; ++c) {
        float* mean = common.channel(0, c);
        float* most = common.channel(0, in.channels + c);
        std::copy_n(in.channel(0, c), in.samples, mean);
        std::copy_n(in.channel(0, c), in.samples, most);
        for (std::size_t l = 1; l < in.leads; ++l) {
            const float* lead = in.channel(l, c);
            for (std::size_t t = 0; t < in.samples; ++t) {
                mean[t] += lead[t];
                most[t] = std::max(most[t], lead[t]);
            }
        }
        const float share = 1.0F / static_cast<float>(in.leads);
        std::transform(mean, mean + in.samples, mean, [share](float v) { return v * share; });
    }
    return common;
}

/// Every sample of low twice, and the channels of fine behind.
Feature doubled_beside(const Feature& low, const Feature& fine) {
    Feature both = dsp::make_feature(fine.leads, low.channels + fine.channels, fine.samples);
    for (std::size_t l = 0; l < fine.leads; ++l) {
        for (std::size_t c = 0; c < low.channels; ++c) {
            const float* from = low.channel(l, c);
            float* to = both.channel(l, c);
            for (std::size_t t = 0; t < fine.samples / 2; ++t) {
                to[2 * t] = from[t];
                to[2 * t + 1] = from[t];
            }
        }
        std::copy_n(fine.channel(l, 0), fine.channels * fine.samples,
                    both.channel(l, low.channels));
    }
    return both;
}

/// Mean and maximum over time of each channel, one sample a channel.
Feature pooled(const Feature& in) {
    Feature pool = dsp::make_feature(in.leads, 2 * in.channels, 1);
    for (std::size_t l = 0; l < in.leads; ++l) {
        for (std::size_t c = 0; c < in.channels; ++c) {
            const float* from = in.channel(l, c);
            float sum = 0;
            float most = from[0];
            for (std::size_t t = 0; t < in.samples; ++t) {
                sum += from[t];
                most = std::max(most, from[t]);
            }
            *pool.channel(l, c) = sum / static_cast<float>(in.samples);
            *pool.channel(l, in.channels + c) = most;
        }
    }
    return pool;
}

Posterior softmax(const float* logits, std::size_t count) {
    const float most = *std::max_element(logits, logits + count);
    Posterior p(count);
    float sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += p[i] = std::exp(logits[i] - most);
    }
    for (float& v : p) {
        v /= sum;
    }
    return p;
}

double probability(float logit) {
    return 1 / (1 + std::exp(-static_cast<double>(logit)));
}

WaveBelief belief(const Feature& places, const Feature& presence, std::size_t lead) {
    WaveBelief b;
    for (std::size_t f = 0; f < fiducial_count; ++f) {
        b.place.at(f) = softmax(places.channel(lead, f), places.samples);
    }
    b.p_present = probability(*presence.channel(lead, 0));
    b.t_present = probability(*presence.channel(lead, 1));
    return b;
}

} // namespace

Network::Network(std::span<const std::byte> bytes, const std::string& subject) {
    // "ECGDEL1\0", the number of layers, then of each: out, in, taps (uint32), weights, biases.
    constexpr char magic[8] = "ECGDEL1";
    std::size_t at = 0;
    const auto broken = [&] {
        return Error{ErrorKind::data, subject + ": no weights of the delineator"};
    };
    const auto number = [&]() -> std::size_t {
        std::uint32_t value = 0;
        if (at + sizeof value > bytes.size()) {
            throw broken();
        }
        std::memcpy(&value, bytes.data() + at, sizeof value);
        at += sizeof value;
        return value;
    };
    if (bytes.size() < sizeof magic || std::memcmp(bytes.data(), magic, sizeof magic) != 0) {
        throw broken();
    }
    at = sizeof magic;
    if (number() != layer_count) {
        throw broken();
    }
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < layer_count; ++i) {
        dsp::Kernel kernel;
        kernel.out = number();
        kernel.in = number();
        kernel.taps = number();
        const std::size_t count = kernel.out * kernel.in * kernel.taps + kernel.out;
        if (std::max({kernel.out, kernel.in, kernel.taps}) > widest ||
            at + count * sizeof(float) > bytes.size()) {
            throw broken();
        }
        starts.push_back(numbers_.size());
        numbers_.resize(numbers_.size() + count);
        std::memcpy(numbers_.data() + starts.back(), bytes.data() + at, count * sizeof(float));
        at += count * sizeof(float);
        kernels_.push_back(kernel);
    }
    if (at != bytes.size() || !fits()) {
        throw broken();
    }
    for (std::size_t i = 0; i < layer_count; ++i) {
        dsp::Kernel& k = kernels_[i];
        const std::size_t weights = k.out * k.in * k.taps;
        k.weights = std::span{numbers_}.subspan(starts[i], weights);
        k.biases = std::span{numbers_}.subspan(starts[i] + weights, k.out);
    }
}

/// Whether each layer takes what those before it give.
bool Network::fits() const {
    struct Size {
        std::size_t in, out;
    };

    const auto out = [&](Layer which) { return kernels_[which].out; };
    const std::array<Size, layer_count> sizes{{
        {input_channels, out(enter)},
        {out(enter), out(enter)},
        {out(enter), out(down_1)},
        {out(down_1), out(down_1)},
        {2 * out(down_1), out(down_1)},
        {out(down_1), out(down_2)},
        {out(down_2), out(down_2)},
        {2 * out(down_2), out(down_2)},
        {out(down_2), out(down_3)},
        {out(down_3), out(down_3)},
        {2 * out(down_3), out(down_3)},
        {out(down_3) + out(down_2), out(up_2)},
        {out(up_2) + out(down_1), out(up_1)},
        {2 * out(up_1), out(up_1)},
        {out(up_1) + out(enter), out(up_0)},
        {out(up_0), out(lead_marks)},
        {out(lead_marks), fiducial_count},
        {2 * out(up_0), out(global_marks)},
        {out(global_marks), fiducial_count},
        {2 * out(down_3), 2},
        {4 * out(down_3), 2},
    }};
    return std::equal(kernels_.begin(), kernels_.end(), sizes.begin(), sizes.end(),
                      [](const dsp::Kernel& kernel, const Size& size) {
                          return kernel.in == size.in && kernel.out == size.out && kernel.out > 0 &&
                                 kernel.taps % 2 == 1;
                      });
}

Feature Network::layer(Layer which, const Feature& in, std::size_t stride) const {
    return dsp::convolve(in, kernels_[which], stride);
}

/// Half the samples, then a second look at them.
Feature Network::down(Layer first, const Feature& in) const {
    Feature half = layer(first, in, 2);
    rectify(half);
    Feature again = layer(static_cast<Layer>(first + 1), half);
    rectify(again);
    std::transform(half.values.begin(), half.values.end(), again.values.begin(),
                   half.values.begin(), std::plus{});
    return half;
}

void Network::share(Layer which, Feature& feature) const {
    Feature common = layer(which, common_of(feature));
    rectify(common);
    for (std::size_t l = 0; l < feature.leads; ++l) {
        std::transform(common.values.begin(), common.values.end(), feature.channel(l, 0),
                       feature.channel(l, 0), std::plus{});
    }
}

NetworkAnswer Network::look_at(const BeatOnGrid& beat) const {
    const Feature fine = down(enter, network_input(beat));
    Feature low_1 = down(down_1, fine);
    share(share_1, low_1);
    Feature low_2 = down(down_2, low_1);
    share(share_2, low_2);
    Feature low_3 = down(down_3, low_2);
    share(share_3, low_3);
    const Feature pool = pooled(low_3);
    const Feature presence = layer(lead_presence, pool);
    const Feature presence_of_all = layer(global_presence, common_of(pool));

    Feature up = layer(up_2, doubled_beside(low_3, low_2));
    rectify(up);
    up = layer(up_1, doubled_beside(up, low_1));
    rectify(up);
    share(share_up, up);
    up = layer(up_0, doubled_beside(up, fine));
    rectify(up);
    Feature marks = layer(lead_marks, up);
    rectify(marks);
    const Feature places = layer(lead_places, marks);
    Feature marks_of_all = layer(global_marks, common_of(up));
    rectify(marks_of_all);
    const Feature places_of_all = layer(global_places, marks_of_all);

    NetworkAnswer answer;
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        answer.leads.push_back(belief(places, presence, l));
    }
    answer.global = belief(places_of_all, presence_of_all, 0);
    return answer;
}

std::shared_ptr<const Network> read_network(const std::string& path) {
    const std::string bytes = read_whole_file(path);
    return std::make_shared<Network>(std::as_bytes(std::span{bytes}), path);
}

} // namespace ecg::analyze
