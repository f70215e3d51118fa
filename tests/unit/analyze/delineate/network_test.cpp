#include "analyze/delineate/network.hpp"
#include "common/error.hpp"
#include "drawn_beat.hpp"
#include "support/catch.hpp"
#include "tiny_network.hpp"

#include <numeric>

using namespace ecg;
using namespace ecg::analyze;

namespace {

std::string refusal(std::span<const std::byte> bytes) {
    try {
        const Network network{bytes, "x.weights"};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        return error.what();
    }
    return "taken";
}

void check_same(const WaveBelief& a, const WaveBelief& b) {
    for (std::size_t f = 0; f < fiducial_count; ++f) {
        for (std::size_t i = 0; i < a.place.at(f).size(); ++i) {
            REQUIRE(a.place.at(f)[i] == Approx(b.place.at(f)[i]).epsilon(1e-3).margin(1e-6));
        }
    }
    CHECK(a.p_present == Approx(b.p_present).epsilon(1e-3).margin(1e-6));
    CHECK(a.t_present == Approx(b.t_present).epsilon(1e-3).margin(1e-6));
}

/// Of P onset, QRS peak and T end, at steps 0, 42, 62, 100 and 159.
using Looked = std::array<std::array<double, 5>, 3>;

void check_places(const WaveBelief& belief, const Looked& expected) {
    constexpr std::array<std::size_t, 3> points{0, 4, 8};
    constexpr std::array<std::size_t, 5> steps{0, 42, 62, 100, 159};
    for (std::size_t f = 0; f < points.size(); ++f) {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            CHECK(belief.place.at(points.at(f))[steps.at(i)] ==
                  Approx(expected.at(f).at(i)).epsilon(1e-3));
        }
    }
}

constexpr const char* refused = "x.weights: no weights of the delineator";

} // namespace

TEST_CASE("The network answers as the one that is trained") {
    // Made with tests/training/network.py and network_input of examples.py in PyTorch 1.13: the
    // weights of tiny_network, the drawn beat after 0.6 s and 0.7 s before the next.
    const NetworkAnswer answer = tiny_network().look_at(drawn_beat());

    REQUIRE(answer.leads.size() == 2);
    check_places(answer.leads[0],
                 {{{0.001928638, 0.003821254, 0.002313745, 0.003245891, 0.00519824},
                   {0.001758913, 0.004999617, 0.002617569, 0.003729533, 0.006166831},
                   {0.001508794, 0.006152611, 0.002785304, 0.004030572, 0.006881127}}});
    check_places(answer.leads[1],
                 {{{0.002037515, 0.004092952, 0.002421726, 0.003300031, 0.005494402},
                   {0.001802191, 0.005172872, 0.002645905, 0.003668533, 0.006323029},
                   {0.001511422, 0.006198858, 0.002740994, 0.003866801, 0.006899455}}});
    check_places(answer.global,
                 {{{0.004455121, 0.002521754, 0.1506759, 0.002902244, 0.00298529},
                   {0.004609834, 0.003301579, 0.1112692, 0.003522817, 0.003568988},
                   {0.004564554, 0.004136451, 0.07863094, 0.004091977, 0.004083105}}});
    CHECK(answer.leads[0].p_present == Approx(1));
    CHECK(answer.leads[0].t_present == Approx(0.17344584).epsilon(1e-3));
    CHECK(answer.leads[1].t_present == Approx(0.17831823).epsilon(1e-3));
    CHECK(answer.global.p_present == Approx(0.9669311).epsilon(1e-3));
    CHECK(answer.global.t_present == Approx(4.9059936e-06).epsilon(0.01));
}

TEST_CASE("The places of a point add up to one, and presence lies between 0 and 1") {
    NetworkAnswer answer = delineation_network().look_at(drawn_beat());
    answer.leads.push_back(answer.global);

    for (const WaveBelief& belief : answer.leads) {
        for (const Posterior& place : belief.place) {
            CHECK(place.size() == window_samples / 2);
            CHECK(std::accumulate(place.begin(), place.end(), 0.0) == Approx(1));
        }
        CHECK(belief.p_present >= 0);
        CHECK(belief.p_present <= 1);
        CHECK(belief.t_present >= 0);
        CHECK(belief.t_present <= 1);
    }
}

TEST_CASE("The network gives each lead its answer in whatever order they come") {
    BeatOnGrid beat = drawn_beat();
    beat.leads.push_back(drawn_lead(-0.05, 0.7, 0.1));
    beat.scatter.push_back(beat.scatter.front());
    BeatOnGrid turned = beat;
    std::rotate(turned.leads.begin(), turned.leads.begin() + 1, turned.leads.end());

    const NetworkAnswer answer = delineation_network().look_at(beat);
    const NetworkAnswer of_turned = delineation_network().look_at(turned);

    check_same(answer.global, of_turned.global);
    for (std::size_t l = 0; l < 3; ++l) {
        check_same(answer.leads[(l + 1) % 3], of_turned.leads[l]);
    }
}

TEST_CASE("The network does not see the unit of the samples") {
    const NetworkAnswer answer = delineation_network().look_at(drawn_beat());
    for (const float scale : {1e-3F, 1e3F}) {
        const NetworkAnswer other = delineation_network().look_at(scaled(drawn_beat(), scale));
        check_same(answer.global, other.global);
        check_same(answer.leads[1], other.leads[1]);
    }
}

TEST_CASE("Leads of nothing but zeros have an answer too") {
    BeatOnGrid beat = drawn_beat();
    beat.leads.assign(2, std::vector<float>(window_samples));
    beat.scatter = beat.leads;

    for (const Posterior& place : delineation_network().look_at(beat).global.place) {
        CHECK(std::accumulate(place.begin(), place.end(), 0.0) == Approx(1));
    }
}

TEST_CASE("Weights that are cut, too long or of another kind are refused in one line") {
    const std::vector<std::byte> good = weights_of(tiny_layers());
    CHECK(refusal(good) == "taken");

    for (const std::size_t length : {0, 7, 8, 11, 12, 23, 24, 100}) {
        CHECK(refusal(std::span{good}.first(length)) == refused);
    }
    CHECK(refusal(std::span{good}.first(good.size() - 1)) == refused);
    std::vector<std::byte> bad = good;
    bad.push_back(std::byte{0});
    CHECK(refusal(bad) == refused);
    bad = good;
    bad[0] = std::byte{'e'};
    CHECK(refusal(bad) == refused);
    bad = good;
    bad[8] = std::byte{20}; // layers
    CHECK(refusal(bad) == refused);
}

TEST_CASE("Weights whose layers do not fit each other are refused") {
    for (std::size_t i = 0; i < layer_count; ++i) {
        for (const auto number : {&LayerSize::out, &LayerSize::in}) {
            auto layers = tiny_layers();
            ++(layers.at(i).*number);
            CHECK(refusal(weights_of(layers)) == refused);
        }
        auto layers = tiny_layers();
        layers.at(i).taps = 2;
        CHECK(refusal(weights_of(layers)) == refused);
    }
}

TEST_CASE("Sizes beyond all measure are refused") {
    std::vector<std::byte> bad = weights_of(tiny_layers());
    for (std::size_t i = 12; i < 24; ++i) {
        bad[i] = std::byte{0xFF};
    }
    CHECK(refusal(bad) == refused);
    bad[15] = bad[19] = bad[23] = std::byte{0x80};
    for (const std::size_t i : {12U, 13U, 14U, 16U, 17U, 18U, 20U, 21U, 22U}) {
        bad[i] = std::byte{0}; // 2^31 each: their product is 2^93
    }
    CHECK(refusal(bad) == refused);
}
