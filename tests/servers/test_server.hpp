// A server of tests/servers/serve.py, for as long as it is wanted.
#pragma once

#include <sys/types.h>

#include <string>

namespace ecg::test {

class TestServer {
public:
    explicit TestServer(const std::string& name);
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    /// Why it is not there; "" when it is.
    [[nodiscard]] std::string skipped() const { return text("skipped"); }

    /// What it said of how to reach it; "" for what it did not say.
    [[nodiscard]] std::string text(const std::string& key) const;
    [[nodiscard]] int number(const std::string& key) const;

private:
    pid_t process_ = -1;
    int input_ = -1;
    std::string reach_; ///< JSON
};

/// The one of that name which this program's tests share.
const TestServer& shared_server(const std::string& name);

/// Names that are hard on a URL, a signature or a file system, and none that hides a folder.
extern const std::string hostile_names[10];

} // namespace ecg::test

/// Leaves a test by its name where its server cannot be.
#define ECG_NEEDS_SERVER(server)                                                                   \
    if (!(server).skipped().empty()) {                                                             \
        WARN("skipped: no server: " << (server).skipped());                                        \
        return;                                                                                    \
    }                                                                                              \
    static_cast<void>(0)
