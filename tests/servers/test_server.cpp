#include "servers/test_server.hpp"

#include "common/json_reader.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <memory>
#include <stdexcept>

namespace ecg::test {
namespace {

std::string read_line(int descriptor) {
    std::string line;
    char c = 0;
    while (::read(descriptor, &c, 1) == 1 && c != '\n') {
        line += c;
    }
    return line;
}

} // namespace

TestServer::TestServer(const std::string& name) {
    std::array<int, 2> in{}, out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    process_ = ::fork();
    if (process_ == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::execl("/usr/bin/python3", "python3", ECG_SOURCE_DIR "/tests/servers/serve.py",
                name.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    reach_ = read_line(out[0]);
    ::close(out[0]);
    if (reach_.empty()) {
        throw std::runtime_error{"server " + name + " did not start"};
    }
}

TestServer::~TestServer() {
    ::close(input_); // which ends it
    ::waitpid(process_, nullptr, 0);
}

std::string TestServer::text(const std::string& key) const {
    JsonReader reader;
    return reader.parse(reach_, "server").text_at(key).value_or("");
}

int TestServer::number(const std::string& key) const {
    JsonReader reader;
    return static_cast<int>(reader.parse(reach_, "server").integer_at(key).value_or(0));
}

const TestServer& shared_server(const std::string& name) {
    static std::map<std::string, std::unique_ptr<TestServer>> servers;
    std::unique_ptr<TestServer>& server = servers[name];
    if (!server) {
        server = std::make_unique<TestServer>(name);
    }
    return *server;
}

const std::string hostile_names[10]{
    "a b  c.pdf",
    "père_日本.pdf",
    "a+b=c@d:e,f;g(h)'i!j*k.pdf",
    "$l&m~n[o]{p}|q^r`s\"t<u>.pdf",
    "q?x#y.pdf",
    "%2F%20%zz.pdf",
    "\xF0\x9F\xAB\x80 \xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95.pdf",
    "back\\slash.pdf",
    std::string(251, 'x') + ".pdf",
    "ecg-reports/2025/01/08/ba7816bf8f01cfea414140de5dae2223.pdf",
};

} // namespace ecg::test
