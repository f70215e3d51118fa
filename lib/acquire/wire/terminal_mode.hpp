// How the kernel is told to treat the bytes of a serial line.
#pragma once

#include "acquire/wire/open_transport.hpp"

namespace ecg::acquire {

/// Everything: raw bytes, speed (any number, not only the old table), frame, flow control, and what
/// correct_terminal does. False, with errno set, when the driver refuses.
bool set_terminal(int descriptor, const WireSettings& settings);

/// What libserialport leaves wrong: CRTSCTS as flow says; HUPCL off, so that closing does not pull
/// DTR down; bytes with a parity or framing error dropped; and a read that tells "nothing yet" from
/// "hung up". False with errno set.
bool correct_terminal(int descriptor, const WireSettings& settings);

/// The speed that the driver says it made; 0 when it does not say.
int speed_of_terminal(int descriptor);

/// DTR and RTS down, both at once, since boards that boot by them look at the pair. Nothing happens
/// where there are no such lines.
void lower_modem_lines(int descriptor, FlowControl flow);

/// The errors that the driver has counted since it was loaded; all 0 where it does not count.
LineErrors counted_errors(int descriptor);

} // namespace ecg::acquire
