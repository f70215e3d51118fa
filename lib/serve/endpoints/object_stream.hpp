// Bytes of the object store on their way out, a piece at a time.
#pragma once

#include "serve/api/byte_range.hpp"
#include "serve/api/services.hpp"

#include <memory>
#include <string>

namespace ecg::serve {

std::shared_ptr<BodyStream> object_stream(const Services& services, std::string object,
                                          const ByteRange& range);

} // namespace ecg::serve
