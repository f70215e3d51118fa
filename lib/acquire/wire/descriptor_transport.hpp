// A transport that is one file descriptor.
#pragma once

#include "acquire/wire/descriptor.hpp"
#include "acquire/wire/transport.hpp"

#include <chrono>
#include <string>

namespace ecg::acquire {

/// A connection that comes to its end by being lost. The others say so themselves.
class DescriptorTransport : public Transport {
public:
    DescriptorTransport(Descriptor descriptor, std::string name, std::string words);

    ReadResult read(std::string& out, Milliseconds patience) override;
    bool write(std::string_view bytes, Milliseconds patience) override;
    void discard_input() override;

    [[nodiscard]] bool is_live() const override { return true; }

    [[nodiscard]] const std::string& name() const final { return name_; }

    [[nodiscard]] std::string words() const final { return words_; }

protected:
    [[nodiscard]] int descriptor() const { return descriptor_.number(); }

    /// As read_within; but while small frames follow each other closely, several at a time, the
    /// last byte of them at most 4 ms after it came.
    Arrival gather(std::string& out, Milliseconds patience);

private:
    using Clock = std::chrono::steady_clock;

    Descriptor descriptor_;
    std::string name_;
    std::string words_;
    Clock::time_point last_read_ = Clock::now();
    bool is_busy_ = false; ///< little came, and soon after what came before
};

} // namespace ecg::acquire
