// Learns the weights of the QRS detector: a network of one hidden layer, the logistic loss, Adam.
//
// train_detector DATA_DIR [FOLDS_DIR] > trained_network.cpp
#include "analyze/detect/beat_odds.hpp"
#include "common/error.hpp"
#include "training/detector_examples.hpp"
#include "training/detector_weights.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace ecg;
using namespace ecg::training;
using analyze::hidden_count;
using analyze::OddsNetwork;
using analyze::sign_count;

namespace {

constexpr int epochs = 4;
constexpr std::size_t batch = 128;
constexpr float first_rate = 0.004F; // falls to last_rate on a line
constexpr float last_rate = 0.00005F;
constexpr float decay = 1e-5F;
// What a network of so few records is to learn holds for others when each example is seen blurred:
constexpr float blur = 0.6F;         // of a sign's deviation, added as noise
constexpr float hidden_share = 0.1F; // of the signs, set to their means

/// +1: more of a sign speaks for a beat, -1: against, 0: not known beforehand. The network keeps
/// to it, so that what few records taught holds for others.
constexpr std::array<int, sign_count> directions{1, 1, 1, 0, 0, -1, 1, 1, 1,  0, 0, 1, 1,
                                                 1, 1, 1, 1, 1, 1,  1, 1, -1, 1, 1, -1};

constexpr std::size_t bias_at = hidden_count * sign_count;
constexpr std::size_t output_at = bias_at + hidden_count;
constexpr std::size_t weight_count = output_at + hidden_count + 1;
using Weights = std::vector<float>;

void standardise(OddsNetwork& network, const CandidateExamples& examples) {
    const auto count = static_cast<double>(examples.size());
    for (std::size_t i = 0; i < sign_count; ++i) {
        double sum = 0;
        double squares = 0;
        for (const CandidateExample& e : examples) {
            const auto v = static_cast<double>(e.signs[i]);
            sum += v;
            squares += v * v;
        }
        const double mean = sum / count;
        network.mean[i] = static_cast<float>(mean);
        network.scale[i] =
            static_cast<float>(1 / std::sqrt(std::max(1e-4, squares / count - mean * mean)));
    }
}

/// From -0.5 to 0.5.
float uniform(std::mt19937& random) {
    return static_cast<float>(random()) / 4294967296.0F - 0.5F;
}

/// The signs on the scale of the network, blurred.
std::array<float, sign_count> seen(const OddsNetwork& network, const CandidateExample& example,
                                   std::mt19937& random) {
    std::array<float, sign_count> x{};
    for (std::size_t i = 0; i < sign_count; ++i) {
        const float sum = uniform(random) + uniform(random) + uniform(random);
        x[i] = (example.signs[i] - network.mean[i]) * network.scale[i] + blur * 2 * sum;
        if (uniform(random) + 0.5F < hidden_share) {
            x[i] = 0;
        }
    }
    return x;
}

/// Adds an example's part to the gradient.
void learn(const std::array<float, sign_count>& x, const Weights& w,
           const CandidateExample& example, Weights& gradient) {
    std::array<float, hidden_count> hidden{};
    float out = w[weight_count - 1];
    for (std::size_t h = 0; h < hidden_count; ++h) {
        float in = w[bias_at + h];
        for (std::size_t i = 0; i < sign_count; ++i) {
            in += w[h * sign_count + i] * x[i];
        }
        hidden[h] = std::tanh(in);
        out += w[output_at + h] * hidden[h];
    }
    const float error = example.weight * (1 / (1 + std::exp(-out)) - (example.is_beat ? 1.0F : 0));
    gradient[weight_count - 1] += error;
    for (std::size_t h = 0; h < hidden_count; ++h) {
        gradient[output_at + h] += error * hidden[h];
        const float back = error * w[output_at + h] * (1 - hidden[h] * hidden[h]);
        gradient[bias_at + h] += back;
        for (std::size_t i = 0; i < sign_count; ++i) {
            gradient[h * sign_count + i] += back * x[i];
        }
    }
}

/// A sign's weight goes one way through every hidden unit to the output.
void keep_directions(Weights& w) {
    for (std::size_t h = 0; h < hidden_count; ++h) {
        w[output_at + h] = std::max(w[output_at + h], 0.0F);
        for (std::size_t i = 0; i < sign_count; ++i) {
            float& v = w[h * sign_count + i];
            v = directions[i] > 0 ? std::max(v, 0.0F) : (directions[i] < 0 ? std::min(v, 0.0F) : v);
        }
    }
}

class Adam {
public:
    void step(Weights& w, const Weights& gradient, float rate) {
        ++count_;
        const float first = 1 - std::pow(0.9F, static_cast<float>(count_));
        const float second = 1 - std::pow(0.999F, static_cast<float>(count_));
        for (std::size_t i = 0; i < weight_count; ++i) {
            const float g = gradient[i] / batch + decay * w[i];
            mean_[i] = 0.9F * mean_[i] + 0.1F * g;
            square_[i] = 0.999F * square_[i] + 0.001F * g * g;
            w[i] -= rate * (mean_[i] / first) / (std::sqrt(square_[i] / second) + 1e-8F);
        }
    }

private:
    Weights mean_ = Weights(weight_count);
    Weights square_ = Weights(weight_count);
    long count_ = 0;
};

Weights first_weights(std::mt19937& random) {
    Weights w(weight_count);
    for (std::size_t i = 0; i < bias_at; ++i) {
        w[i] = 0.6F * uniform(random);
    }
    for (std::size_t h = 0; h < hidden_count; ++h) {
        w[output_at + h] = uniform(random);
    }
    return w;
}

OddsNetwork train(const CandidateExamples& examples) {
    OddsNetwork network;
    standardise(network, examples);
    std::mt19937 random{1};
    Weights w = first_weights(random);
    Weights gradient(weight_count);
    Adam adam;
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0);
    const std::size_t batches = order.size() / batch;
    for (std::size_t step = 0; step < epochs * batches; ++step) {
        if (step % batches == 0) {
            for (std::size_t i = order.size(); i-- > 1;) {
                std::swap(order[i], order[random() % (i + 1)]);
            }
        }
        std::fill(gradient.begin(), gradient.end(), 0.0F);
        const std::size_t begin = step % batches * batch;
        for (std::size_t k = begin; k < begin + batch; ++k) {
            const CandidateExample& example = examples[order[k]];
            learn(seen(network, example, random), w, example, gradient);
        }
        const float done = static_cast<float>(step) / static_cast<float>(epochs * batches);
        adam.step(w, gradient, first_rate * (1 - done) + last_rate);
        keep_directions(w);
    }
    for (std::size_t h = 0; h < hidden_count; ++h) {
        for (std::size_t i = 0; i < sign_count; ++i) {
            network.hidden[i][h] = w[h * sign_count + i];
        }
        network.hidden_bias[h] = w[bias_at + h];
        network.output[h] = w[output_at + h];
    }
    network.output_bias = w[weight_count - 1];
    return network;
}

/// Those that are not of the fold.
CandidateExamples without(const CandidateExamples& examples, int fold) {
    CandidateExamples out;
    std::copy_if(examples.begin(), examples.end(), std::back_inserter(out),
                 [fold](const CandidateExample& e) { return e.fold != fold; });
    return out;
}

void write_folds(const CandidateExamples& examples, const std::filesystem::path& data,
                 const std::filesystem::path& folder) {
    const auto records = mitdb_records(data);
    for (int fold = 0; fold < fold_count; ++fold) {
        std::vector<std::string> held_out;
        for (std::size_t r = 0; r < records.size(); ++r) {
            if (static_cast<int>(r) % fold_count == fold) {
                held_out.push_back(records[r]);
            }
        }
        const std::string name = "detector-" + std::to_string(fold) + ".weights";
        std::ofstream{folder / name} << weights_text(train(without(examples, fold)), held_out);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3) {
        std::fprintf(stderr, "usage: train_detector DATA_DIR [FOLDS_DIR]\n");
        return 2;
    }
    try {
        CandidateExamples examples;
        add_mitdb(examples, argv[1]);
        add_ludb(examples, argv[1]);
        add_synthetic(examples);
        std::fputs(weights_source(train(examples)).c_str(), stdout);
        if (argc == 3) {
            write_folds(examples, argv[1], argv[2]);
        }
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "train_detector: %s\n", error.what());
        return 1;
    }
}
