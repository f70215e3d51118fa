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

} // namespace ecg::sync
