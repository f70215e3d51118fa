// What logging in comes to: an access token, a refresh token, and the note that it happened.
#pragma once

#include "serve/api/services.hpp"
#include "serve/store/records.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ecg::serve {

/// Notes a login of user and answers with its tokens. rehash: a better hash of the password that
/// was right.
void log_in(const Services& services, std::shared_ptr<const Call> call, UserRecord user,
            std::optional<std::string> rehash, int status, Answer answer);

/// Whether the password is that of user, absent where nobody is called so: then it takes as long.
/// done runs on a thread of the password pool. Answers by itself when tries have to wait (429) or
/// too many are waiting (503). account: what was typed.
void verify_slowly(const Services& services, std::shared_ptr<const Call> call, std::string password,
                   std::optional<UserRecord> user, std::string account,
                   std::shared_ptr<Answer> answer,
                   std::function<void(bool right, std::optional<std::string> rehash)> done);

/// Writes "token", "refresh_token", "token_type" and "expires_in".
void write_tokens(JsonWriter& json, const std::string& access, const std::string& refresh);
std::vector<Member> token_members();

} // namespace ecg::serve
