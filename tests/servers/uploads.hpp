// What every target must do, and what the fakes are told.
#pragma once

#include "servers/test_server.hpp"
#include "transfer/http_client.hpp"
#include "transfer/targets/target.hpp"

#include <string>
#include <string_view>

namespace ecg::test {

/// The same on every run.
std::string some_bytes(std::size_t count);

/// Arms faults of a fake.
void arm(const TestServer& server, transfer::HttpClient& client, const std::string& faults);

/// What stands in the way of an upload that must fail.
transfer::Obstacle obstacle_of(transfer::Target& target, const std::string& name,
                               std::string_view bytes);

/// Puts, finds, refuses to replace and removes objects of hostile names, one of them 1.2 MB long.
void check_uploads(transfer::Target& target);

} // namespace ecg::test
