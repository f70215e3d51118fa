// The figures of a server in the text of Prometheus.
#pragma once

#include "serve/door/request_figures.hpp"
#include "serve/store/store.hpp"

#include <cstddef>
#include <string>

namespace ecg::serve {

struct BackendFigures {
    const RequestFigures& requests;
    StoreFigures store;
    std::size_t connections = 0;
    std::size_t passwords_waiting = 0;
    bool audit_is_well = true;
    std::string version;
};

std::string backend_figures(const BackendFigures& figures);

} // namespace ecg::serve
