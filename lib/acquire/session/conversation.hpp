// What the host says to a device, and waits to hear.
#pragma once

#include "acquire/drivers/registry.hpp"
#include "acquire/wire/transport.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// Who answered, as far as it said.
struct Identity {
    std::string serial;
    std::string firmware;

    /// Whether both may be of one device: nothing that both say differs.
    [[nodiscard]] bool may_be(const Identity& other) const;
    /// Takes over what was not known.
    void learn(const Identity& other);
};

/// Where bytes go that came while the host was waiting for a reply.
using ByteSink = std::function<void(std::string)>;

/// How a conversation went.
struct Conversation {
    bool whole = true;   ///< false: the connection was lost, or nobody wanted to go on
    bool unsent = false; ///< the device took no bytes
    int answered = 0;    ///< replies that were awaited and came
    int unanswered = 0;  ///< and that did not
};

/// Runs the steps in order. A reply that does not come costs its patience and nothing else.
/// Every byte that comes goes to sink. Stops early when keep_on says no, or the connection is
/// lost. write_patience: for each word that the device is to take.
Conversation converse(Transport& transport, const ChosenDriver& driver,
                      const std::vector<Step>& steps, Identity& identity, const ByteSink& sink,
                      const std::function<bool()>& keep_on,
                      Milliseconds write_patience = Milliseconds{1000});

} // namespace ecg::acquire
