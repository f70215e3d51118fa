#include "synth/beat_shapes.hpp"

#include "synth/exact_math.hpp"

#include <cmath>

namespace ecg::synth {
namespace {

/// One lobe: its share of the QRS, its frontal vector along and 90 degrees clockwise of the
/// axis, and V1 … V6, all mV.
struct Row {
    double from, to;
    double along, across;
    std::array<double, 6> v;
};

struct Table {
    std::vector<Row> qrs;
    std::size_t main;
    double t; ///< length of the frontal T vector, mV
    std::array<double, 6> t_v;
};

// In each table the lobes beside the main one are zero at its peak, or alike on both sides of it,
// so that every lead turns at the fiducial.
const Table& normal_table() {
    static const Table table{
        {{0.00, 0.42, -0.10, 0.06, {0.25, 0.50, 0.20, -0.05, -0.08, -0.08}},
         {0.17, 0.67, 1.25, 0.00, {-0.90, -1.30, 0.90, 1.40, 1.30, 1.00}},
         {0.48, 1.00, -0.20, -0.06, {-0.15, -0.30, -0.80, -0.40, -0.20, -0.15}}},
        1,
        0.36,
        {-0.05, 0.35, 0.40, 0.40, 0.35, 0.30}};
    return table;
}

const Table& lbbb_table() { // no septal q; broad, notched R in I, V5, V6; T discordant in V
    static const Table table{{{0.00, 0.62, 0.80, 0.10, {-0.90, -1.10, -0.80, 0.30, 0.80, 0.90}},
                              {0.20, 0.80, 0.15, 0.00, {-0.80, -1.00, -0.80, -0.20, 0.10, 0.15}},
                              {0.38, 1.00, 0.90, -0.10, {-0.90, -1.10, -0.80, 0.30, 0.90, 1.00}}},
                             1,
                             0.32,
                             {0.45, 0.60, 0.50, 0.15, -0.25, -0.30}};
    return table;
}

const Table& rbbb_table() { // late forces to the right and front: R' in V1, wide S in I and V6
    static const Table table{{{0.00, 0.30, -0.08, 0.05, {0.30, 0.40, 0.15, -0.05, -0.08, -0.08}},
                              {0.12, 0.48, 1.20, 0.00, {-0.60, -0.80, 0.60, 1.20, 1.20, 0.95}},
                              {0.38, 1.00, -0.20, 0.35, {0.85, 0.60, -0.30, -0.35, -0.35, -0.30}}},
                             1,
                             0.32,
                             {-0.25, -0.15, 0.20, 0.30, 0.30, 0.25}};
    return table;
}

const Table& fascicular_table() { // r in the leads that have S, q in those that have R
    static const Table table{
        {{0.00, 0.46, -0.15, 0.02, {0.25, 0.45, 0.15, -0.05, -0.08, -0.08}},
         {0.24, 0.76, 1.25, 0.00, {-0.90, -1.30, 0.90, 1.30, 1.10, 0.80}},
         {0.53, 1.00, -0.12, -0.04, {-0.15, -0.30, -0.80, -0.50, -0.35, -0.30}}},
        1,
        0.36,
        {-0.05, 0.35, 0.40, 0.40, 0.35, 0.30}};
    return table;
}

const Table& preexcited_table() { // a slow rise before the main deflection, upright from V2 on
    static const Table table{
        {{0.00, 0.50, 0.45, 0.00, {0.10, 0.35, 0.45, 0.45, 0.40, 0.35}},
         {0.24, 0.76, 1.00, 0.00, {-0.55, -0.40, 0.60, 1.10, 1.00, 0.80}},
         {0.50, 1.00, -0.15, 0.05, {-0.20, -0.50, -0.40, -0.20, -0.10, -0.05}}},
        1,
        0.20,
        {0.10, 0.25, 0.25, 0.20, 0.18, 0.15}};
    return table;
}

const Table& inferior_scar_table() { // the first third points up: Q in II, III, aVF
    static const Table table{
        {{0.00, 0.50, -0.20, -0.35, {0.20, 0.35, 0.20, 0.05, -0.05, -0.06}},
         {0.26, 0.74, 1.20, 0.10, {-0.90, -1.20, 0.70, 1.30, 1.20, 0.95}},
         {0.50, 1.00, -0.10, 0.05, {-0.15, -0.30, -0.80, -0.40, -0.20, -0.10}}},
        1,
        0.30,
        {-0.05, 0.30, 0.35, 0.35, 0.30, 0.25}};
    return table;
}

const Table& anterior_scar_table() { // nothing towards the front: QS in V1 to V4
    static const Table table{
        {{0.00, 0.42, -0.08, 0.06, {-0.25, -0.35, -0.30, -0.15, 0.00, -0.05}},
         {0.17, 0.67, 1.15, 0.00, {-0.90, -1.30, -1.10, -0.60, 0.80, 0.90}},
         {0.48, 1.00, -0.15, -0.06, {-0.15, -0.30, -0.30, -0.20, -0.15, -0.10}}},
        1,
        0.30,
        {0.10, 0.25, 0.25, 0.20, 0.20, 0.20}};
    return table;
}

const Table& right_hypertrophy_table() { // tall R in V1, deep S in V5 and V6, T opposite in V1
    static const Table table{
        {{0.00, 0.42, -0.12, 0.04, {0.05, 0.10, 0.08, 0.05, -0.04, -0.05}},
         {0.17, 0.67, 1.25, 0.00, {1.10, 0.90, 0.70, 0.60, 0.60, 0.50}},
         {0.48, 1.00, -0.20, -0.04, {-0.15, -0.60, -0.90, -0.90, -0.80, -0.70}}},
        1,
        0.30,
        {-0.20, -0.05, 0.15, 0.25, 0.25, 0.20}};
    return table;
}

const Table& ectopic_table() {
    static const Table table{
        {{0.00, 0.66, 1.50, 0.00, {-1.00, -1.40, -0.50, 0.80, 1.30, 1.30}},
         {0.40, 1.00, -0.30, 0.20, {-0.40, -0.50, -0.50, -0.40, -0.30, -0.20}}},
        0,
        -0.50,
        {0.40, 0.55, 0.30, -0.25, -0.40, -0.40}};
    return table;
}

const Table& other_ectopic_table() {
    static const Table table{{{0.00, 0.70, 1.40, 0.00, {1.10, 1.20, 0.50, -0.70, -1.20, -1.20}},
                              {0.42, 1.00, -0.25, 0.15, {0.30, 0.30, 0.30, 0.30, 0.20, 0.10}}},
                             0,
                             -0.45,
                             {-0.40, -0.45, -0.25, 0.25, 0.40, 0.40}};
    return table;
}

const Table& paced_table() {
    static const Table table{
        {{0.00, 0.60, 0.70, 0.08, {-0.60, -0.90, -1.00, -0.80, -0.40, 0.10}},
         {0.15, 0.85, 0.70, 0.00, {-0.50, -0.70, -0.70, -0.60, -0.30, 0.10}},
         {0.40, 1.00, 0.30, -0.08, {-0.30, -0.50, -0.50, -0.40, -0.30, -0.10}}},
        1,
        -0.45,
        {0.30, 0.55, 0.60, 0.45, 0.25, 0.10}};
    return table;
}

const Table& conducted_table(const SynthSettings& settings) {
    switch (settings.conduction) {
    case Conduction::lbbb:
        return lbbb_table();
    case Conduction::rbbb:
        return rbbb_table();
    case Conduction::fascicular:
        return fascicular_table();
    case Conduction::preexcited:
        return preexcited_table();
    case Conduction::normal:
        break;
    }
    switch (settings.ventricles) {
    case Ventricles::inferior_scar:
        return inferior_scar_table();
    case Ventricles::anterior_scar:
        return anterior_scar_table();
    case Ventricles::right_hypertrophy:
        return right_hypertrophy_table();
    case Ventricles::healthy:
        break;
    }
    return normal_table();
}

/// Leads I and II of a frontal vector: x to the left, y to the feet.
void set_limb(Channels& gain, double x, double y) {
    constexpr double half_sqrt3 = 0.86602540378443864676;
    gain[channel_i] = x;
    gain[channel_ii] = 0.5 * x + half_sqrt3 * y;
}

void set_limb(Channels& gain, double length, Degrees axis) {
    set_limb(gain, length * cos_turns(axis.value / 360), length * sin_turns(axis.value / 360));
}

void set_chest(Channels& gain, const std::array<double, 6>& v, double factor) {
    for (std::size_t k = 0; k < v.size(); ++k) {
        gain[channel_v1 + k] = factor * v[k];
    }
}

struct Vector {
    double along = 0;
    double across = 0;
};

/// The direction of the sum of the lobes' areas, of length 1. All lobes have one shape, so
/// height times width weighs them.
Vector net_direction(const std::vector<Row>& rows) {
    Vector sum;
    for (const Row& row : rows) {
        sum.along += row.along * (row.to - row.from);
        sum.across += row.across * (row.to - row.from);
    }
    const double length = std::sqrt(sum.along * sum.along + sum.across * sum.across);
    return {sum.along / length, sum.across / length};
}

struct Gains {
    double r = 1, t = 1;
};

Gains ectopic_gains(const SynthSettings& settings) {
    return {settings.r_gain * settings.ectopic_gain, settings.t_gain * settings.ectopic_gain};
}

VentricularShape shape_of(const Table& table, Degrees qrs_axis, Degrees t_axis, Gains gains) {
    VentricularShape shape;
    shape.main = table.main;
    const Vector net = net_direction(table.qrs);
    const double c = cos_turns(qrs_axis.value / 360);
    const double s = sin_turns(qrs_axis.value / 360);
    for (const Row& row : table.qrs) {
        ShapedLobe lobe{row.from, row.to, {}};
        const double along = gains.r * (row.along * net.along + row.across * net.across);
        const double across = gains.r * (row.across * net.along - row.along * net.across);
        set_limb(lobe.gain, along * c - across * s, along * s + across * c);
        set_chest(lobe.gain, row.v, gains.r);
        shape.qrs.push_back(lobe);
    }
    set_limb(shape.t, gains.t * table.t, t_axis);
    set_chest(shape.t, table.t_v, gains.t);
    return shape;
}

} // namespace

VentricularShape conducted_shape(const SynthSettings& settings) {
    return shape_of(conducted_table(settings), settings.qrs_axis, settings.t_axis,
                    {settings.r_gain, settings.t_gain});
}

VentricularShape ectopic_shape(const SynthSettings& settings) {
    const Degrees axis = settings.qrs_axis + Degrees{45};
    return shape_of(ectopic_table(), axis, axis, ectopic_gains(settings));
}

VentricularShape other_ectopic_shape(const SynthSettings& settings) {
    const Degrees axis = settings.qrs_axis + Degrees{225};
    return shape_of(other_ectopic_table(), axis, axis, ectopic_gains(settings));
}

VentricularShape paced_shape(const SynthSettings& settings) {
    constexpr Degrees axis{-65};
    return shape_of(paced_table(), axis, axis, {settings.r_gain, settings.t_gain});
}

VentricularShape half_of_each(const VentricularShape& first, const VentricularShape& second) {
    VentricularShape both = first;
    both.qrs.insert(both.qrs.end(), second.qrs.begin(), second.qrs.end());
    for (ShapedLobe& lobe : both.qrs) {
        for (double& gain : lobe.gain) {
            gain /= 2;
        }
    }
    for (std::size_t c = 0; c < channel_count; ++c) {
        both.t[c] = (first.t[c] + second.t[c]) / 2;
    }
    return both;
}

std::vector<ShapedLobe> p_shape(const SynthSettings& settings) {
    const bool tall = settings.atria == Atria::right_enlarged;
    ShapedLobe whole{0, 1, {}};
    set_limb(whole.gain, tall ? 0.32 : 0.17, settings.p_axis);
    set_chest(whole.gain, {0, 0.07, 0.07, 0.08, 0.08, 0.08}, 1);
    ShapedLobe early{0, 0.5, {}};
    ShapedLobe late{0.5, 1, {}};
    early.gain[channel_v1] = 0.06;
    late.gain[channel_v1] = settings.atria == Atria::left_enlarged ? -0.16 : -0.05;
    return {whole, early, late};
}

} // namespace ecg::synth
