#include "sync/rules.hpp"

#include <algorithm>

namespace ecg::sync {

std::vector<std::string> Rules::all() const {
    std::vector<std::string> names = sessions;
    names.insert(names.end(), reports.begin(), reports.end());
    names.insert(names.end(), errors.begin(), errors.end());
    std::vector<std::string> once;
    for (const std::string& name : names) {
        if (std::find(once.begin(), once.end(), name) == once.end()) {
            once.push_back(name);
        }
    }
    return once;
}

bool is_server_alone(const Rules& rules) {
    return rules.all() == std::vector{std::string{server_name}};
}

std::string shown_name(const std::string& target, const Rules& rules) {
    return is_server_alone(rules) ? "" : target;
}

} // namespace ecg::sync
