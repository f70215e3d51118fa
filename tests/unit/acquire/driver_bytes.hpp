// Lets a test give a driver literal bytes, and see those that it makes.
#pragma once

#include "acquire/drivers/registry.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ecg::acquire {

inline std::string bytes(std::initializer_list<int> values) {
    std::string all;
    for (const int value : values) {
        all += static_cast<char>(value);
    }
    return all;
}

inline std::unique_ptr<Decoder> decoder_of(std::string_view driver) {
    const ChosenDriver chosen = choose_driver(driver);
    return chosen.driver->decoder(chosen.options);
}

inline Description description_of(std::string_view driver) {
    const ChosenDriver chosen = choose_driver(driver);
    return chosen.driver->describe(chosen.options);
}

inline void append(Decoded& all, const Decoded& more) {
    all.frames.insert(all.frames.end(), more.frames.begin(), more.frames.end());
    all.replies.insert(all.replies.end(), more.replies.begin(), more.replies.end());
    all.answer += more.answer;
}

/// Of a whole stream.
inline Decoded decode(std::string_view driver, std::string_view stream) {
    const auto decoder = decoder_of(driver);
    Decoded all = decoder->feed(stream);
    append(all, decoder->finish());
    return all;
}

/// One sample of these counts, the others without value.
inline Frame frame_of(std::initializer_list<double> counts) {
    Frame frame;
    frame.counts.fill(no_value);
    std::copy(counts.begin(), counts.end(), frame.counts.begin());
    return frame;
}

inline std::string encode(std::string_view driver, const Frame& frame, std::int64_t index) {
    const ChosenDriver chosen = choose_driver(driver);
    return chosen.driver->encoder(chosen.options)->encode(frame, index);
}

} // namespace ecg::acquire
