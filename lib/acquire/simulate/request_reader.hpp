// Finds the requests that a device understands in what the host writes.
#pragma once

#include "acquire/device/driver.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// The longest request wins where one is the beginning of another; bytes that belong to none are
/// passed over.
class RequestReader {
public:
    explicit RequestReader(Requests requests);

    /// The requests that came to their end with these bytes.
    std::vector<Request> feed(std::string_view bytes);
    /// Nothing follows for a while: a request is taken though a longer one began like it.
    std::vector<Request> settle();

private:
    std::vector<Request> take(bool settled);

    Requests requests_;
    std::string rest_; ///< shorter than the longest request
};

} // namespace ecg::acquire
