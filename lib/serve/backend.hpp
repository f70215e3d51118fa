// The whole server but its network: everything that a request meets, put together.
#pragma once

#include "serve/auth/rate_limiter.hpp"
#include "serve/clock.hpp"
#include "serve/http/settings.hpp"
#include "serve/server_folder.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct BackendSettings {
    ServerFolder folder;
    Clock clock; ///< a must; one that never goes back
    std::string version;
    std::string public_url; ///< "https://ecg.example.org"; "" = as the client calls us
    bool open_registration = true;
    int bcrypt_cost = 12;
    std::size_t password_threads = 1;
    std::size_t readers = 4;
    RateRule by_user{"user", 500, 1000};
    RateRule by_address{"address", 20, 200};
    /// Who may read the figures, beside this machine: "10.0.0.7".
    std::vector<std::string> figures_for{};
    std::string common_passwords{}; ///< a file of further ones; "" = none
    /// One line for the operator.
    std::function<void(const std::string&)> tell = [](const std::string&) {};
};

class Backend {
public:
    /// Opens, and where it is missing makes, all that is kept. Throws Error{data} "path: why",
    /// Error{unavailable} when another server has it open.
    explicit Backend(BackendSettings settings);
    /// Makes last what was taken.
    ~Backend();
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    /// Takes a request. From any thread; does not block.
    void take(Request request, Answer answer);
    [[nodiscard]] std::size_t body_limit(Method method, std::string_view path) const;
    /// Counts an answer that went out.
    void count(const Answered& answered);
    /// How many connections are open, for the figures: asked when they are read.
    void count_connections(std::function<std::size_t()> connections);

    /// What has to be done now and then: to be called about once a second. Blocks a little.
    void look_after();
    /// Reads the keys again, so that a new one signs from now on. Throws Error{data}.
    void reload_keys();
    /// Ends the streams of those who watch sessions: before the network stops.
    void say_goodbye();

    /// The description of the API, as it is served.
    [[nodiscard]] const std::string& openapi() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace ecg::serve
