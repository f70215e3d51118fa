// A mail with a file, as it goes over the wire.
#pragma once

#include "common/time.hpp"

#include <string>
#include <vector>

namespace ecg::transfer {

struct Mail {
    std::string from;
    std::vector<std::string> to;
    std::string subject;
    std::string text;
    std::string file_name; ///< "" for a mail without a file
    std::string file;      ///< its bytes
    /// Of letters, digits and "-": the same for each attempt, so that a mail that got there and
    /// whose answer was lost is known again.
    std::string id;
    UtcTime date;
};

/// All lines end in CR LF. Throws Error{usage} for an address that is none, and for control
/// characters where they would begin another line or command.
std::string mail_message(const Mail& mail);

/// Throws Error{usage} for anything but printable ASCII with one "@", and for "<", ">" and blanks.
void require_address(const std::string& address);

} // namespace ecg::transfer
