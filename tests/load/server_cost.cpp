#include "load/server_cost.hpp"

#include "common/error.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace ecg::load {
namespace {

std::string text_of(int pid, const std::string& name) {
    const std::string path = "/proc/" + std::to_string(pid) + "/" + name;
    std::ifstream file{path};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (text.empty()) {
        throw Error{ErrorKind::data, path + ": there is no such process"};
    }
    return text;
}

} // namespace

ServerCost cost_of(int pid) {
    const std::string stat = text_of(pid, "stat");
    std::istringstream fields{stat.substr(stat.rfind(')') + 2)};
    std::string field;
    for (int i = 0; i < 11; ++i) { // state to cmajflt
        fields >> field;
    }
    double user = 0, system = 0;
    fields >> user >> system;
    ServerCost cost;
    cost.cpu_seconds = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    std::istringstream memory{text_of(pid, "statm")};
    double pages = 0;
    memory >> field >> pages;
    cost.megabytes = pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
    return cost;
}

} // namespace ecg::load
