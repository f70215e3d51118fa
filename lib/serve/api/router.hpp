// Which endpoint a request means.
#pragma once

#include "serve/api/endpoint.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ecg::serve {

struct Route {
    const Endpoint* endpoint = nullptr;
    std::map<std::string, std::string, std::less<>> path; ///< what stands for the names in braces
};

/// The path is known, but not with that method; HEAD goes where GET does.
struct OtherMethods {
    std::string allow; ///< "GET, HEAD, OPTIONS"
};

struct NoRoute {};

class Router {
public:
    /// endpoints outlive the router.
    explicit Router(const std::vector<Endpoint>& endpoints);

    /// path as it was sent. Segments are decoded one by one: an escaped "/" is never a border. An
    /// id that is no identifier ([0-9A-Za-z_.-], at most 128) has no route.
    [[nodiscard]] std::variant<Route, OtherMethods, NoRoute> find(Method method,
                                                                  std::string_view path) const;

    /// How long the body of such a request may be; otherwise where no endpoint takes it. Quick: it
    /// is asked before a request is read, and its ids are not looked at.
    [[nodiscard]] std::size_t body_limit(Method method, std::string_view path,
                                         std::size_t otherwise) const;

private:
    struct Entry {
        std::vector<std::string> segments;
        const Endpoint* endpoint;
    };

    std::map<std::size_t, std::vector<Entry>> by_length_; ///< number of segments -> endpoints
};

} // namespace ecg::serve
