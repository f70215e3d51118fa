// The Kaiser window: the one whose stop band can be asked for.
#pragma once

namespace ecg::dsp {

/// The window at place -1 … 1 (0 beyond), 1 in the middle [kaiser-1974].
double kaiser_window(double place, double beta);

/// The beta of a filter whose stop band lies decibels (50 or more) below its pass band.
double kaiser_beta(double decibels);

/// The length of that filter, in samples, when its transition is width cycles a sample wide.
double kaiser_length(double decibels, double width);

} // namespace ecg::dsp
