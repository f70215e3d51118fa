// What the tests of all transports do.
#pragma once

#include "acquire/wire/transport.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>

namespace ecg::test {

inline constexpr Milliseconds enough{5000}; // nothing that works takes so long

/// Reads until so many bytes are there, or the end.
inline acquire::ReadResult read_all(acquire::Transport& transport, std::string& out,
                                    std::size_t wanted) {
    acquire::ReadResult last;
    const auto deadline = std::chrono::steady_clock::now() + enough;
    while (out.size() < wanted && last.end == acquire::ReadEnd::more &&
           std::chrono::steady_clock::now() < deadline) {
        last = transport.read(out, enough);
    }
    return last;
}

/// The message of the Error that work throws, which must be of that kind.
template <class Work> std::string trouble(ErrorKind kind, const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK(error.kind() == kind);
        return error.what();
    }
    return "nothing was thrown";
}

} // namespace ecg::test
