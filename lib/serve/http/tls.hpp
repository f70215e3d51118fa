// The server's certificate and what of TLS it speaks.
#pragma once

#include "serve/http/transport.hpp"

#include <filesystem>

namespace ecg::serve {

/// TLS 1.2 and 1.3 with forward secrecy. Throws Error{data} "server.pem: …" for files that are no
/// certificate and its key, and for a key that everybody may read.
TlsContext load_tls(const std::filesystem::path& certificate, const std::filesystem::path& key);

} // namespace ecg::serve
