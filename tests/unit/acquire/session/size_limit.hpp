// A disk that is full from a size on, for as long as a test says.
#pragma once

#include <sys/resource.h>

#include <csignal>

namespace ecg::test {

/// No file of this process grows beyond bytes; a write beyond it fails as on a full disk.
class SizeLimit {
public:
    explicit SizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN); // NOLINT(cert-err33-c)
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    ~SizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

    SizeLimit(const SizeLimit&) = delete;
    SizeLimit& operator=(const SizeLimit&) = delete;

private:
    rlimit before_{};
};

} // namespace ecg::test
