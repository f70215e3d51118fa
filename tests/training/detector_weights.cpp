#include "training/detector_weights.hpp"

#include <array>
#include <cstdio>

namespace ecg::training {
namespace {

std::string number(float v) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.5g", static_cast<double>(v));
    return text.data();
}

std::string literal(float v) {
    std::string out = number(v);
    if (out.find_first_of(".e") == std::string::npos) {
        out += ".0";
    }
    out += 'F';
    return out;
}

template <class Values> std::string list(const Values& values) {
    std::string out = "{{";
    for (const float v : values) {
        out += literal(v);
        out += ", ";
    }
    out.resize(out.size() - 2);
    out += "}}";
    return out;
}

template <class Values> std::string row(const Values& values) {
    std::string out;
    for (const float v : values) {
        out += number(v);
        out += ' ';
    }
    out.back() = '\n';
    return out;
}

} // namespace

std::string weights_source(const analyze::OddsNetwork& n) {
    std::string out =
        "// Written by scripts/train-detector from MIT-BIH (ODC-By 1.0) with noise of NSTDB "
        "(ODC-By 1.0),\n// LUDB (ODC-By 1.0) and synthetic ECGs.\n"
        "#include \"analyze/detect/beat_odds.hpp\"\n\nnamespace ecg::analyze {\n\n"
        "const OddsNetwork& trained_network() {\n"
        "    static constexpr OddsNetwork network{";
    out += list(n.mean) + ",\n" + list(n.scale) + ",\n{{";
    for (const auto& sign : n.hidden) {
        out += list(sign) + ",\n";
    }
    out += "}},\n" + list(n.hidden_bias) + ",\n" + list(n.output) + ",\n" + literal(n.output_bias);
    out += "};\n    return network;\n}\n\n} // namespace ecg::analyze\n";
    return out;
}

std::string weights_text(const analyze::OddsNetwork& n, const std::vector<std::string>& held_out) {
    std::string out;
    for (const std::string& record : held_out) {
        out += record;
        out += ' ';
    }
    out.back() = '\n';
    out += row(n.mean) + row(n.scale);
    for (const auto& sign : n.hidden) {
        out += row(sign);
    }
    out += row(n.hidden_bias) + row(n.output) + number(n.output_bias) + "\n";
    return out;
}

} // namespace ecg::training
