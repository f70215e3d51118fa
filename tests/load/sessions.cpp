#include "load/sessions.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace ecg::load {
namespace {

// Passwords are hashed slowly, and not more of them wait than a server has patience for.
constexpr std::size_t at_once = 8;
constexpr std::size_t excerpt = 300;

struct Account {
    std::string serial;
    std::string headers;
};

/// Two runs against one server don't meet.
std::string serial_of(std::size_t number) {
    static const unsigned run = std::random_device{}();
    return "LOAD-" + std::to_string(run) + "-" + std::to_string(number);
}

std::string register_text(const std::string& serial) {
    return request_text("POST", "/api/v1/auth/register", "Content-Type: application/json\r\n",
                        R"({"full_name":"Load )" + serial +
                            R"(","password":"walks over seven bridges","device_serial":")" +
                            serial + "\"}");
}

std::string text_in(const HttpAnswer& answer, std::string_view key) {
    JsonReader reader;
    const auto text = reader.parse(answer.body, "answer").text_at(key);
    if (!text) {
        throw Error{ErrorKind::data, "answer: has no " + std::string{key}};
    }
    return *text;
}

std::vector<Account> open_accounts(const Place& place, std::size_t count) {
    std::vector<std::unique_ptr<Connection>> connections(std::min(count, at_once));
    for (auto& connection : connections) {
        connection = std::make_unique<Connection>(place);
    }
    std::vector<Account> accounts;
    while (accounts.size() < count) {
        const std::size_t first = accounts.size();
        const std::size_t some = std::min(connections.size(), count - first);
        for (std::size_t i = 0; i < some; ++i) {
            connections[i]->send(register_text(serial_of(first + i)));
        }
        for (std::size_t i = 0; i < some; ++i) {
            const HttpAnswer answer = receive(*connections[i]);
            expect(answer, 201, "registration");
            accounts.push_back({serial_of(first + i),
                                "Authorization: Bearer " + text_in(answer, "token") + "\r\n"});
        }
    }
    return accounts;
}

} // namespace

void expect(const HttpAnswer& answer, int status, std::string_view what) {
    if (answer.status != status) {
        throw Error{ErrorKind::data, std::string{what} + ": answered with " +
                                         std::to_string(answer.status) + ": " +
                                         answer.body.substr(0, excerpt)};
    }
}

std::vector<Session> start_sessions(const Place& place, const Items& items, std::size_t accounts,
                                    std::size_t count) {
    const std::vector<Account> opened = open_accounts(place, std::min(accounts, count));
    std::vector<Session> sessions;
    for (std::size_t i = 0; i < count; ++i) {
        const Account& account = opened[i % opened.size()];
        sessions.push_back({"", account.headers, std::make_unique<Connection>(place),
                            Ledger{items, static_cast<std::int64_t>(i)}});
        sessions.back().connection->send(
            request_text("POST", "/api/v1/sessions/start",
                         account.headers + "Content-Type: application/json\r\n",
                         R"({"device_serial":")" + account.serial + "\"}"));
        sessions.back().connection->move_on();
    }
    for (Session& session : sessions) {
        const HttpAnswer answer = receive(*session.connection);
        expect(answer, 201, "start of a session");
        session.id = text_in(answer, "session_id");
    }
    return sessions;
}

} // namespace ecg::load
