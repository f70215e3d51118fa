#include "servers/uploads.hpp"

#include "support/catch.hpp"

#include <cstdint>

namespace ecg::test {

using namespace transfer;

std::string some_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    return bytes;
}

void arm(const TestServer& server, HttpClient& client, const std::string& faults) {
    HttpRequest request;
    request.method = "POST";
    request.url = server.text("url") + "/_arm";
    request.body = faults;
    REQUIRE(client.send(request).answer.status == 200);
}

Obstacle obstacle_of(Target& target, const std::string& name, std::string_view bytes) {
    try {
        target.put(name, bytes);
    } catch (const TargetError& error) {
        return error.obstacle();
    }
    FAIL("it was put");
    return {};
}

std::size_t check_going_on(const MakeTarget& make, const std::string& name) {
    const std::string bytes = some_bytes(1'000'000);
    NotesInMemory notes;
    {
        std::size_t given = 0;
        const MeteredBytes ending{bytes, [&](std::size_t count) {
                                      given += count;
                                      if (given > bytes.size() + 600'000) {
                                          throw Error{ErrorKind::data, "the power is gone"};
                                      }
                                  }};
        const std::unique_ptr<Target> target = make();
        target->remember(&notes);
        CHECK_THROWS_WITH(target->put(name, ending), "the power is gone");
    }
    std::size_t given = 0;
    const MeteredBytes again{bytes, [&](std::size_t count) { given += count; }};
    const std::unique_ptr<Target> target = make();
    target->remember(&notes);
    CHECK(target->put(name, again) == Stored::now);
    const std::size_t given_to_target = given;
    CHECK(target->read(name, 2 * bytes.size()) == bytes);
    CHECK(target->put(name, bytes) == Stored::before);
    CHECK(notes.notes.empty());
    return given_to_target - bytes.size();
}

void check_uploads(Target& target) {
    for (const std::string& name : hostile_names) {
        CAPTURE(name);
        CHECK(target.put(name, name) == Stored::now);
        CHECK(target.size(name) == name.size());
        CHECK(target.read(name, 1000) == name);
    }
    const std::string& name = hostile_names[0];
    CHECK(target.put(name, name) == Stored::before);
    CHECK(obstacle_of(target, name, "other bytes") == Obstacle::conflict);
    CHECK(obstacle_of(target, name, std::string(name.size(), 'x')) == Obstacle::conflict);
    CHECK(target.put("empty", "") == Stored::now);
    CHECK(target.size("empty") == 0);

    const std::string large = some_bytes(1'234'567);
    CHECK(target.put("large é+.bin", large) == Stored::now);
    CHECK(target.size("large é+.bin") == large.size());
    CHECK(target.put("large é+.bin", large) == Stored::before);
    CHECK(target.read("large é+.bin", large.size()) == large);
    CHECK_FALSE(target.read("nothing", 10));
    CHECK(obstacle_of(target, "large é+.bin", large + "x") == Obstacle::conflict);
    CHECK(obstacle_of(target, "large é+.bin", std::string(large.size(), 'x')) ==
          Obstacle::conflict);

    for (const std::string& one : hostile_names) {
        CAPTURE(one);
        target.remove(one);
        CHECK_FALSE(target.size(one));
        CHECK_NOTHROW(target.remove(one));
    }
}

} // namespace ecg::test
