// Whether a URL leads out of this machine.
#pragma once

#include <string>
#include <string_view>

namespace ecg {

/// "localhost" of "http://localhost:8080/api/v1"; "[::1]" keeps its brackets.
std::string host_of(std::string_view url);

bool is_this_machine(const std::string& host);

} // namespace ecg
