// Where the bytes of reports are kept, each under a name made from them.
#pragma once

#include "common/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// No room for more. Nothing of what was to be kept is there.
class DiskFull : public Error {
public:
    explicit DiskFull(const std::string& message) : Error{ErrorKind::unavailable, message} {}
};

/// Objects never change: a name stands for its bytes for good. Names are 5 to 128 of 0-9 and a-f.
/// Safe to be called from any number of threads. All throw Error{usage} for a bad name and
/// Error{unavailable} when the store cannot be reached or does not answer.
class ObjectStore {
public:
    ObjectStore() = default;
    virtual ~ObjectStore() = default;
    ObjectStore(const ObjectStore&) = delete;
    ObjectStore& operator=(const ObjectStore&) = delete;

    /// On return the object survives a power cut. Nothing is written when it is there with as many
    /// bytes. Throws DiskFull.
    virtual void put(const std::string& name, std::string_view bytes) = 0;
    /// Up to length bytes from offset; "" behind the end. Absent when there is no such object.
    virtual std::optional<std::string> read(const std::string& name, std::uint64_t offset,
                                            std::size_t length) = 0;
    virtual std::optional<std::uint64_t> size(const std::string& name) = 0;
    /// False when there was no such object.
    virtual bool remove(const std::string& name) = 0;
    /// Calls visit for each object, in no order.
    virtual void each(const std::function<void(const std::string& name)>& visit) = 0;

    bool exists(const std::string& name) { return size(name).has_value(); }
};

} // namespace ecg::transfer
