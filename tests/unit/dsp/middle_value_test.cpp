#include "dsp/middle_value.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <random>

using ecg::dsp::MiddleValue;

TEST_CASE("The middle value is the one that sorting would bring to the middle") {
    std::mt19937 random{3};
    MiddleValue middle;
    for (std::size_t count = 1; count < 60; ++count) {
        std::vector<float> values;
        middle.clear();
        for (std::size_t i = 0; i < count; ++i) {
            const float v = static_cast<float>(random() % 40) / 7 - (count % 3 == 0 ? 3.0F : 0.0F);
            values.push_back(v);
            middle.add(v);
        }
        std::sort(values.begin(), values.end());
        CHECK(middle.value() == values[count / 2]);
    }
}
